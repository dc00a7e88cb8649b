/**
 * The loader looks for changed files once a cell. It may run in a thread of its own, so the cells are counted in memory
 * that both share.
 */
const KEY = Symbol.for("pesbook.generation");
const shared = globalThis as { [KEY]?: Int32Array };

export function generationCounter(): Int32Array {
  shared[KEY] ??= new Int32Array(new SharedArrayBuffer(4));
  return shared[KEY];
}

export function newGeneration(): void {
  Atomics.add(generationCounter(), 0, 1);
}
