import { dirname, join } from "node:path";

/** How a function comes to be run, and its result to be kept, is no part of what it gives. */
export function isMachinery(file: string): boolean {
  const clone = dirname(dirname(import.meta.dirname));
  const folders = [import.meta.dirname, join(clone, "src", "steps")];
  return folders.some(folder => ["job", "step", "sweep"].some(name => file.startsWith(join(folder, `${name}.`))));
}
