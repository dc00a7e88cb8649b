import { Worker } from "node:worker_threads";
import { moduleBeside } from "../parallel/threads.ts";
import { type Encoded, encode } from "./encode.ts";
import type { Home } from "./job.ts";
import { type Pool, type Row, RowError } from "./rows.ts";

/** What a worker is started with. Arrays over shared memory are shared, all others copied once a worker. */
export interface WorkerStart {
  readonly home: Home;
  readonly inputs: Encoded;
}

export type WorkerOrder = { readonly point: Encoded; readonly name: string } | { readonly abort: true };
export type WorkerReport = { readonly done: Encoded } | { readonly failed: string };

/** ms for workers to stop at the signal of their task, before they are ended */
const GRACE = 500;

/** Long-lived workers, each with the job and its inputs loaded, each given one row at a time. */
export function threadPool({
  name,
  home,
  inputs,
  signal,
}: {
  readonly name: string;
  readonly home: Home;
  readonly inputs: unknown;
  readonly signal: AbortSignal;
}): Pool {
  const start: WorkerStart = { home, inputs: encode(inputs, `sweep ${name}: inputs`) };
  const idle: Worker[] = [];
  const all = new Set<Worker>();

  const startWorker = (): Worker => {
    // A job uses one thread unless it says otherwise, since as many jobs run as the machine has.
    const env = { ...process.env, PESBOOK_THREADS: "1" };
    const worker = new Worker(moduleBeside(new URL("./worker.js", import.meta.url)), { workerData: start, env });
    all.add(worker);
    worker.on("error", () => {});
    worker.once("exit", () => {
      all.delete(worker);
      const at = idle.indexOf(worker);
      if (at >= 0) idle.splice(at, 1);
    });
    return worker;
  };

  const compute = async ({ point, index }: Row): Promise<Encoded> => {
    const worker = idle.pop() ?? startWorker();
    const order: WorkerOrder = { point: encode(point, "point"), name: `row ${index} of sweep ${name}: its result` };
    worker.postMessage(order);
    const report = await reportOf(worker, signal);
    if (all.has(worker)) idle.push(worker);
    if ("failed" in report) throw new RowError(report.failed);
    return report.done;
  };

  return {
    compute,
    async close() {
      await Promise.all([...all].map(worker => worker.terminate()));
    },
  };
}

/** What a worker says of its row; of one that dies, that it did, which costs this row's attempt only. */
function reportOf(worker: Worker, signal: AbortSignal): Promise<WorkerReport> {
  return new Promise((resolve, reject) => {
    let reason = "";
    const onMessage = (report: WorkerReport) => end(() => resolve(report));
    const onError = (error: Error) => {
      reason = error.message;
    };
    const onExit = (code: number) =>
      end(() => resolve({ failed: `its worker ended: ${reason || `exit code ${code}`}` }));
    const onAbort = () => {
      worker.postMessage({ abort: true } satisfies WorkerOrder);
      setTimeout(() => end(() => reject(signal.reason)), GRACE).unref();
    };
    const end = (settle: () => void) => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      signal.removeEventListener("abort", onAbort);
      settle();
    };
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    signal.addEventListener("abort", onAbort);
  });
}
