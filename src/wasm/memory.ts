/**
 * The WebAssembly module and the memories it works in. This file alone knows of addresses.
 *
 * A session is one memory with the routines that work in it. Arrays are made in it, or copied into it, and routines take
 * them as they are:
 *
 *     const { routines, float64, scoped } = openSession();
 *     const result = scoped(() => {
 *       const x = float64(position);                 // copied in
 *       const y = float64(position.length);          // zeros
 *       routines.someRoutine(x, y, x.length);
 *       return y.slice();                            // copied out; x and y end here
 *     });
 *
 * Records (Frames, Pairs …) never hold a session's arrays: copy out with `.slice()`. A long computation opens a session of
 * its own and drops it whole; a short call that leaves nothing behind uses `ownSession()` within `scoped`.
 * Threads: post `session.memory` and its views to a worker, which calls `attachSession(memory)`; only the one who opened
 * the session makes arrays in it.
 *
 * A new routine: write `export function name(from: usize, to: usize, n: i32): void` in assembly/FILE.ts (AssemblyScript;
 * raw `load`, `store` and `v128`, no objects, no mutable state outside the arrays it is given), add FILE to
 * assembly/index.ts, and its line to `Routines` in routines.ts. `npm run build` does the rest; test/wasm/ checks that
 * routines.ts tells the truth. A function that must be inlined is a static method: `class Pair { @inline static exp(x: v128): v128 {…} }`,
 * since Biome reads decorators nowhere else; short functions the optimiser inlines by itself.
 */
import { readFileSync } from "node:fs";
import { check } from "../check.ts";
import type { Routines, Scalars, View } from "./routines.ts";
import { type SharedMemory, WebAssembly } from "./webAssembly.ts";

export interface Session {
  readonly memory: SharedMemory;
  readonly routines: Routines;
  readonly scalars: Scalars;
  /** New arrays in the memory: zeros, or a copy of what is given. */
  float64(content: number | ArrayLike<number>): Float64Array;
  float32(content: number | ArrayLike<number>): Float32Array;
  int32(content: number | ArrayLike<number>): Int32Array;
  int16(content: number | ArrayLike<number>): Int16Array;
  uint8(content: number | ArrayLike<number>): Uint8Array;
  /** What `work` returns, at once; the room of all arrays made meanwhile is free again. */
  scoped<T>(work: () => T): T;
}

const PAGE = 65536;
const PAGES = 65536;
/** Arrays start at cache lines, so that threads writing to neighbouring arrays do not share one. */
const LINE = 64;

/** A new memory of its own. */
export function openSession(): Session {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: PAGES, shared: true });
  const { routines, scalars } = enter(memory);
  let free = upTo(routines.heapBase(), LINE);
  /** No byte from here on was ever written to: memory comes as zeros. */
  let untouched = free;

  const room = (bytes: number): { at: number; used: number } => {
    const at = free;
    const end = upTo(at + bytes, LINE);
    check(
      end <= PAGES * PAGE,
      () => `wasm: ${bytes} bytes more than the ${at} in use do not fit into 4 GiB; work on fewer frames at once`,
    );
    const missing = Math.ceil((end - memory.buffer.byteLength) / PAGE);
    if (missing > 0) memory.grow(missing);
    const used = Math.max(0, Math.min(untouched, end) - at);
    free = end;
    untouched = Math.max(untouched, end);
    return { at, used };
  };

  const maker =
    <T extends View>(View: ViewOf<T>) =>
    (content: number | ArrayLike<number>): T => {
      const length = typeof content === "number" ? content : content.length;
      const { at, used } = room(length * View.BYTES_PER_ELEMENT);
      const array = new View(memory.buffer, at, length);
      if (typeof content !== "number") array.set(content);
      else if (used > 0) array.fill(0);
      return array;
    };

  return {
    memory,
    routines,
    scalars,
    float64: maker(Float64Array),
    float32: maker(Float32Array),
    int32: maker(Int32Array),
    int16: maker(Int16Array),
    uint8: maker(Uint8Array),
    scoped(work) {
      const before = free;
      try {
        const result = work();
        check(!(result instanceof Promise), "scoped: work returned a promise; its arrays end before it does");
        return result;
      } finally {
        free = before;
      }
    },
  };
}

/** The routines of another thread's session, in this thread. */
export function attachSession(memory: SharedMemory): Pick<Session, "memory" | "routines" | "scalars"> {
  return { memory, ...enter(memory) };
}

let own: Session | undefined;

/** This thread's own session, for calls that leave nothing behind. It keeps the room that its largest call took. */
export function ownSession(): Session {
  own ??= openSession();
  return own;
}

interface ViewOf<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): T;
}

let compiled: object | undefined;

function enter(memory: SharedMemory): Pick<Session, "routines" | "scalars"> {
  // The path holds from src/wasm and from dist/wasm alike, so that sources run in a clone as they stand.
  compiled ??= new WebAssembly.Module(readFileSync(new URL("../../dist/wasm/pesbook.wasm", import.meta.url)));
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  const functions = Object.entries(exports);
  return {
    routines: Object.fromEntries(functions.map(([name, f]) => [name, takingArrays(name, f)])) as unknown as Routines,
    scalars: exports as unknown as Scalars,
  };
}

type Exported = (...registers: number[]) => number;

function takingArrays(name: string, exported: Exported) {
  return (...given: readonly (number | View)[]): number =>
    exported(...given.map(argument => (typeof argument === "number" ? argument : addressOf(name, argument))));
}

function addressOf(name: string, array: View): number {
  check(
    array.buffer instanceof SharedArrayBuffer,
    () => `${name}: an array outside the session's memory; copy it in, as float64(array) does`,
  );
  return array.byteOffset;
}

function upTo(bytes: number, step: number): number {
  return Math.ceil(bytes / step) * step;
}
