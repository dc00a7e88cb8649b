import type { Frames } from "./frames.ts";

/** Volume of the parallelepiped of frame f, Å³; 0 when it has no cell. */
export function volume({ cell }: Pick<Frames, "cell">, f: number): number {
  const a = cell.subarray(9 * f, 9 * f + 3);
  const b = cell.subarray(9 * f + 3, 9 * f + 6);
  const c = cell.subarray(9 * f + 6, 9 * f + 9);
  return Math.abs(dot(a, cross(b, c)));
}

/** Whether frame f repeats in all three directions. */
export function isBulk({ periodic }: Pick<Frames, "periodic">, f: number): boolean {
  return periodic[3 * f] === 1 && periodic[3 * f + 1] === 1 && periodic[3 * f + 2] === 1;
}

/**
 * Reciprocal vectors of the directions in which frame f repeats, without 2π.
 *
 *     a_i · b_j = δ_ij
 *
 * The image of r shifted by n_i a_i lies at b_i · r + n_i between the planes of direction i, which are 1/|b_i| apart.
 * A direction that does not repeat gets a unit vector at right angles to the others, so its cell vector may be anything.
 *
 * @returns [3 × 3] Å⁻¹, rows b_i; undefined when the vectors of the repeating directions are not independent
 */
export function reciprocal({ cell, periodic }: Pick<Frames, "cell" | "periodic">, f: number): Float64Array | undefined {
  const repeats = [0, 1, 2].map(i => periodic[3 * f + i] === 1);
  const rows: (Float64Array | undefined)[] = [0, 1, 2].map(i =>
    repeats[i] ? cell.slice(9 * f + 3 * i, 9 * f + 3 * i + 3) : undefined,
  );
  const given: Float64Array[] = rows.filter(row => row !== undefined);
  for (let i = 0; i < 3; i++) {
    if (rows[i] === undefined) {
      const normal = atRightAngles(given);
      if (!normal) return undefined;
      rows[i] = normal;
      given.push(normal);
    }
  }
  const [a, b, c] = rows as [Float64Array, Float64Array, Float64Array];
  const determinant = dot(a, cross(b, c));
  // Thinner than one part in 10¹⁰ of its edges, a cell is flat to rounding; this form also refuses NaN.
  if (!(Math.abs(determinant) > 1e-10 * norm(a) * norm(b) * norm(c))) return undefined;
  const result = new Float64Array(9);
  for (const [i, row] of [cross(b, c), cross(c, a), cross(a, b)].entries()) {
    for (let k = 0; k < 3; k++) result[3 * i + k] = row[k]! / determinant;
  }
  return result;
}

/** A unit vector at right angles to none, one or two others. */
function atRightAngles(others: readonly Float64Array[]): Float64Array | undefined {
  const [first, second] = others;
  if (!first) return Float64Array.of(1, 0, 0);
  // With one given, cross it with the axis it points along least.
  const size = [Math.abs(first[0]!), Math.abs(first[1]!), Math.abs(first[2]!)];
  const axis = new Float64Array(3);
  axis[size.indexOf(Math.min(...size))] = 1;
  const normal = cross(first, second ?? axis);
  const length = norm(normal);
  return length > 1e-10 * norm(first) * norm(second ?? axis) ? normal.map(x => x / length) : undefined;
}

function cross(a: Float64Array, b: Float64Array): Float64Array {
  return Float64Array.of(a[1]! * b[2]! - a[2]! * b[1]!, a[2]! * b[0]! - a[0]! * b[2]!, a[0]! * b[1]! - a[1]! * b[0]!);
}

function dot(a: Float64Array, b: Float64Array): number {
  return a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}
