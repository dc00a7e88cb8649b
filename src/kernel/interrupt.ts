import { Worker } from "node:worker_threads";

/** The interrupt, as Python names it: a cell can catch it. */
export class KeyboardInterrupt extends Error {
  override name = "KeyboardInterrupt";
  constructor() {
    super("the cell was interrupted");
  }
}

/**
 * A flag that compiled loops test at each turn. A thread listens on the kernel's pipe and raises it, since the main
 * thread hears nothing while a loop runs.
 */
export function interruptFlag(): Int32Array {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const listener = new Worker(new URL("./listener.js", import.meta.url), { workerData: flag, execArgv: [] });
  listener.unref();
  return flag;
}
