import type { Frames } from "#src/frames/frames.js";

type Vector = readonly [number, number, number];

/** One frame from cell vectors and fractional positions. */
export function crystal(
  cell: readonly [Vector, Vector, Vector],
  atoms: readonly Vector[],
  {
    species = atoms.map(() => 13),
    periodic = [1, 1, 1],
  }: { species?: readonly number[]; periodic?: readonly number[] } = {},
): Frames {
  const position = atoms.flatMap(([u, v, w]) =>
    [0, 1, 2].map(k => u * cell[0][k]! + v * cell[1][k]! + w * cell[2][k]!),
  );
  return {
    length: 1,
    offset: Int32Array.of(0, atoms.length),
    species: Uint8Array.from(species),
    position: Float64Array.from(position),
    cell: Float64Array.from(cell.flat()),
    periodic: Uint8Array.from(periodic),
    perFrame: {},
    perAtom: {},
  };
}

export function cubic(a: number, atoms: readonly Vector[], species?: readonly number[]): Frames {
  return crystal(
    [
      [a, 0, 0],
      [0, a, 0],
      [0, 0, a],
    ],
    atoms,
    species && { species },
  );
}

const faces: readonly Vector[] = [
  [0, 0, 0],
  [0, 0.5, 0.5],
  [0.5, 0, 0.5],
  [0.5, 0.5, 0],
];

export const fcc = (a: number) => cubic(a, faces);
export const bcc = (a: number) =>
  cubic(a, [
    [0, 0, 0],
    [0.5, 0.5, 0.5],
  ]);
export const diamond = (a: number) =>
  cubic(a, [...faces, ...faces.map(([u, v, w]): Vector => [u + 0.25, v + 0.25, w + 0.25])]);
export const rocksalt = (a: number) =>
  cubic(a, [...faces, ...faces.map(([u, v, w]): Vector => [u + 0.5, v, w])], [11, 11, 11, 11, 17, 17, 17, 17]);

/** The same crystal in the primitive cell, one atom. */
export const fccPrimitive = (a: number) =>
  crystal(
    [
      [0, a / 2, a / 2],
      [a / 2, 0, a / 2],
      [a / 2, a / 2, 0],
    ],
    [[0, 0, 0]],
  );

/** n × n × n copies of the first frame in one cell. */
export function repeat(frames: Frames, n: number): Frames {
  const position: number[] = [];
  const species: number[] = [];
  for (let u = 0; u < n; u++) {
    for (let v = 0; v < n; v++) {
      for (let w = 0; w < n; w++) {
        for (let i = 0; i < frames.species.length; i++) {
          species.push(frames.species[i]!);
          for (let k = 0; k < 3; k++) {
            position.push(
              frames.position[3 * i + k]! + u * frames.cell[k]! + v * frames.cell[3 + k]! + w * frames.cell[6 + k]!,
            );
          }
        }
      }
    }
  }
  return {
    ...frames,
    offset: Int32Array.of(0, species.length),
    species: Uint8Array.from(species),
    position: Float64Array.from(position),
    cell: frames.cell.map(x => n * x),
  };
}

/** Numbers in [0, 1), the same in every run (xorshift). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Atoms anywhere in a triclinic cell. */
export function gas(
  atoms: number,
  seed: number,
  cell: readonly [Vector, Vector, Vector] = [
    [11, 1, 0],
    [-2, 12, 1],
    [3, 0, 10],
  ],
): Frames {
  const random = chance(seed);
  return crystal(
    cell,
    Array.from({ length: atoms }, (): Vector => [random(), random(), random()]),
  );
}
