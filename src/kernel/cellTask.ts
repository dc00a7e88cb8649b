import { type Bar, progress } from "../progress.ts";
import type { Task } from "../task.ts";

/** The task of a cell: stopped by an interrupt, its progress drawn as one bar a label. */
export function cellTask(signal: AbortSignal): { readonly task: Task; readonly end: () => void } {
  const bars = new Map<string, { readonly bar: Bar; readonly total: number }>();
  const task: Task = {
    signal,
    progress(done, total, label = "") {
      const shown = bars.get(label);
      const { bar } = shown?.total === total ? shown : { bar: progress(total, label) };
      bars.set(label, { bar, total });
      bar.update(done);
    },
  };
  /** What did not reach its total, since its work was broken off, says how far it came. */
  const end = (): void => {
    for (const { bar } of bars.values()) bar.end();
  };
  return { task, end };
}
