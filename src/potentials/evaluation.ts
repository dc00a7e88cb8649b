/** What a potential says of one frame. */
export interface Evaluation {
  /** eV */
  readonly energy: number;
  /** [N × 3] eV/Å */
  readonly force: Float64Array;
  /** [9] eV, −∂E/∂strain */
  readonly virial: Float64Array;
}
