import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { canonicalJson, sha256 } from "../hash.ts";
import { currentProfile } from "../notebook.ts";
import { type CodeGraph, moduleGraph, pathFrom } from "./code.ts";
import { FORMAT } from "./container.ts";
import { bytesOf, type Column, elementOf, pieces, plainOf } from "./encode.ts";
import type { Home } from "./job.ts";
import { originOf } from "./origin.ts";
import { kernelConditions, projectOf } from "./resolve.ts";

/** The code of a function and of all below it: its own module under the name `(cell)` where our kernel made it. */
export async function codeOf({ file, name }: Home): Promise<CodeGraph> {
  const root = projectOf(dirname(file));
  const entry = { specifier: file, names: [name], folder: dirname(file) };
  const conditions = isFromSource() ? kernelConditions : kernelConditions.slice(1);
  const { modules, packages } = await moduleGraph([entry], { root, conditions, without: isMachinery });
  if (name !== "default") return { modules, packages };
  const { [pathFrom(root, file)]: own = "", ...rest } = modules;
  return { modules: { "(cell)": own, ...rest }, packages };
}

/** Whether `import … from "pesbook"` means its sources in this process, as it does in our kernel in a clone. */
function isFromSource(): boolean {
  return process.execArgv.some(argument => argument.includes("pesbook-source"));
}

/** How a function comes to be run is no part of what it gives. */
function isMachinery(file: string): boolean {
  const clone = dirname(dirname(import.meta.dirname));
  const folders = [import.meta.dirname, join(clone, "src", "steps")];
  return folders.some(folder => ["job", "step", "sweep"].some(name => file.startsWith(join(folder, `${name}.`))));
}

/** SHA-256 of a value by its content; a value that came from a step stands for itself by that step's key. */
export function digestOf(value: unknown, name: string): string {
  const array = (column: Column) => ({ $array: [elementOf(column), column.length, hashOf(column)] });
  const known = (part: object) => {
    const origin = originOf(part);
    return origin && { $step: origin };
  };
  return sha256(JSON.stringify(plainOf(value, name, { array, known, sorted: true })));
}

function hashOf(column: Column): string {
  const hash = createHash("sha256");
  for (const piece of pieces([bytesOf(column)])) hash.update(piece);
  return hash.digest("hex");
}

/** What a result is kept under: SHA-256 of the format's version, the code and the inputs. */
export function keyOf(code: CodeGraph, ...digests: readonly string[]): string {
  return sha256(
    canonicalJson({ format: FORMAT, code, digests, ...(asksProfile(code) && { profile: currentProfile() }) }),
  );
}

/** Whether the code can ask for `profile()`, and so give other results in a run of another size. */
function asksProfile({ modules, packages }: CodeGraph): boolean {
  return "pesbook" in packages || Object.keys(modules).some(path => /(^|\/)(src|dist)\/notebook\.[jt]s$/.test(path));
}
