/**
 * All ordered pairs of one frame within a cutoff, sorted by first atom, then second atom, then shift.
 *
 *     vector_p = r_j − r_i + shift_p · cell,   |vector_p| < cutoff
 *
 * Every pair i → j is there with its reverse j → i, and an atom pairs with its own images. The order depends on the
 * pairs alone, so that a sum over them has the same bits whatever else lay near, and whenever they were found.
 */
export interface Pairs {
  /** Å */
  readonly cutoff: number;
  /** [N + 1] pairs of atom i are first[i] … first[i + 1] − 1; P pairs in all */
  readonly first: Int32Array;
  /** [P] second atom */
  readonly j: Int32Array;
  /** [P × 3] cell vectors added */
  readonly shift: Int16Array;
  /** [P × 3] Å, from i to the image of j */
  readonly vector: Float64Array;
  /** [P] Å */
  readonly distance: Float64Array;
  /** [P] number of the pair j → i with the opposite vector: reverse[reverse[p]] = p */
  readonly reverse: Int32Array;
}
