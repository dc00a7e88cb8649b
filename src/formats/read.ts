import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { check } from "../check.ts";
import type { Frames } from "../frames/frames.ts";
import { notebook } from "../notebook.ts";
import { type ExtxyzNames, extxyzUnits } from "./extxyz/names.ts";
import { extxyzReader } from "./extxyz/read.ts";
import { findData } from "./find.ts";
import { linesOf } from "./lines.ts";

/**
 * Read a file in pieces of `chunk` frames, for files larger than memory. Extended XYZ, also gzipped.
 *
 * Each piece has the columns that its own frames have. The file is read twice: once for its SHA-256, so that a notebook
 * knows what it read even if it stops early.
 *
 * @param nameOrPath  as for `load`
 * @param names       under which the file keeps energy, force and virial, where not under the usual ones
 *
 * @example
 * let largest = 0;
 * for await (const frames of read("al-eam", { chunk: 100 })) {
 *   for (const component of frames.force!) largest = Math.max(largest, Math.abs(component));
 * }
 */
export async function* read(
  nameOrPath: string,
  { chunk = 1000, ...names }: { readonly chunk?: number } & ExtxyzNames = {},
): AsyncGenerator<Frames> {
  check(Number.isInteger(chunk) && chunk >= 1, `read: chunk is ${chunk}, a whole number of frames was needed`);
  const file = await findData(nameOrPath, "read");
  const sha256 = await hashOfFile(file);
  notebook()?.read(file, sha256);
  const source = { name: nameOrPath, sha256, units: extxyzUnits };

  const where = `read: ${nameOrPath}`;
  const reader = extxyzReader(where, names);
  for await (const lines of linesOf(createReadStream(file), where)) {
    for (const line of lines) {
      reader.line(line);
      if (reader.complete === chunk) yield { ...reader.take(), source };
    }
  }
  reader.end();
  if (reader.complete > 0) yield { ...reader.take(), source };
}

async function hashOfFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const block of createReadStream(file)) hash.update(block as Uint8Array);
  return hash.digest("hex");
}
