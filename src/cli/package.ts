import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this package, be it a clone or installed. */
export const packageFolder = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

export function packageVersion(): string {
  return JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")).version;
}

/** Whether this is a clone: only there are the sources. */
export function isClone(): boolean {
  return existsSync(join(packageFolder, "src", "index.ts"));
}

/** The built program, `pesbook` by name. */
export const program = join(packageFolder, "dist", "cli", "main.js");

/** How our kernel is started: `{connection_file}` is put in by whoever starts it. */
export const kernelCommand = [process.execPath, program, "kernel", "{connection_file}"];
