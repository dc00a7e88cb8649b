/** A thread of a sweep: loads its job once, then computes one row after the other. */
import { parentPort, workerData } from "node:worker_threads";
import { messageOf } from "../check.ts";
import { type Task, withTask } from "../task.ts";
import { decode, encode } from "./encode.ts";
import { workAt } from "./job.ts";
import { IMPORTED } from "./step.ts";
import type { WorkerOrder, WorkerReport, WorkerStart } from "./threads.ts";

const { home, inputs } = workerData as WorkerStart;
const stop = new AbortController();
const task: Task = { signal: stop.signal, progress() {} };

const loaded = (async () => {
  Object.defineProperty(globalThis, IMPORTED, { value: true, configurable: true });
  const work = await workAt(home);
  return { work, inputs: await decode(inputs) };
})();
loaded.catch(() => {});

parentPort!.on("message", async (order: WorkerOrder) => {
  if ("abort" in order) stop.abort();
  else parentPort!.postMessage(await reportOn(order));
});

async function reportOn({ point, name }: Exclude<WorkerOrder, { abort: true }>): Promise<WorkerReport> {
  try {
    const { work, inputs } = await loaded;
    const given = await decode(point);
    const value = await withTask(task, () => work(given, inputs, task));
    return { done: encode(value, name) };
  } catch (error) {
    return { failed: messageOf(error) };
  }
}
