import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { check } from "../check.ts";

/** How many threads to use: as told, or as PESBOOK_THREADS says, or one for each core. Results never depend on it. */
export function threadCount(told?: number): number {
  const threads = told ?? Number(process.env.PESBOOK_THREADS || availableParallelism());
  check(
    Number.isInteger(threads) && threads >= 1 && threads <= 1024,
    () => `threads: ${threads}; a whole number from 1 to 1024 was needed`,
  );
  return threads;
}

/**
 * The module that `new URL("./name.js", import.meta.url)` means: name.ts, where sources run as they stand.
 * The kernel's loader, which reads TypeScript, is in worker threads too.
 */
export function moduleBeside(url: URL): URL {
  const source = new URL(url);
  source.pathname = source.pathname.replace(/js$/, "ts");
  return existsSync(fileURLToPath(url)) ? url : source;
}

/** Ranges [from, to) of so many rows each, the last one shorter: the same whatever the number of threads. */
export function chunksOf(length: number, size: number): readonly (readonly [number, number])[] {
  return Array.from({ length: Math.ceil(length / size) }, (_, k) => [k * size, Math.min((k + 1) * size, length)]);
}

/** The same record with its typed arrays, at any depth, over shared memory: threads then read them without a copy each. */
export function overSharedMemory<T>(record: T): T {
  if (ArrayBuffer.isView(record)) return sharedCopy(record) as T;
  if (Array.isArray(record)) return record.map(overSharedMemory) as T;
  if (record === null || typeof record !== "object" || Object.getPrototypeOf(record) !== Object.prototype)
    return record;
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, overSharedMemory(value)])) as T;
}

function sharedCopy(view: ArrayBufferView): ArrayBufferView {
  if (view.buffer instanceof SharedArrayBuffer) return view;
  const buffer = new SharedArrayBuffer(view.byteLength);
  new Uint8Array(buffer).set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  const View = view.constructor as new (buffer: SharedArrayBuffer) => ArrayBufferView;
  return new View(buffer);
}
