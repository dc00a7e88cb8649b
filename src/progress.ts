import { randomUUID } from "node:crypto";
import { check } from "./check.ts";
import { notebook } from "./notebook.ts";
import { type TerminalLine, terminalLine } from "./terminal.ts";

/** A bar that shows how far some work is. */
export interface Bar {
  /** So much is done, and how it stands: `loss 0.048`. Cheap enough for every turn of a loop. */
  update(done: number, note?: string): void;
  /** Leave only `60/60`: nothing of how long it took, so that the output of the next run is the same. */
  end(): void;
}

/** ms between two drawings */
const INTERVAL = 100;
/** letters */
const WIDTH = 30;

/**
 * A live bar with the time that is left, ended by hand or by reaching its total.
 *
 * In a notebook it is drawn over in place, on a terminal in one line; in the end there stands `60/60`.
 *
 * @example
 * const bar = progress(60, "epochs");
 * for (let epoch = 1; epoch <= 60; epoch++) bar.update(epoch, `loss ${(1 / epoch).toFixed(3)}`);
 */
export function progress(total: number, label?: string): Bar;
/**
 * The same items, with a bar that shows how many were taken.
 *
 * @example
 * let sum = 0;
 * for (const frame of progress([3, 5, 8], "frames")) sum += frame;
 */
export function progress<T>(items: Iterable<T>, label?: string): Iterable<T>;
/**
 * The same items as they arrive, with a bar that shows how many did.
 *
 * @example
 * async function* chunks() { yield 1; yield 2; }
 * for await (const chunk of progress(chunks(), "chunks")) console.log(chunk);
 */
export function progress<T>(items: AsyncIterable<T>, label?: string): AsyncIterable<T>;
export function progress<T>(
  over: number | Iterable<T> | AsyncIterable<T>,
  label = "",
): Bar | Iterable<T> | AsyncIterable<T> {
  if (typeof over === "number") {
    check(over >= 0, () => `progress: a total of ${over}; give how many there are, or the items themselves`);
    return barOf(over, label);
  }
  if (over !== null && typeof over === "object" && Symbol.asyncIterator in over) return arriving(over, label);
  check(
    over !== null && over !== undefined && Symbol.iterator in Object(over),
    () => `progress: ${String(over)} is no number and cannot be iterated over; give a total or items`,
  );
  return taken(over as Iterable<T>, label);
}

function* taken<T>(items: Iterable<T>, label: string): Generator<T, void, undefined> {
  const { length, size } = items as { length?: number; size?: number };
  const bar = barOf(length ?? size, label);
  let done = 0;
  try {
    for (const item of items) {
      yield item;
      bar.update(++done);
    }
  } finally {
    bar.end();
  }
}

async function* arriving<T>(items: AsyncIterable<T>, label: string): AsyncGenerator<T, void, undefined> {
  const bar = barOf(undefined, label);
  let done = 0;
  try {
    for await (const item of items) {
      yield item;
      bar.update(++done);
    }
  } finally {
    bar.end();
  }
}

function barOf(total: number | undefined, label: string): Bar {
  const line = notebookLine() ?? terminalLine({ stream: process.stderr });
  const start = performance.now();
  let drawn = start;
  let reached = 0;
  let ended = false;
  const count = () => `${reached}${total === undefined ? "" : `/${total}`}`;
  const named = (text: string) => [label, text].filter(Boolean).join(" ");

  const end = (): void => {
    if (!ended) line.end(named(count()));
    ended = true;
  };
  line.update(named(count()));
  if (total === 0) end();
  return {
    update(done, note = "") {
      if (ended) return;
      reached = done;
      if (total !== undefined && done >= total) {
        end();
        return;
      }
      const now = performance.now();
      if (now - drawn < INTERVAL) return;
      drawn = now;
      const share = total === undefined ? [] : shareOf(done / total, now - start);
      line.update(named([...share.slice(0, 1), count(), ...share.slice(1), note].filter(Boolean).join(" · ")));
    },
    end,
  };
}

/** The bar, the share in per cent, and the time left if the rest goes as what is done did. */
function shareOf(share: number, elapsed: number): string[] {
  const full = Math.round(share * WIDTH);
  const left = share > 0 ? [`${durationText((elapsed * (1 - share)) / share / 1000)} left`] : [];
  return [`${"━".repeat(full)}${"╌".repeat(WIDTH - full)}`, `${Math.floor(share * 100)} %`, ...left];
}

function durationText(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** One output that is drawn over, as long as it is the same notebook's. */
function notebookLine(): TerminalLine | undefined {
  const here = notebook();
  if (!here) return undefined;
  // Not a counter: this file may be loaded twice, and again after an edit. The id is in no notebook's file.
  const id = randomUUID();
  let update = false;
  const draw = (text: string): void => {
    here.display({ "text/plain": text }, { id, update });
    update = true;
  };
  return { update: draw, end: draw };
}
