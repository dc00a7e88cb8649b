import { readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { folderAbove } from "../files.ts";
import { sha256 } from "../hash.ts";
import { javascriptOf } from "./transpile.ts";

/**
 * How the user's own modules are found and read: TypeScript as it stands, anew when it or a module below it changed.
 *
 * A file's first version has its plain address, so that it is one module however it is reached; later versions carry
 * a stamp of all the text they depend on. Installed packages are left to Node.
 */
export interface Modules {
  /** A project's file for this import; undefined where Node finds the module. */
  resolve(specifier: string, parent: string | undefined): Found | undefined;
  /** What Node found, with the stamp of its present contents where it is a project's file. */
  stamped<Result extends { readonly url: string }>(found: Result): Result;
  /** The JavaScript of a project's TypeScript file; undefined for all else. */
  load(url: string): Loaded | undefined;
}

export interface Found {
  readonly url: string;
  readonly format?: "module";
  readonly shortCircuit?: boolean;
}

export interface Loaded {
  readonly format: "module";
  readonly source: string;
  readonly shortCircuit: true;
}

const BUILT = `${pathToFileURL(dirname(import.meta.dirname)).href}/`;
const TSLAB = new URL("./tslab.js", import.meta.url).href;
const EXTENSIONS = ["", ".ts", ".mts", ".js", ".mjs", "/index.ts", "/index.js"];
const IMPORTS = /\b(?:from|import)\s*\(?\s*["']([^"'\n]+)["']/g;

interface Known {
  readonly time: number;
  readonly size: number;
  readonly hash: string;
  readonly imports: readonly string[];
}

/** @param generation  a counter; files are looked at again when it has changed */
export function modules(generation: Int32Array): Modules {
  const known = new Map<string, Known>();
  const first = new Map<string, string>();
  let stamps = new Map<string, string>();
  let checked = -1;

  const lookAt = (file: string): Known | undefined => {
    const found = statSync(file, { throwIfNoEntry: false });
    if (!found?.isFile()) return undefined;
    const before = known.get(file);
    if (before?.time === found.mtimeMs && before.size === found.size) return before;
    const text = readFileSync(file, "utf8");
    const imports = [...text.matchAll(IMPORTS)].flatMap(([, specifier]) => fileOf(specifier!, file) ?? []);
    const now = { time: found.mtimeMs, size: found.size, hash: sha256(text), imports };
    known.set(file, now);
    return now;
  };

  /** One hash of the contents of a file and of all project files below it. */
  const stampOf = (file: string): string => {
    const generationNow = Atomics.load(generation, 0);
    if (checked !== generationNow) {
      stamps = new Map();
      checked = generationNow;
    }
    const before = stamps.get(file);
    if (before) return before;
    const hashes = new Map<string, string>();
    const queue = [file];
    for (let next = queue.pop(); next; next = queue.pop()) {
      if (hashes.has(next)) continue;
      const { hash = "", imports = [] } = lookAt(next) ?? {};
      hashes.set(next, hash);
      queue.push(...imports);
    }
    const stamp = sha256([...hashes.values()].sort().join()).slice(0, 12);
    stamps.set(file, stamp);
    return stamp;
  };

  const addressOf = (url: string): string => {
    const file = fileURLToPath(url);
    const stamp = stampOf(file);
    if (!first.has(file)) first.set(file, stamp);
    const plain = pathToFileURL(file).href;
    return first.get(file) === stamp ? plain : `${plain}?changed=${stamp}`;
  };

  return {
    resolve(specifier, parent) {
      if (!parent || !isProjectFile(parent)) return undefined;
      if (specifier === "tslab") return { url: TSLAB, shortCircuit: true };
      if (!isPath(specifier)) return undefined;
      const file = fileOf(specifier, fileURLToPath(parent));
      const url = file && pathToFileURL(file).href;
      if (!url || !isProjectFile(url)) return undefined;
      return { url: addressOf(url), format: isTypeScript(url) ? "module" : undefined, shortCircuit: true };
    },
    stamped: found => (isProjectFile(found.url) ? { ...found, url: addressOf(found.url) } : found),
    load(url) {
      if (!isProjectFile(url) || !isTypeScript(url)) return undefined;
      return { format: "module", source: javascriptOf(fileURLToPath(url)), shortCircuit: true };
    },
  };
}

/** The file that an import in `from` means; `./x` and `./x.js` may stand for `./x.ts`. */
function fileOf(specifier: string, from: string): string | undefined {
  if (specifier === "pesbook") return ownSource(from);
  if (!isPath(specifier)) return undefined;
  const path = specifier.startsWith("file:") ? fileURLToPath(specifier) : resolve(dirname(from), specifier);
  const candidates = EXTENSIONS.map(extension => path + extension);
  if (/\.m?js$/.test(path)) candidates.push(path.replace(/js$/, "ts"));
  return candidates.find(file => statSync(file, { throwIfNoEntry: false })?.isFile());
}

/** `import "pesbook"` in a clone is an import of its sources. */
function ownSource(from: string): string | undefined {
  if (!process.execArgv.some(argument => argument.includes("pesbook-source"))) return undefined;
  const root = folderAbove(dirname(from), "package.json");
  return root && join(root, "src", "index.ts");
}

function isPath(specifier: string): boolean {
  return /^(\.{1,2}\/|\/|file:)/.test(specifier);
}

/** Neither an installed package's file nor one of this package as it was built. */
function isProjectFile(url: string): boolean {
  return url.startsWith("file:") && !url.includes("/node_modules/") && !url.startsWith(BUILT);
}

function isTypeScript(url: string): boolean {
  return /\.m?ts(\?|$)/.test(url);
}
