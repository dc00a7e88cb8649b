import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { check } from "../check.ts";
import { isFolder } from "../files.ts";

/** A path as one types it from here. */
export function shown(path: string): string {
  return relative(process.cwd(), path) || path;
}

/** The notebook, or those of a folder in the order of their names, without the hidden ones. */
export async function notebooksAt(path: string): Promise<string[]> {
  if (!(await isFolder(path))) return [path];
  const names = (await readdir(path)).filter(name => name.endsWith(".ipynb") && !name.startsWith("."));
  check(names.length > 0, `run: ${path} holds no notebook`);
  return names.sort().map(name => join(path, name));
}
