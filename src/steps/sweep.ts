import { availableParallelism } from "node:os";
import type { ColumnTable } from "arquero";
import { check, messageOf, oneOf } from "../check.ts";
import { type Task, task } from "../task.ts";
import type { CodeGraph } from "./code.ts";
import { encode } from "./encode.ts";
import { type Grid, type Point, pointsOf } from "./grid.ts";
import { type Home, type Work, workHere } from "./job.ts";
import { keptRows } from "./keep.ts";
import { codeKey, codeOf, digestOf, keyOf } from "./key.ts";
import { once, onceUnlessHeld, resultOf } from "./once.ts";
import { noteUse } from "./record.ts";
import { type Outcome, type Pool, type Row, RowError, tableOf } from "./rows.ts";
import { runOnSlurm, type SlurmOptions } from "./slurm.ts";
import { checkCall, checkSameWork, homeAsked } from "./step.ts";
import { openStore, type Store, storeFolder } from "./store.ts";
import { threadPool } from "./threads.ts";

export interface SweepOptions {
  /** Where rows are computed: in worker threads (default), in a Slurm array, or here, one after the other. */
  readonly on?: "threads" | "slurm" | "here";
  /** Worker threads at most; as many as the machine has, unless told. */
  readonly threads?: number;
  /** What the array of `on: "slurm"` asks for. */
  readonly slurm?: SlurmOptions;
  /** A file for finished rows with small results, to commit: `data/runs/NAME.json` of the project. */
  readonly keep?: string;
  /** A folder of results other than `data/cache/steps` of the project. */
  readonly store?: string;
}

export interface Sweep<P, R> {
  /** One row a point: its axes, then the numbers and words of its result, and `error` where any failed. */
  readonly table: ColumnTable;
  /** In the order of the table; undefined where a row failed. */
  readonly results: readonly (R | undefined)[];
  readonly failed: readonly { readonly point: P; readonly error: string }[];
}

/** Rows read at a time: enough to keep a disk busy */
const READERS = 32;

/**
 * Run a job at every point of a grid; rows that are done are read, not computed.
 *
 * A row that fails stays in the table with its error and is tried again when the sweep is run again. An interrupt keeps
 * the rows that are done. The second run gives exactly what the first gave.
 *
 * @param name    what messages and `pesbook status` call it
 * @param grid    the values of each axis, `{ temperature: [300, 600], seed: [1, 2] }`, or a list of points
 * @param inputs  what all rows depend on besides their point, by content
 * @param work    a job of a file, or a function written here, in a cell: `(point, inputs, task) => result`
 * @throws when an axis is empty, or inputs or a point have no content
 *
 * @example
 * const { table: squares } = await sweep("squares", { x: [1, 2, 3] }, {}, ({ x }) => ({ square: x * x }), { on: "here" });
 */
export async function sweep<const G extends Grid, I, R>(
  name: string,
  grid: G,
  inputs: I,
  work: (point: Point<G>, inputs: I, task: Task) => R | Promise<R>,
  { on = "threads", threads = availableParallelism(), slurm = {}, keep, store: folder }: SweepOptions = {},
): Promise<Sweep<Point<G>, Awaited<R>>> {
  checkCall("sweep", name, work);
  oneOf(`on of sweep ${name}`, on, ["threads", "slurm", "here"]);
  check(Number.isInteger(threads) && threads > 0, `sweep ${name}: threads is ${threads}; give a whole number above 0`);
  const points = pointsOf(name, grid);
  const caller = `sweep ${name}`;
  const steps = new Set<string>();
  const digest = digestOf(inputs, `${caller}: inputs`, steps);
  const home = await homeAsked(caller, work);
  check(
    home || on === "here",
    `${caller}: a function that is no job of a file runs only here; make it one, or give { on: "here" }`,
  );
  const code = home ? await codeOf(home) : { modules: {}, packages: {} };
  if (home) checkSameWork(name, code);
  const shared = codeKey(code);
  const rows = points.map((point, index): Row => {
    return { index, point, key: keyOf(shared, digest, digestOf(point, `${caller}: point ${index}`)) };
  });
  const { signal } = task();
  const store = openStore(storeFolder(folder));
  const plan = { name, inputs, work: work as Work, home, code, store, signal };
  const kept = keep === undefined || !home ? undefined : keptRows(caller, keep, [...steps], store);
  const known = (await kept?.read()) ?? new Map();
  const outcomes: Outcome[] = new Array(rows.length);
  try {
    if (home) await settle(rows, plan, { on, threads, slurm, outcomes, known });
    else await settleUnkept(rows, plan, outcomes);
  } finally {
    await kept?.write(rows, outcomes);
  }
  if (home)
    await noteUse({
      verb: "sweep",
      name,
      file: home.file,
      store: store.folder,
      keys: rows.map(({ key }) => key),
      keep,
    });
  return {
    table: tableOf(rows, outcomes),
    results: outcomes.map(outcome => (outcome && "value" in outcome ? outcome.value : undefined) as Awaited<R>),
    failed: rows.flatMap(({ point, index }) => {
      const outcome = outcomes[index]!;
      return "error" in outcome ? [{ point: point as Point<G>, error: outcome.error }] : [];
    }),
  };
}

interface Plan {
  readonly name: string;
  readonly inputs: unknown;
  readonly work: Work;
  readonly home: Home | undefined;
  readonly code: CodeGraph;
  readonly store: Store;
  readonly signal: AbortSignal;
}

interface Settling extends Required<Pick<SweepOptions, "on" | "threads" | "slurm">> {
  /** To be filled. */
  readonly outcomes: Outcome[];
  /** Rows that a committed file has, by their keys. */
  readonly known: ReadonlyMap<string, Outcome>;
}

/** Every row read or computed. */
async function settle(
  rows: readonly Row[],
  plan: Plan,
  { on, threads, slurm, outcomes, known }: Settling,
): Promise<void> {
  const { name, store, signal, inputs } = plan;
  const home = plan.home!;
  const tell = teller(name, outcomes);
  const wanted = ({ key, index }: Row) => ({ name: `row ${index} of sweep ${name}`, key, store, signal });

  await inTurn(rows, READERS, signal, async row => {
    const found = known.get(row.key) ?? (await resultOf(wanted(row)));
    if (found) tell(row, found);
  });
  const missing = rows.filter(({ index }) => !outcomes[index]);
  if (missing.length === 0) return;
  if (on === "slurm") {
    await runOnSlurm(missing, { ...plan, home }, slurm, tell);
    return;
  }

  const lanes = on === "here" ? 1 : Math.min(threads, missing.length);
  const pool = on === "here" ? await computeHere(plan) : threadPool({ name, home, inputs, signal });
  const held: Row[] = [];
  const attempt = async (row: Row, how: typeof once | typeof onceUnlessHeld) => {
    try {
      const found = await how({ ...wanted(row), compute: () => pool.compute(row) });
      if (how === once) tell(row, { value: found });
      else if (found) tell(row, found as { value: unknown });
      else held.push(row);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof RowError)) throw error;
      tell(row, { error: error.message });
    }
  };
  try {
    await inTurn(missing, lanes, signal, row => attempt(row, onceUnlessHeld));
    // What another process was at is waited for last, so that two that run one sweep share its rows.
    await inTurn(held, lanes, signal, row => attempt(row, once));
  } finally {
    await pool.close();
  }
}

async function computeHere({ name, inputs, work, home, signal }: Plan): Promise<Pool> {
  const run = home ? await workHere(work, home) : work;
  const quiet: Task = { signal, progress() {} };
  return {
    async compute({ point, index }) {
      try {
        return encode(await run(point, inputs, quiet), `row ${index} of sweep ${name}: its result`);
      } catch (error) {
        signal.throwIfAborted();
        throw new RowError(messageOf(error));
      }
    },
    async close() {},
  };
}

/** Outside our kernel a function that is no job has no key, so nothing of it is kept. */
async function settleUnkept(
  rows: readonly Row[],
  { name, work, inputs, signal }: Plan,
  outcomes: Outcome[],
): Promise<void> {
  const tell = teller(name, outcomes);
  await inTurn(rows, 1, signal, async row => {
    try {
      tell(row, { value: await work(row.point, inputs, { signal, progress() {} }) });
    } catch (error) {
      signal.throwIfAborted();
      tell(row, { error: messageOf(error) });
    }
  });
}

function teller(name: string, outcomes: Outcome[]): (row: Row, outcome: Outcome) => void {
  const { progress } = task();
  let done = 0;
  return ({ index }, outcome) => {
    outcomes[index] = outcome;
    done++;
    // One label from the first row to the last, since it stands for one bar, and the second run is to end as the first.
    progress(done, outcomes.length, name);
  };
}

/** Each item once, a few at a time, in their order; after the first error or an interrupt no more are begun. */
async function inTurn<T>(
  items: readonly T[],
  lanes: number,
  signal: AbortSignal,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      signal.throwIfAborted();
      await work(items[next++]!).catch(error => {
        next = items.length;
        throw error;
      });
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(lanes, items.length) }, lane));
  for (const end of ended) if (end.status === "rejected") throw end.reason;
}
