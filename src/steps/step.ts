import { check } from "../check.ts";
import { canonicalJson } from "../hash.ts";
import { type Notebook, notebook } from "../notebook.ts";
import { type Task, task } from "../task.ts";
import type { CodeGraph } from "./code.ts";
import { encode } from "./encode.ts";
import { type Home, homeOf, type Work, workHere } from "./job.ts";
import { codeOf, digestOf, keyOf } from "./key.ts";
import { once } from "./once.ts";
import { openStore, storeFolder } from "./store.ts";

/**
 * Do a piece of work once: when its inputs and its code are those of before, its result is read, not computed.
 *
 * The work sees only its inputs. The result is plain data (numbers, words, records, lists, typed arrays, tables) and is
 * not to be changed: records and lists are frozen. A comment, a type or a layout that changes computes nothing again; a
 * changed constant does, in the file of the work or in any that it uses.
 *
 * @param name    what messages and `pesbook status` call it
 * @param inputs  all that the result depends on, by content
 * @param work    a function written here, in a cell; or a job of a file, which alone is kept outside our kernel
 * @param options store: a folder of results other than `data/cache/steps` of the project
 * @throws when inputs or result have no content (functions, sockets), by name; what the work throws
 *
 * @example
 * const sum = await step("sum", { values: [1, 2, 3] }, ({ values }) => values.reduce((a, b) => a + b, 0));
 */
export async function step<I, R>(
  name: string,
  inputs: I,
  work: (inputs: I, task: Task) => R | Promise<R>,
  { store: folder }: { readonly store?: string } = {},
): Promise<R> {
  checkCall("step", name, work);
  const here = task();
  const digest = digestOf(inputs, `step ${name}: inputs`);
  const home = await homeAsked(`step ${name}`, work);
  if (home === undefined) return await work(inputs, here);
  const code = await codeOf(home);
  checkSameWork(name, code);
  const key = keyOf(code, digest);
  const run = await workHere(work, home);
  const value = await once({
    name: `step ${name}`,
    key,
    store: openStore(storeFolder(folder)),
    signal: here.signal,
    compute: async () => encode(await run(inputs, here), `step ${name}: its result`),
  });
  notebook()?.used(name, key);
  return value as R;
}

export function checkCall(verb: "step" | "sweep", name: unknown, work: unknown): void {
  const rules = `a name is words for messages and status: ${verb}("training", …)`;
  check(
    typeof name === "string" && /^\S(.{0,98}\S)?$/.test(name),
    `${verb}: invalid name ${JSON.stringify(name)}; ${rules}`,
  );
  check(typeof work === "function", `${verb} ${name}: found ${typeof work} in place of a function`);
  check(
    !(IMPORTED in globalThis),
    `${verb} ${name}: it is called by a file that a worker imports for its jobs; put the jobs in a file of their own`,
  );
}

/** Set by a worker while it imports jobs: a sweep started there would start workers without end. */
export const IMPORTED = Symbol.for("pesbook.imported");

/** @throws in our kernel, where a function without a home would silently be computed every time */
export async function homeAsked(caller: string, work: Work): Promise<Home | undefined> {
  const home = await homeOf(work);
  const advice = "write the function in the call itself, or make it a job in a file";
  check(
    home || !notebook(),
    `${caller}: the code of its function${work.name && ` ${work.name}`} is not known; ${advice}`,
  );
  return home;
}

const works = new WeakMap<Notebook, Map<string, { readonly cells: number; readonly code: string }>>();

/** One name, one work: within a cell, and in all of `pesbook run`, where a cell runs once. */
export function checkSameWork(name: string, code: CodeGraph): void {
  const here = notebook();
  if (here === undefined) return;
  const known = works.get(here) ?? new Map<string, { cells: number; code: string }>();
  works.set(here, known);
  const before = known.get(name);
  const now = { cells: here.cells.length, code: canonicalJson(code) };
  const isRun = before?.cells === now.cells || process.env.PESBOOK_NOTEBOOK;
  check(
    !before || !isRun || before.code === now.code,
    `step ${name}: another step of this notebook has this name and other work; give one another name`,
  );
  known.set(name, now);
}
