import { readdir, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { check } from "../check.ts";

/** The sets that come with the package; data/README.md describes them. This file lies as deep in src/ as in dist/. */
const sets = fileURLToPath(new URL("../../data/", import.meta.url));
/** Those that `pesbook data build` has made. */
const made = fileURLToPath(new URL("../../data/cache/", import.meta.url));
const ending = ".xyz.gz";

/** The file of a set that comes with the package or was made for it, or the file at a path relative to the current folder. */
export async function findData(nameOrPath: string, verb: string): Promise<string> {
  const names = (await namesIn(sets)).sort();
  for (const folder of [sets, made]) {
    if ((await namesIn(folder)).includes(nameOrPath)) return resolve(folder, `${nameOrPath}${ending}`);
  }
  const path = resolve(nameOrPath);
  const found = await stat(path).catch(() => undefined);
  check(
    found !== undefined,
    () =>
      `${verb}: no set and no file is called ${nameOrPath}; the sets are ${names.join(", ")}, and there is no ${path}`,
  );
  check(found.isFile(), () => `${verb}: ${path} is no file`);
  return path;
}

async function namesIn(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch(() => []);
  return files.filter(file => file.endsWith(ending)).map(file => file.slice(0, -ending.length));
}
