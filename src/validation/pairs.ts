import { check } from "../check.ts";
import { reciprocal } from "../frames/cell.ts";
import type { Frames } from "../frames/frames.ts";

/**
 * Call `visit` for each pair of atoms of frame f nearer than the cutoff, once a pair, images included.
 *
 *     r = r_j − r_i + n · cell,   |r| < cutoff
 *
 * An image of direction k lies at (fractional difference + n_k) between planes 1/|b_k| apart, so that n_k runs over the
 * few whole numbers that can be near enough: right for any cell, for cells smaller than the cutoff, and for positions
 * outside the cell. An atom pairs with its own images too. Always the same pairs in the same order.
 *
 * @param visit  numbers of the two atoms in `frames`, the vector r from i to j in Å, and r² in Å²
 */
export function eachPair(
  frames: Frames,
  f: number,
  cutoff: number,
  visit: (i: number, j: number, x: number, y: number, z: number, square: number) => void,
): void {
  const { position, cell, periodic, offset } = frames;
  const dual = reciprocal(frames, f)!;
  const a = cell.subarray(9 * f, 9 * f + 9);
  const reach = [0, 1, 2].map(k => {
    if (periodic[3 * f + k] === 0) return 0;
    const [x = 0, y = 0, z = 0] = dual.subarray(3 * k, 3 * k + 3);
    return cutoff * Math.sqrt(x * x + y * y + z * z);
  });
  check(
    reach.every(r => r < 100),
    () => `pairs: the cell of frame ${f} is over 100 times thinner than the cutoff of ${cutoff} Å; is it in Å?`,
  );
  const [isPeriodicX, isPeriodicY, isPeriodicZ] = periodic.subarray(3 * f, 3 * f + 3);
  const end = offset[f + 1]!;
  const cutoffSquare = cutoff * cutoff;
  // Rounding may not lose an image that touches the cutoff; r² decides in the end.
  const margin = 1e-9;

  for (let i = offset[f]!; i < end; i++) {
    for (let j = i; j < end; j++) {
      const dx = position[3 * j]! - position[3 * i]!;
      const dy = position[3 * j + 1]! - position[3 * i + 1]!;
      const dz = position[3 * j + 2]! - position[3 * i + 2]!;
      const u = isPeriodicX ? dual[0]! * dx + dual[1]! * dy + dual[2]! * dz : 0;
      const v = isPeriodicY ? dual[3]! * dx + dual[4]! * dy + dual[5]! * dz : 0;
      const w = isPeriodicZ ? dual[6]! * dx + dual[7]! * dy + dual[8]! * dz : 0;
      const lastU = Math.floor(reach[0]! - u + margin);
      const lastV = Math.floor(reach[1]! - v + margin);
      const lastW = Math.floor(reach[2]! - w + margin);
      for (let nu = Math.ceil(-reach[0]! - u - margin); nu <= lastU; nu++) {
        for (let nv = Math.ceil(-reach[1]! - v - margin); nv <= lastV; nv++) {
          for (let nw = Math.ceil(-reach[2]! - w - margin); nw <= lastW; nw++) {
            // Of an atom's own images, n and −n are one pair, and n = 0 is none.
            if (i === j && (nu || nv || nw) <= 0) continue;
            const x = dx + nu * a[0]! + nv * a[3]! + nw * a[6]!;
            const y = dy + nu * a[1]! + nv * a[4]! + nw * a[7]!;
            const z = dz + nu * a[2]! + nv * a[5]! + nw * a[8]!;
            const square = x * x + y * y + z * z;
            if (square < cutoffSquare) visit(i, j, x, y, z, square);
          }
        }
      }
    }
  }
}
