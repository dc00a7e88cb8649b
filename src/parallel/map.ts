import { Worker } from "node:worker_threads";
import { messageOf } from "../check.ts";
import { task as currentTask, type Task } from "../task.ts";
import { moduleBeside, overSharedMemory, threadCount } from "./threads.ts";

/**
 * What a module that threads run exports as `work`: called once in each thread with what all share, it gives what is done
 * with every item. Items must not depend on each other.
 */
export type Work<Shared, Item, Result> = (shared: Shared) => (item: Item, index: number) => Result | Promise<Result>;

export interface MapOptions<Shared, Item> {
  readonly items: readonly Item[];
  /** Given to every thread once; its typed arrays over shared memory. */
  readonly shared: Shared;
  /** As many as PESBOOK_THREADS says, or cores, unless told. */
  readonly threads?: number;
  /** What progress is told of. */
  readonly label?: string;
  readonly task?: Task;
}

export interface WorkerData {
  readonly module: string;
  readonly shared: unknown;
}
export interface Order {
  readonly index: number;
  readonly item: unknown;
}
export type Report =
  | { readonly index: number; readonly result: unknown }
  | { readonly index: number; readonly error: unknown };

/**
 * The results of a module's `work` for all items, in their order, whatever the number of threads and whoever is first.
 *
 *     await mapOnThreads(new URL("./energies.js", import.meta.url), { items: chunksOf(F, 16), shared: { frames } })
 *
 * Stops at the task's signal, and tells it of every item done. One thread is the caller's own; more are workers, which
 * end with the call.
 */
export async function mapOnThreads<Shared, Item, Result>(
  module: URL,
  { items, shared, threads, label, task = currentTask() }: MapOptions<Shared, Item>,
): Promise<Result[]> {
  const count = Math.min(threadCount(threads), items.length);
  const { href } = moduleBeside(module);
  return count <= 1
    ? await here<Shared, Item, Result>(href, { items, shared, label, task })
    : await onWorkers<Shared, Item, Result>(href, count, { items, shared, label, task });
}

type Given<Shared, Item> = MapOptions<Shared, Item> & { readonly task: Task };

async function here<Shared, Item, Result>(
  module: string,
  { items, shared, label, task }: Given<Shared, Item>,
): Promise<Result[]> {
  const { work } = (await import(module)) as { work: Work<Shared, Item, Result> };
  const each = work(shared);
  const results: Result[] = [];
  for (const [index, item] of items.entries()) {
    task.signal.throwIfAborted();
    try {
      results.push(await each(item, index));
    } catch (cause) {
      throw failure(index, cause);
    }
    task.progress(index + 1, items.length, label);
    // Lets interrupts and messages in between two items.
    await new Promise(setImmediate);
  }
  return results;
}

async function onWorkers<Shared, Item, Result>(
  module: string,
  count: number,
  { items, shared, label, task }: Given<Shared, Item>,
): Promise<Result[]> {
  task.signal.throwIfAborted();
  const workerData: WorkerData = { module, shared: overSharedMemory(shared) };
  const entry = moduleBeside(new URL("./worker.js", import.meta.url));
  const workers = Array.from({ length: count }, () => new Worker(entry, { workerData }));
  const results = new Array<Result>(items.length);
  let next = 0;
  let done = 0;
  let stop = () => {};
  try {
    await new Promise<void>((resolve, reject) => {
      const order = (worker: Worker) => {
        if (next < items.length) worker.postMessage({ index: next, item: items[next++] } satisfies Order);
      };
      stop = () => reject(task.signal.reason);
      task.signal.addEventListener("abort", stop);
      for (const worker of workers) {
        worker.on("message", (report: Report) => {
          if ("error" in report) return reject(failure(report.index, report.error));
          results[report.index] = report.result as Result;
          task.progress(++done, items.length, label);
          if (done === items.length) resolve();
          else order(worker);
        });
        worker.on("error", reject);
        worker.on("exit", code =>
          reject(new Error(`mapOnThreads: a thread ended before its work did (exit code ${code})`)),
        );
        order(worker);
      }
    });
  } finally {
    task.signal.removeEventListener("abort", stop);
    await Promise.all(workers.map(worker => worker.terminate()));
  }
  return results;
}

function failure(index: number, cause: unknown): Error {
  return new Error(`mapOnThreads: item ${index} failed: ${messageOf(cause)}`, { cause });
}
