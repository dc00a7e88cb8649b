import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { check } from "../check.ts";
import { writeAtomic } from "../files.ts";
import { sha256 } from "../hash.ts";
import { notebook } from "../notebook.ts";
import { projectHere } from "./store.ts";

// biome-ignore lint/suspicious/noExplicitAny: whatever a job takes is its own affair
export type Work = (...given: any[]) => unknown;

/** Where a function can be found by another thread, process or machine. */
export interface Home {
  /** Absolute path of its module. */
  readonly file: string;
  /** `default` for a function of a notebook's cell, which our kernel gave a module of its own. */
  readonly name: string;
}

/** On the function itself, so that code loaded twice (built and from source) still reads it. */
const JOB = Symbol.for("pesbook.job");
/** The text of the module that our kernel made of a function written in a cell. */
const SOURCE = Symbol.for("pesbook.source");

type Known = Work & { readonly [JOB]?: { readonly url: string; readonly name: string }; readonly [SOURCE]?: string };

/**
 * A function that knows its file, so that `step` and `sweep` can keep its results and run it in threads and on Slurm.
 *
 * It stands in a file of its own beside the notebook and is exported under its name; a function written in a cell is
 * given to `step` or `sweep` as it is.
 *
 * @param meta  `import.meta` of its file
 * @throws when the function has no name
 *
 * @example
 * const square = job(import.meta, async function square({ x }: { x: number }) {
 *   return { square: x * x };
 * });
 */
export function job<J extends Work>(meta: ImportMeta, work: J): J {
  check(
    typeof meta?.url === "string",
    "job: the first argument is not import.meta; write job(import.meta, function …)",
  );
  check(typeof work === "function", `job: found ${typeof work} in place of a function`);
  const shape = "export const square = job(import.meta, async function square(point) { … })";
  check(work.name !== "", `job: a function needs a name, the one it is exported under: ${shape}`);
  Object.defineProperty(work, JOB, { value: { url: meta.url, name: work.name } });
  return work;
}

/** Where a function is found, if it can be: jobs in files, and functions in cells of our kernel. */
export async function homeOf(work: Work): Promise<Home | undefined> {
  const { [SOURCE]: source, [JOB]: known } = work as Known;
  if (source !== undefined) return { file: await cellModule(source), name: "default" };
  if (known === undefined) return undefined;
  check(known.url.startsWith("file:"), `job ${known.name}: it is not in a file but at ${known.url}`);
  return { file: fileURLToPath(known.url.replace(/\?.*$/, "")), name: known.name };
}

/** The folder of modules made of cells: in the project, so that they find its packages. */
export function cellModules(project: string): string {
  return join(project, "data", "cache", "code");
}

/** The module of a cell's function on disk; its relative imports start from the notebook's folder. */
async function cellModule(source: string): Promise<string> {
  const project = projectHere();
  const folder = cellModules(project);
  const from = notebook()?.path === undefined ? process.cwd() : dirname(notebook()!.path!);
  const up = relative(folder, from).split(sep).join("/");
  const text = source.replaceAll(/((?:\bfrom|\bimport)\s*\(?\s*)"(\.{1,2}\/[^"\n]+)"/g, (_, head, path) => {
    return `${head}"${up}/${path}"`;
  });
  const file = join(folder, `${sha256(text).slice(0, 32)}.mjs`);
  if (!existsSync(file)) await writeAtomic(file, text);
  return file;
}

/** The function at home, as its file has it now. */
export async function workAt({ file, name }: Home): Promise<Work> {
  const module: Record<string, unknown> = await import(pathToFileURL(file).href);
  if (name === "default") return module.default as Work;
  const found = Object.values(module).find(value => (value as Known | undefined)?.[JOB]?.name === name);
  check(
    found,
    () => `job ${name}: ${file} exports no job of this name; write export const ${name} = job(import.meta, …)`,
  );
  return found as Work;
}

/**
 * The function to run in this process. A kernel follows changed files, so there it is the one that its file has now,
 * which is the one that the key is made of; elsewhere a file is loaded once.
 */
export async function workHere(work: Work, home: Home): Promise<Work> {
  return notebook() === undefined || home.name === "default" ? work : await workAt(home);
}
