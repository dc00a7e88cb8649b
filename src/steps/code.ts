import { readFile } from "node:fs/promises";
import { dirname, relative, sep } from "node:path";
import { readBounded } from "../files.ts";
import { sha256 } from "../hash.ts";
import { type Import, type Module, readModule } from "./module.ts";
import { kernelConditions, type Resolved, resolveImport } from "./resolve.ts";
import { typescript } from "./syntax.ts";

/** A place where code is entered: what is imported, from a file in which folder. An absolute path is a specifier too. */
export interface CodeEntry extends Import {
  readonly folder: string;
}

/** The code that a result depends on. */
export interface CodeGraph {
  /** Path from the project's folder → SHA-256 of its code without comments, types and layout; of other files, of their bytes. */
  readonly modules: Readonly<Record<string, string>>;
  /** Name → version of each package entered. */
  readonly packages: Readonly<Record<string, string>>;
}

/**
 * The run-time module graph below some imports.
 *
 * Names are followed one by one through modules that hand them on, so `import { train } from "pesbook"` depends on
 * training alone. A module that has code of its own counts whole; of the names that it hands on, only those asked for,
 * and where they lead. Packages count by version; a computed `import(name)` cannot be followed.
 */
export async function moduleGraph(
  entries: readonly CodeEntry[],
  {
    root,
    conditions = kernelConditions,
    without = () => false,
  }: {
    root: string;
    conditions?: readonly string[];
    /** Files that are not followed: what they do is no part of what the code below them gives. */
    without?: (file: string) => boolean;
  },
): Promise<CodeGraph> {
  const visits = new Map<string, Visit>();
  const packages = new Map<string, string>();

  const follow = async (taken: Import, folder: string): Promise<Resolved | undefined> => {
    const target = resolveImport(taken.specifier, folder, conditions);
    if (target !== undefined && "package" in target) packages.set(target.package, target.version);
    else if (target !== undefined && !without(target.file)) await need(target.file, taken.names);
    return target;
  };

  const need = async (file: string, names: readonly string[] | "all"): Promise<void> => {
    let visit = visits.get(file);
    if (visit === undefined) {
      visit = { ...(await readCode(file)), asked: new Set(), links: new Map() };
      visits.set(file, visit);
      for (const taken of visit.module?.imports ?? []) await follow(taken, dirname(file));
    }
    const { module, asked } = visit;
    if (module === undefined) return;
    const wanted = names === "all" ? [...module.handed.keys(), ...module.stars.map(star => `* ${star}`)] : names;
    for (const name of wanted) {
      if (asked.has(name)) continue;
      asked.add(name);
      await handOn(file, visit, name);
    }
  };

  const handOn = async (file: string, { module, links }: Visit, name: string): Promise<void> => {
    if (module === undefined || module.own.has(name)) return;
    const taken = module.handed.get(name);
    const sources: readonly Import[] = taken ? [taken] : await starsWith(module, dirname(file), name);
    for (const source of sources) {
      const target = await follow(source, dirname(file));
      if (target) links.set(name, [...(links.get(name) ?? []), linkText(target, source, root)]);
    }
  };

  /** Which `export * from` gives the name; packages are asked last, since their names are not read. */
  const starsWith = async (module: Module, folder: string, name: string): Promise<readonly Import[]> => {
    if (name === "default") return [];
    const files: Import[] = [];
    const others: Import[] = [];
    for (const specifier of module.stars) {
      if (name === `* ${specifier}`) return [{ specifier, names: "all" }];
      const target = resolveImport(specifier, folder, conditions);
      if (target && "package" in target) others.push({ specifier, names: [name] });
      else if (target && (await gives(target.file, name, new Set()))) files.push({ specifier, names: [name] });
    }
    return files.length > 0 ? files : others;
  };

  const gives = async (file: string, name: string, seen: Set<string>): Promise<boolean> => {
    if (seen.has(file)) return false;
    seen.add(file);
    const { module } = await readCode(file);
    if (module === undefined) return false;
    if (module.own.has(name) || module.handed.has(name)) return true;
    for (const star of module.stars) {
      const target = resolveImport(star, dirname(file), conditions);
      if (target && "file" in target && (await gives(target.file, name, seen))) return true;
    }
    return false;
  };

  for (const entry of entries) await follow(entry, entry.folder);

  const modules: [string, string][] = [];
  for (const [file, { module, hash, links }] of visits) {
    const handedOn = [...links].map(([name, to]) => `${name} = ${[...to].sort().join(", ")}`).sort();
    if (module === undefined) modules.push([pathFrom(root, file), hash]);
    else if (module.code !== "" || handedOn.length > 0) {
      modules.push([pathFrom(root, file), sha256([module.code, ...handedOn].join("\n"))]);
    }
  }
  return { modules: sortedRecord(modules), packages: sortedRecord([...packages]) };
}

interface Visit {
  readonly hash: string;
  readonly module: Module | undefined;
  readonly asked: Set<string>;
  readonly links: Map<string, string[]>;
}

interface Code {
  /** SHA-256 of the file's bytes. */
  readonly hash: string;
  /** Absent where the file is no code. */
  readonly module: Module | undefined;
}

/** By file, the last content read: reading is cheap, parsing is not. */
const known = new Map<string, Code>();

async function readCode(file: string): Promise<Code> {
  if (!/\.[cm]?[jt]s$/.test(file)) return { hash: sha256(await readBounded(file)), module: undefined };
  const text = await readFile(file, "utf8");
  const hash = sha256(text);
  const before = known.get(file);
  if (before?.hash === hash) return before;
  const code = { hash, module: readModule(await typescript(), file, /\.d\.[cm]?ts$/.test(file) ? "" : text) };
  known.set(file, code);
  return code;
}

function linkText(target: Resolved, { names }: Import, root: string): string {
  const place = "file" in target ? pathFrom(root, target.file) : target.package;
  return `${place}#${names === "all" ? "*" : names.join()}`;
}

/** A path as it is written in records: from the project's folder, with `/`. */
export function pathFrom(root: string, file: string): string {
  return relative(root, file).split(sep).join("/");
}

function sortedRecord(entries: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
