/**
 * What the routines of pair potentials share: forces on both atoms of a pair, and what a chunk of rows adds up.
 *
 * Sums run in the order of the pairs, and a pair beyond the cutoff adds zeros or nothing: the same bits whatever the skin.
 *
 * Layouts: position, force and shift vectors as f64 [… × 4] x, y, z, 0; totals as f64 [8] energy, then the virial's xx, yy, xz,
 * yz, xy, zz in eV.
 */
export class Sums {
  /** r_j + shift − r_i of x and y. */
  @inline
  static across(own: v128, other: usize, shift: usize): v128 {
    return f64x2.add(f64x2.sub(v128.load(other), own), v128.load(shift));
  }

  /** Add to the x, y and z of a vector in memory. */
  @inline
  static add(to: usize, xy: v128, z: v128): void {
    v128.store(to, f64x2.add(v128.load(to), xy));
    v128.store(to, f64x2.add(v128.load(to, 16), z), 16);
  }

  @inline
  static subtract(from: usize, xy: v128, z: v128): void {
    v128.store(from, f64x2.sub(v128.load(from), xy));
    v128.store(from, f64x2.sub(v128.load(from, 16), z), 16);
  }
}
