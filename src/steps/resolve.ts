import { existsSync, readFileSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { folderAbove } from "../files.ts";

/** Where an import leads: to a file that is followed, or to an installed package that is known by its version. */
export type Resolved = { readonly file: string } | { readonly package: string; readonly version: string };

/** The conditions of our kernel: in a clone `pesbook` means its sources. */
export const kernelConditions: readonly string[] = ["pesbook-source", "node", "import"];

/**
 * The target of an import written in a file of `folder`, by the rules of Node, with TypeScript's `.js` for `.ts` and
 * left-out extensions. `undefined` for what Node itself brings, and for what is not there.
 */
export function resolveImport(specifier: string, folder: string, conditions = kernelConditions): Resolved | undefined {
  if (isBuiltin(specifier)) return undefined;
  if (specifier.startsWith("file:")) return fileAt(fileURLToPath(specifier));
  if (specifier.startsWith(".") || isAbsolute(specifier)) return fileAt(resolve(folder, specifier));
  if (/^[a-z][a-z0-9+.-]*:/i.test(specifier)) return undefined;
  const home = folderAbove(folder, "package.json");
  const manifest = home === undefined ? undefined : readManifest(home);
  if (home !== undefined && specifier.startsWith("#")) {
    const target = targetOf(manifest?.imports, specifier, conditions);
    if (target === undefined) return undefined;
    return target.startsWith("./") ? fileAt(join(home, target)) : resolveImport(target, home, conditions);
  }
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  if (home !== undefined && manifest?.name === name && manifest.exports !== undefined) {
    const target = targetOf(subpaths(manifest.exports), `.${specifier.slice(name.length)}`, conditions);
    return target === undefined ? undefined : fileAt(join(home, target));
  }
  return installed(name, folder);
}

function installed(name: string, folder: string): Resolved | undefined {
  const holder = folderAbove(folder, join("node_modules", name, "package.json"));
  if (holder === undefined) return undefined;
  const { version } = readManifest(join(holder, "node_modules", name));
  return { package: name, version: version ?? "0.0.0" };
}

function fileAt(path: string): Resolved | undefined {
  const stem = path.replace(/\.([cm]?)js$/, ".$1ts");
  const candidates = [path, stem, `${path}.ts`, `${path}.js`, join(path, "index.ts"), join(path, "index.js")];
  const file = candidates.find(candidate => statSync(candidate, { throwIfNoEntry: false })?.isFile());
  return file === undefined ? undefined : { file };
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly exports?: unknown;
  readonly imports?: unknown;
}

function readManifest(folder: string): Manifest {
  const path = join(folder, "package.json");
  try {
    return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Manifest) : {};
  } catch (cause) {
    throw new Error(`${path} is not JSON; mend it or put back the committed one`, { cause });
  }
}

/** `"exports": "./a.js"` and `"exports": { "import": … }` are short for `{ ".": … }`. */
function subpaths(exports: unknown): unknown {
  const isMap =
    typeof exports === "object" && exports !== null && Object.keys(exports).some(key => key.startsWith("."));
  return isMap ? exports : { ".": exports };
}

/** The target of one key of a manifest's `exports` or `imports`; `*` in a key stands for the rest of a path. */
function targetOf(map: unknown, key: string, conditions: readonly string[]): string | undefined {
  if (typeof map !== "object" || map === null) return undefined;
  const entries = Object.entries(map as Record<string, unknown>);
  const exact = entries.find(([pattern]) => pattern === key);
  if (exact) return byCondition(exact[1], conditions);
  const fits = entries
    .map(([pattern, target]) => ({ target, ends: pattern.split("*") as [string, string?] }))
    .filter(({ ends: [head, tail] }) => tail !== undefined && key.startsWith(head) && key.endsWith(tail))
    .sort((a, b) => b.ends[0].length - a.ends[0].length)[0];
  if (fits === undefined) return undefined;
  const [head, tail = ""] = fits.ends;
  return byCondition(fits.target, conditions)?.replaceAll("*", key.slice(head.length, key.length - tail.length));
}

function byCondition(target: unknown, conditions: readonly string[]): string | undefined {
  if (typeof target === "string") return target;
  if (typeof target !== "object" || target === null) return undefined;
  const choices = Array.isArray(target)
    ? target
    : Object.entries(target)
        .filter(([condition]) => condition === "default" || conditions.includes(condition))
        .map(([, choice]) => choice);
  for (const choice of choices) {
    const found = byCondition(choice, conditions);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The folder whose `package.json` makes it a project, for a file or notebook in `folder`; `folder` itself without one. */
export function projectOf(folder: string): string {
  return folderAbove(folder, "package.json") ?? resolve(folder);
}
