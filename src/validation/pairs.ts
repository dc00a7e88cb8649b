import type { Frames } from "../frames/frames.ts";
import { neighbours } from "../neighbours/neighbours.ts";

/**
 * Call `visit` for each pair of atoms of frame f nearer than the cutoff, once a pair, images included.
 *
 * An atom pairs with its own images too. Always the same pairs in the same order.
 *
 * @param visit  numbers of the two atoms in `frames`, the vector r from i to j in Å, and r² in Å²
 */
export function eachPair(
  frames: Frames,
  f: number,
  cutoff: number,
  visit: (i: number, j: number, x: number, y: number, z: number, square: number) => void,
): void {
  const { first, j, vector, reverse } = neighbours(frames, { cutoff, frame: f });
  const from = frames.offset[f]!;
  for (let i = 0; i < first.length - 1; i++) {
    for (let p = first[i]!; p < first[i + 1]!; p++) {
      if (reverse[p]! < p) continue;
      const x = vector[3 * p]!;
      const y = vector[3 * p + 1]!;
      const z = vector[3 * p + 2]!;
      visit(from + i, from + j[p]!, x, y, z, x * x + y * y + z * z);
    }
  }
}
