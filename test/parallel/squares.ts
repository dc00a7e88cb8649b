/** What the tests of mapOnThreads run in threads. */
import { isMainThread } from "node:worker_threads";
import { exp } from "#src/wasm/mathematics.js";

interface Shared {
  readonly scale: Float64Array;
  /** [threads] counts calls outside the main thread, if shared */
  readonly elsewhere: Int32Array;
}

export function work({ scale, elsewhere }: Shared): (item: number, index: number) => Float64Array {
  return (item, index) => {
    if (item === -1) throw new Error("no square of −1");
    if (item === -2) process.exit(3);
    if (!isMainThread) Atomics.add(elsewhere, 0, 1);
    return Float64Array.of(item * item * scale[0]!, exp(-item), index);
  };
}
