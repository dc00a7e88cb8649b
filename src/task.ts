import { AsyncLocalStorage } from "node:async_hooks";

/**
 * The work that code is part of: who may stop it, and who hears how far it is.
 *
 * Long verbs ask for it with `task()`, hand it on to their workers, and look at the signal once a batch
 * (`signal.throwIfAborted()`). The kernel enters one for every cell.
 */
export interface Task {
  /** Aborted when the cell is interrupted, or when the work is wanted no more. */
  readonly signal: AbortSignal;
  /** So much of so much is done; the label says of what. Cheap enough to be told of every item. */
  progress(done: number, total: number, label?: string): void;
}

/** Outside any: never stopped, heard by nobody. */
const alone: Task = { signal: new AbortController().signal, progress() {} };

/** On `globalThis`, so that code loaded twice (built and from source) still finds the same one. */
const KEY = Symbol.for("pesbook.task");
const shared = globalThis as { [KEY]?: AsyncLocalStorage<Task> };

function running(): AsyncLocalStorage<Task> {
  shared[KEY] ??= new AsyncLocalStorage();
  return shared[KEY];
}

/** The task that this code runs in: that of its cell, of its job, or none that anybody stops. */
export function task(): Task {
  return running().getStore() ?? alone;
}

/** Run `work`, and all that it starts, in a task. */
export function withTask<R>(entered: Task, work: () => R): R {
  return running().run(entered, work);
}
