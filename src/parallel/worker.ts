/** A thread of mapOnThreads: loads its module once, then does one item after the other. */
import { parentPort, workerData } from "node:worker_threads";
import type { Order, Report, Work, WorkerData } from "./map.ts";

const { module, shared } = workerData as WorkerData;

const loaded = import(module).then(({ work }: { work: Work<unknown, unknown, unknown> }) => work(shared));
loaded.catch(() => {});

parentPort!.on("message", async ({ index, item }: Order) => {
  try {
    const each = await loaded;
    report({ index, result: await each(item, index) });
  } catch (error) {
    report({ index, error });
  }
});

function report(report: Report): void {
  parentPort!.postMessage(report);
}
