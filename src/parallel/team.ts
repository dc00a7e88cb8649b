import { Worker } from "node:worker_threads";
import { check } from "../check.ts";
import { moduleBeside } from "./threads.ts";

/**
 * Threads that do the parts of one task together, at once and without messages: for tasks of a tenth of a millisecond and
 * more, one after the other, as the steps of molecular dynamics are. All they share lies in shared memory.
 */
export interface Team {
  readonly threads: number;
  /** Do all parts of a task; back when the last is done. Part 0 is done by the thread that calls. */
  run(task: number): void;
  /** Ends the threads; a process with an open team can end all the same. */
  close(): Promise<void>;
}

/** What a module that a team runs exports as `work`: called once in each thread, it gives what does a part of a task. */
export type TeamWork<Shared> = (shared: Shared) => (task: number, part: number, parts: number) => void;

export interface TeamData {
  readonly module: string;
  readonly shared: unknown;
  readonly control: Int32Array;
  readonly complaint: Uint8Array;
  readonly part: number;
  readonly parts: number;
}

/** Places in the control array. A task begins when ROUND changes, and is done when PENDING is 0. */
export const ROUND = 0;
export const TASK = 1;
export const PENDING = 2;
export const FAILED = 3;

/** ms without a sign from a thread after which it is taken for dead */
const PATIENCE = 60_000;
/** Looks at a number before sleeping: about 50 µs, as long as a sleeping thread takes to wake up. */
const LOOKS = 5000;

/**
 * A team whose threads have loaded the module.
 *
 *     const team = await openTeam(new URL("./forces.js", import.meta.url), { threads: 2, shared: { memory, position } });
 *     team.run(1);
 *     await team.close();
 */
export async function openTeam<Shared>(
  module: URL,
  { threads, shared }: { readonly threads: number; readonly shared: Shared },
): Promise<Team> {
  const { href } = moduleBeside(module);
  const control = new Int32Array(new SharedArrayBuffer(4 * 64));
  const complaint = new Uint8Array(new SharedArrayBuffer(4096));
  const entry = moduleBeside(new URL("./teamWorker.js", import.meta.url));
  const workers = Array.from({ length: threads - 1 }, (_, k) => {
    const workerData: TeamData = { module: href, shared, control, complaint, part: k + 1, parts: threads };
    return new Worker(entry, { workerData });
  });
  const close = async () => void (await Promise.all(workers.map(worker => worker.terminate())));
  try {
    await Promise.all(workers.map(ready));
  } catch (error) {
    await close();
    throw error;
  }
  const { work } = (await import(href)) as { work: TeamWork<Shared> };
  const own = work(shared);

  const finish = () => {
    for (let pending = workers.length; pending > 0; pending = Atomics.load(control, PENDING)) {
      check(
        waitWhile(control, PENDING, pending, PATIENCE) !== "timed-out",
        () => `team: ${pending} of ${threads} threads did not finish a task within ${PATIENCE / 1000} s`,
      );
    }
  };

  return {
    threads,
    close,
    run(task) {
      Atomics.store(control, PENDING, workers.length);
      Atomics.store(control, TASK, task);
      Atomics.add(control, ROUND, 1);
      Atomics.notify(control, ROUND);
      try {
        own(task, 0, threads);
      } finally {
        finish();
      }
      check(Atomics.load(control, FAILED) === 0, () => `team: a thread failed: ${textIn(complaint)}`);
    },
  };
}

/** Until the number at a place is another: by looking for a while, then asleep. */
export function waitWhile(control: Int32Array, place: number, value: number, patience?: number): string {
  for (let look = 0; look < LOOKS; look++) if (Atomics.load(control, place) !== value) return "not-equal";
  return Atomics.wait(control, place, value, patience);
}

function ready(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once("message", () => {
      worker.unref();
      resolve();
    });
    worker.once("error", reject);
    worker.once("exit", code => reject(new Error(`team: a thread ended (exit code ${code})`)));
  });
}

function textIn(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.slice(0, bytes.indexOf(0)));
}
