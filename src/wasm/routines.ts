/** A typed array that lies in a session's memory. */
export type View = Float64Array | Float32Array | Int32Array | Int16Array | Uint8Array;

/**
 * What the WebAssembly module exports besides scalars, as in assembly/. For a parameter that is an address it takes the
 * view that lies there.
 */
export interface Routines {
  heapBase(): number;

  // chance.ts: draws first … first + n − 1 of the stream of a key
  uniforms(key0: number, key1: number, first: number, n: number, to: Float64Array): void;
  normals(key0: number, key1: number, first: number, n: number, to: Float64Array): void;

  // elementwise.ts: y = f(x) of n numbers
  expEach(x: Float64Array, y: Float64Array, n: number): void;
  tanhEach(x: Float64Array, y: Float64Array, n: number): void;

  // neighbours.ts
  findPairs(
    fill: number,
    half: number,
    n: number,
    grid: Int32Array,
    start: Int32Array,
    atom: Int32Array,
    bin: Int32Array,
    inside: Float64Array,
    wrap: Int32Array,
    position: Float64Array,
    cell: Float64Array,
    cutoff: number,
    next: Int32Array,
    pair: Int32Array,
    shift: Int32Array,
    slots: Int32Array,
    room: number,
    near: Int32Array,
    trouble: Int32Array,
  ): number;
}

/** The exports that touch no memory; see mathematics.ts. */
export interface Scalars {
  exp(x: number): number;
  log(x: number): number;
  sin(x: number): number;
  cos(x: number): number;
  tanh(x: number): number;
  pow(x: number, y: number): number;
  normalQuantile(p: number): number;
  normalOf(uniform: number): number;
}
