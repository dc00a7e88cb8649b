import { readBounded } from "../files.ts";
import type { Frames } from "../frames/frames.ts";
import { sha256 } from "../hash.ts";
import { notebook } from "../notebook.ts";
import { type ExtxyzNames, extxyzUnits } from "./extxyz/names.ts";
import { extxyzReader } from "./extxyz/read.ts";
import { findData } from "./find.ts";
import { linesOf } from "./lines.ts";

/**
 * All frames of a set that comes with the package, or of a file. Extended XYZ, also gzipped.
 *
 *     const aluminium = await load("al-eam");
 *     const mine = await load("mine.xyz", { energy: "dft_energy", force: "dft_forces" });
 *
 * @param nameOrPath  al-eam, al-pbe, si-sw, or a path relative to the current folder
 * @param names       under which the file keeps energy, force and virial, where not under the usual ones
 */
export async function load(nameOrPath: string, names: ExtxyzNames = {}): Promise<Frames> {
  const file = await findData(nameOrPath, "load");
  const bytes = await readBounded(file);
  const hash = sha256(bytes);
  notebook()?.read(file, hash);

  const where = `load: ${nameOrPath}`;
  const reader = extxyzReader(where, names);
  for await (const lines of linesOf([bytes], where, { limit: 2 ** 31 })) {
    for (const line of lines) reader.line(line);
  }
  reader.end();
  return { ...reader.take(), source: { name: nameOrPath, sha256: hash, units: extxyzUnits } };
}
