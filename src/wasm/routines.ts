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

  // layout.ts
  addForces(chunks: number, n: number, from: Float64Array, to: Float64Array): void;
  spread(n: number, from: Float64Array, to: Float64Array): void;
  shiftVectors(n: number, shift: Int32Array, cell: Float64Array, to: Float64Array): void;

  // lennardJones.ts, eam.ts, stillingerWeber.ts
  lennardJonesForces(
    from: number,
    to: number,
    first: Int32Array,
    pair: Int32Array,
    position: Float64Array,
    shift: Float64Array,
    constants: Float64Array,
    force: Float64Array,
    total: Float64Array,
  ): void;
  eamDensities(
    from: number,
    to: number,
    first: Int32Array,
    pair: Int32Array,
    position: Float64Array,
    shift: Float64Array,
    constants: Float64Array,
    table: Float64Array,
    intervals: number,
    types: number,
    type: Int32Array,
    density: Float64Array,
  ): void;
  eamEmbed(
    n: number,
    chunks: number,
    constants: Float64Array,
    table: Float64Array,
    intervals: number,
    type: Int32Array,
    density: Float64Array,
    slope: Float64Array,
  ): number;
  eamForces(
    from: number,
    to: number,
    first: Int32Array,
    pair: Int32Array,
    position: Float64Array,
    shift: Float64Array,
    constants: Float64Array,
    table: Float64Array,
    intervals: number,
    types: number,
    type: Int32Array,
    slope: Float64Array,
    force: Float64Array,
    total: Float64Array,
  ): void;
  stillingerWeberForces(
    from: number,
    to: number,
    first: Int32Array,
    pair: Int32Array,
    position: Float64Array,
    shift: Float64Array,
    parameters: Float64Array,
    types: number,
    type: Int32Array,
    near: Float64Array,
    force: Float64Array,
    total: Float64Array,
  ): void;
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
