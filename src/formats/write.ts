import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { check } from "../check.ts";
import { writeAtomic } from "../files.ts";
import type { Frames } from "../frames/frames.ts";
import { checkFrames } from "../frames/invariants.ts";
import type { ExtxyzNames } from "./extxyz/names.ts";
import { printExtxyz } from "./extxyz/print.ts";

/**
 * Write frames as extended XYZ, gzipped where the name ends in .gz; the same frames give the same bytes.
 *
 * Read again they are the same bits, except: a column that no frame has is not there; words that all look like numbers
 * or flags are read as such; `source` is the new file.
 *
 * @param path   a name in .xyz or .extxyz, or these with .gz; written whole or not at all
 * @param names  under which energy, force and virial are to be kept, where not under energy, forces and virial
 *
 * @example
 * const cold = pick(await load("al-pbe"), [0, 1, 2]);
 * await write("cold.xyz.gz", cold);
 */
export async function write(path: string, frames: Frames, names: ExtxyzNames = {}): Promise<void> {
  check(
    /\.(?:ext)?xyz(?:\.gz)?$/i.test(path),
    `write: ${path} is of no known format; name it .xyz or .extxyz, or these with .gz`,
  );
  checkFrames(frames, "write");
  check(frames.length > 0, "write: there are no frames");
  // One string of everything could be longer than strings can be.
  const text = Buffer.concat([...printExtxyz(frames, names)].map(frame => Buffer.from(frame)));
  await writeAtomic(path, path.toLowerCase().endsWith(".gz") ? await gzipped(text) : text);
}

async function gzipped(text: Buffer): Promise<Buffer> {
  const bytes = await promisify(gzip)(text, { level: 9 });
  // zlib writes no time, but the operating system into byte 9; 255 is "unknown" (RFC 1952).
  bytes[9] = 255;
  return bytes;
}
