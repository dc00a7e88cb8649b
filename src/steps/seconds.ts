import { appendFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Seconds of work by key, in a file beside the results: they are told of results and are no part of them, or equal
 * work would not give equal bytes.
 */
export async function timed<R>(folder: string, key: string, work: () => Promise<R>): Promise<R> {
  const begin = process.hrtime.bigint();
  const value = await work();
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  try {
    // At once: a short line costs less than the round through the thread pool that a promise takes.
    appendFileSync(join(folder, "seconds.txt"), `${key} ${seconds.toPrecision(3)}\n`);
  } catch {}
  return value;
}

/** Of the last time that each was computed here. */
export async function secondsIn(folder: string): Promise<ReadonlyMap<string, number>> {
  const text = await readFile(join(folder, "seconds.txt"), "utf8").catch(() => "");
  const lines = text.split("\n").map(line => line.split(" "));
  return new Map(lines.flatMap(([key = "", seconds]) => (seconds === undefined ? [] : [[key, Number(seconds)]])));
}
