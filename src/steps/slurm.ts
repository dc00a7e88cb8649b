import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { check, messageOf } from "../check.ts";
import { canonicalJson, sha256 } from "../hash.ts";
import { currentProfile } from "../notebook.ts";
import type { CodeGraph } from "./code.ts";
import { writeContainer } from "./container.ts";
import { encode } from "./encode.ts";
import type { Home } from "./job.ts";
import { resultOf } from "./once.ts";
import { activeTasks } from "./queue.ts";
import type { Outcome, Row } from "./rows.ts";
import type { Store } from "./store.ts";

/** What a Slurm array is asked for; what is not given is left to the cluster. */
export interface SlurmOptions {
  /** Rows computed by one task, one after the other; more than 1 where a row takes less than some seconds. */
  readonly rowsPerTask?: number;
  /** Tasks that run at a time, at most */
  readonly throttle?: number;
  /** Of a task, as sbatch has it: "01:30:00" */
  readonly time?: string;
  /** Of a task, as sbatch has it: "4G" */
  readonly memory?: string;
  readonly partition?: string;
  readonly account?: string;
  /** More lines of the script before the job starts: "#SBATCH --constraint=avx512", "module load nodejs" */
  readonly lines?: readonly string[];
  /** Seconds between looks at the queue */
  readonly poll?: number;
}

/** A sweep as a task of its array reads it. */
export interface ArrayWork {
  readonly name: string;
  readonly home: Home;
  readonly inputs: unknown;
  readonly rows: readonly Row[];
  readonly rowsPerTask: number;
  readonly store: string;
  readonly profile: string;
  /** What must be there as it is here, or rows would lie under keys of other code. */
  readonly versions: Versions;
}

export interface Versions {
  readonly node: string;
  /** SHA-256 of the job's code and of the versions of its packages */
  readonly code: string;
}

interface SlurmSweep {
  readonly name: string;
  readonly home: Home;
  readonly inputs: unknown;
  readonly store: Store;
  readonly signal: AbortSignal;
  readonly code: CodeGraph;
}

/** How often a row is handed in before it counts as failed. */
const ATTEMPTS = 3;

/**
 * Compute rows in Slurm job arrays over a folder that all nodes see, and follow them.
 *
 * What is known of a sweep lies in files and in Slurm's queue, so it goes on when the notebook is closed or the login
 * node dies: the next run asks the queue which rows are at work, and hands in those that are neither there nor queued.
 */
export async function runOnSlurm(
  rows: readonly Row[],
  sweep: SlurmSweep,
  options: SlurmOptions,
  tell: (row: Row, outcome: Outcome) => void,
): Promise<void> {
  const { name, store, signal } = sweep;
  const { poll = 2 } = options;
  const arrays = join(store.folder, "arrays");
  const attempts = new Map<string, number>();
  const waiting = new Set(rows);
  await mkdir(arrays, { recursive: true });
  const queued = await queuedKeys(arrays, name);
  // An error of an earlier run is no answer to this one.
  for (const { key } of rows) if (!queued.has(key)) await rm(store.pathOf(key, "failure"), { force: true });

  const settled = async (row: Row): Promise<boolean> => {
    const found = await resultOf({ name: `row ${row.index} of sweep ${name}`, key: row.key, store });
    const outcome = found ?? (await failureOf(store, row));
    if (outcome) tell(row, outcome);
    return outcome !== undefined;
  };

  try {
    for (let first = true; ; first = false) {
      // The queue is asked before the files are: a row that left the queue meanwhile is seen there.
      const active = first ? queued : await queuedKeys(arrays, name).catch(() => undefined);
      for (const row of waiting) if (await settled(row)) waiting.delete(row);
      if (waiting.size === 0) return;
      const lost = active ? [...waiting].filter(({ key }) => !active.has(key)) : [];
      const again = lost.filter(({ key }) => (attempts.get(key) ?? 0) < ATTEMPTS);
      for (const row of lost) {
        if (again.includes(row)) continue;
        tell(row, { error: `its Slurm task ended ${ATTEMPTS} times without a result; its logs are in ${arrays}` });
        waiting.delete(row);
      }
      for (const { key } of again) attempts.set(key, (attempts.get(key) ?? 0) + 1);
      if (again.length > 0) await submit(again, sweep, options, arrays);
      await sleep(poll * 1000, undefined, { signal });
    }
  } catch (error) {
    if (signal.aborted) {
      console.warn(`sweep ${name}: its Slurm tasks go on; run the cell again to follow them, or stop them by scancel`);
      signal.throwIfAborted();
    }
    throw error;
  }
}

async function failureOf(store: Store, { key }: Row): Promise<Outcome | undefined> {
  const text = await readFile(store.pathOf(key, "failure"), "utf8").catch(() => undefined);
  return text === undefined ? undefined : { error: text };
}

/** The rows that tasks in the queue are to compute, of this sweep and of others. */
async function queuedKeys(arrays: string, name: string): Promise<ReadonlySet<string>> {
  const active = await activeTasks().catch(error => {
    const advice = 'run this where Slurm\'s commands are, or give { on: "threads" }';
    throw new Error(`sweep ${name}: squeue does not answer (${messageOf(error)}); ${advice}`);
  });
  const keys = new Set<string>();
  for (const folder of await readdir(arrays)) {
    const tasks = active.get(folder);
    if (!tasks) continue;
    const handed: string[][] = JSON.parse(await readFile(join(arrays, folder, "keys.json"), "utf8"));
    for (const task of tasks) for (const key of handed[task] ?? []) keys.add(key);
  }
  return keys;
}

async function submit(
  rows: readonly Row[],
  { name, home, inputs, store, code }: SlurmSweep,
  options: SlurmOptions,
  arrays: string,
): Promise<void> {
  const { rowsPerTask = 1 } = options;
  const taken = (await readdir(arrays)).length;
  const array = `pesbook-${sha256(rows.map(({ key }) => key).join()).slice(0, 12)}-${taken}`;
  const folder = join(arrays, array);
  const tasks = Array.from({ length: Math.ceil(rows.length / rowsPerTask) }, (_, task) =>
    rows.slice(task * rowsPerTask, (task + 1) * rowsPerTask).map(({ key }) => key),
  );
  const work: ArrayWork = {
    name,
    home,
    inputs,
    rows,
    rowsPerTask,
    store: store.folder,
    profile: currentProfile(),
    versions: versionsOf(code),
  };
  await mkdir(folder, { recursive: true });
  await writeContainer(join(folder, "work.safetensors"), encode(work, `sweep ${name}`));
  await writeFile(join(folder, "keys.json"), JSON.stringify(tasks));
  const script = join(folder, "script.sh");
  await writeFile(script, scriptOf(array, folder, tasks.length, options));
  const { stdout } = await promisify(execFile)("sbatch", ["--parsable", script], { timeout: 60_000 }).catch(error => {
    const reason = error.code === "ENOENT" ? "it is not found" : String(error.stderr || error.message).trim();
    const advice = 'run this where Slurm\'s commands are, or give { on: "threads" }';
    throw new Error(
      `sweep ${name}: sbatch cannot hand in its rows (${reason}); ${advice}; rows that are done are kept`,
    );
  });
  await writeFile(join(folder, "id"), stdout);
}

export function versionsOf(code: CodeGraph): Versions {
  return { node: process.version, code: sha256(canonicalJson(code)) };
}

/** Tasks start with this process's own Node and its options, among them the loader of TypeScript files. */
function scriptOf(
  array: string,
  folder: string,
  tasks: number,
  { throttle, time, memory, partition, account, lines = [] }: SlurmOptions,
): string {
  const file = import.meta.url.endsWith(".ts") ? "./slurmTask.ts" : "./slurmTask.js";
  const program = fileURLToPath(new URL(file, import.meta.url));
  const asked = { time, mem: memory, partition, account };
  return [
    "#!/bin/sh",
    `#SBATCH --job-name=${array}`,
    `#SBATCH --array=0-${tasks - 1}${throttle ? `%${throttle}` : ""}`,
    `#SBATCH --output=${folder}/%a.log`,
    "#SBATCH --open-mode=append",
    "#SBATCH --requeue",
    ...Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [`#SBATCH --${name}=${value}`])),
    ...lines,
    `cd ${quoted(process.cwd())} || exit 1`,
    `exec ${[process.execPath, ...process.execArgv, program, folder].map(quoted).join(" ")}`,
    "",
  ].join("\n");
}

function quoted(word: string): string {
  check(!/[\n\0]/.test(word), `sweep: ${JSON.stringify(word)} cannot be given to a shell`);
  return `'${word.replaceAll("'", "'\\''")}'`;
}
