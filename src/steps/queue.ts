import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { check } from "../check.ts";

/** States after which a task does nothing more; Slurm before 23 lists such tasks for a while. */
const ended = new Set(
  "BOOT_FAIL CANCELLED COMPLETED DEADLINE FAILED NODE_FAIL OUT_OF_MEMORY PREEMPTED REVOKED TIMEOUT".split(" "),
);
/** Task numbers that are believed; Slurm's own limit is lower. */
const LARGEST = 10_000_000;

/** Which tasks of which arrays (by name) run or wait in Slurm's queue. */
export async function activeTasks(): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const { stdout } = await promisify(execFile)("squeue", ["--json"], { timeout: 30_000, maxBuffer: 2 ** 28 });
  return readQueue(stdout);
}

/** What `squeue --json` says, in the dialects of Slurm 22 to 24: numbers became records, states became lists. */
export function readQueue(text: string): ReadonlyMap<string, ReadonlySet<number>> {
  const { jobs } = JSON.parse(text) as { jobs?: readonly Job[] };
  check(Array.isArray(jobs), "squeue --json lists no jobs");
  const active = new Map<string, Set<number>>();
  for (const { name, job_state, array_task_id, array_task_string } of jobs as readonly Job[]) {
    const states = [job_state].flat();
    if (states.some(state => ended.has(state))) continue;
    const tasks = active.get(name) ?? new Set();
    active.set(name, tasks);
    const one =
      typeof array_task_id === "object" ? (array_task_id?.set ? array_task_id.number : undefined) : array_task_id;
    // Tasks that wait are one record with their numbers as text, and 0 or nothing as the number of one.
    if (array_task_string) for (const task of tasksOf(array_task_string)) tasks.add(task);
    else if (typeof one === "number") tasks.add(one);
  }
  return active;
}

interface Job {
  readonly name: string;
  readonly job_state: string | readonly string[];
  readonly array_task_id?: number | null | { readonly set: boolean; readonly number: number };
  readonly array_task_string?: string;
}

/** `0,3,5-9%2` */
function tasksOf(text: string): readonly number[] {
  return text
    .replace(/%\d+$/, "")
    .split(",")
    .flatMap(part => {
      const [, from = "", to = from, step = "1"] = /^(\d+)(?:-(\d+))?(?::(\d+))?$/.exec(part) ?? [];
      const [first, last, every] = [Number(from), Number(to), Number(step)];
      if (from === "" || last > LARGEST || every < 1) return [];
      return Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, i) => first + i * every);
    });
}
