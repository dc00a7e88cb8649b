import { getEventListeners } from "node:events";
import { Worker } from "node:worker_threads";
import type { RunningCell } from "./running.ts";

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

/** ms for a loop to stop at its own line, before what a cell waits for is given up */
const LOOP_GRACE = 100;
/** ms for work that listens to the cell's signal, a sweep say, to end in order */
const ORDERLY = 4000;

export interface Interrupts {
  /** Called by a compiled loop that found the flag raised. */
  interrupted(): never;
  /** The kernel asks for it, once the main thread hears again. */
  interrupt(cell: RunningCell): void;
}

/**
 * @param cell   the cell whose code runs
 * @param heard  tells the kernel that a loop has thrown it: a cell that catches it may go on as long as it likes
 */
export function interrupts(flag: Int32Array, { cell, heard }: { cell(): RunningCell; heard(): void }): Interrupts {
  /** Cells in which a loop threw it: where such a cell went on, it was caught and is over. */
  const taken = new WeakSet<RunningCell>();
  return {
    interrupted() {
      flag[0] = 0;
      taken.add(cell());
      heard();
      throw new KeyboardInterrupt();
    },
    interrupt(interrupted) {
      const orderly = getEventListeners(interrupted.stop.signal, "abort").length > 0;
      if (orderly) flag[0] = 0;
      interrupted.stop.abort(new KeyboardInterrupt());
      const giveUp = (): void => {
        if (!interrupted.fail) return;
        flag[0] = 0;
        if (!taken.delete(interrupted)) interrupted.fail(new KeyboardInterrupt());
      };
      setTimeout(giveUp, orderly ? ORDERLY : LOOP_GRACE);
    },
  };
}
