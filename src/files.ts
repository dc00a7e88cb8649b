import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, open, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { check } from "./check.ts";

/** Write a file whole or not at all: to a side file, flushed to the disk, then renamed into place. */
export async function writeAtomic(path: string, content: string | Uint8Array | Iterable<Uint8Array>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const side = `${path}.${randomUUID()}.part`;
  try {
    const file = await open(side, "w");
    try {
      await writeFile(file, content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(side, path);
  } catch (error) {
    await rm(side, { force: true });
    throw error;
  }
}

/** The bytes of a file that is no larger than `limit` bytes (1 GiB unless told). */
export async function readBounded(path: string, { limit = 2 ** 30 } = {}): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    check(size <= limit, () => `${path} has ${size} bytes, more than the ${limit} allowed here; read it in chunks`);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** The nearest folder at or above `folder` that holds `name`, if there is one. */
export function folderAbove(folder: string, name: string): string | undefined {
  for (let here = resolve(folder); ; here = dirname(here)) {
    if (existsSync(join(here, name))) return here;
    if (dirname(here) === here) return undefined;
  }
}

/** Whether a path is there and is a folder. */
export async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
