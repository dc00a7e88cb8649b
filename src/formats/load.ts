import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { check } from "../check.ts";
import { readBounded } from "../files.ts";
import type { Frames } from "../frames/frames.ts";
import { sha256 } from "../hash.ts";
import { notebook } from "../notebook.ts";
import type { ExtxyzNames } from "./extxyz/names.ts";
import { extxyzReader } from "./extxyz/read.ts";
import { linesOf } from "./lines.ts";
import { extxyzUnits } from "./read.ts";

/** The sets that come with the package; data/README.md describes them. This file lies as deep in src/ as in dist/. */
const sets = fileURLToPath(new URL("../../data/", import.meta.url));
const ending = ".xyz.gz";

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
  const file = await find(nameOrPath);
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

async function find(nameOrPath: string): Promise<string> {
  const names = (await readdir(sets))
    .filter(file => file.endsWith(ending))
    .map(file => file.slice(0, -ending.length))
    .sort();
  if (names.includes(nameOrPath)) return resolve(sets, `${nameOrPath}${ending}`);
  const path = resolve(nameOrPath);
  check(
    existsSync(path),
    () => `load: no set and no file is called ${nameOrPath}; the sets are ${names.join(", ")}, and there is no ${path}`,
  );
  return path;
}
