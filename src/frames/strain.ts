import { check } from "../check.ts";
import type { Frames } from "./frames.ts";

/**
 * Cells and positions under a homogeneous strain; labels, which no longer hold, are left behind.
 *
 *     r' = r (1 + ε),   a' = a (1 + ε)
 *
 * @example
 * const sheared = strain(fcc("Al", 4.05), [0, 0.01, 0, 0.01, 0, 0, 0, 0, 0]);
 *
 * @param epsilon [3 × 3] dimensionless, by rows; vectors are rows and stand on its left
 */
export function strain(frames: Frames, epsilon: ArrayLike<number>): Frames {
  check(
    epsilon.length === 9,
    () => `strain: epsilon has ${epsilon.length} numbers, the 9 of a 3 × 3 matrix were needed`,
  );
  const { energy: _energy, force: _force, virial: _virial, source: _source, ...rest } = frames;
  return { ...rest, position: strained(frames.position, epsilon), cell: strained(frames.cell, epsilon) };
}

function strained(rows: Float64Array, epsilon: ArrayLike<number>): Float64Array {
  const result = new Float64Array(rows.length);
  for (let k = 0; k < rows.length; k += 3) {
    for (let b = 0; b < 3; b++) {
      let sum = rows[k + b]!;
      for (let a = 0; a < 3; a++) sum += rows[k + a]! * epsilon[3 * a + b]!;
      result[k + b] = sum;
    }
  }
  return result;
}
