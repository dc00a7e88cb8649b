/**
 * Structures as columns. Atoms of frame f are rows offset[f] … offset[f + 1] − 1. One structure = Frames of length 1.
 *
 * Units: Å, eV, eV/Å. Every reader converts to them.
 */
export interface Frames {
  /** F, the number of frames; N atoms in all. */
  readonly length: number;
  /** [F + 1] first atom of each frame, then N */
  readonly offset: Int32Array;
  /** [N] atomic number */
  readonly species: Uint8Array;
  /** [N × 3] Å */
  readonly position: Float64Array;
  /** [F × 9] Å, rows are lattice vectors; zeros when there is none */
  readonly cell: Float64Array;
  /** [F × 3] 0 or 1 */
  readonly periodic: Uint8Array;
  /** [F] eV */
  readonly energy?: Float64Array;
  /** [N × 3] eV/Å */
  readonly force?: Float64Array;
  /** [F × 9] eV, −∂E/∂strain; stress = −virial / volume */
  readonly virial?: Float64Array;
  /** [F] or [F × k] numbers, or [F] words: temperature, step, trajectory, config_type … */
  readonly perFrame: Readonly<Record<string, Float64Array | readonly string[]>>;
  /** [N] or [N × k] numbers or words: velocity, charge, deviation, residue … */
  readonly perAtom: Readonly<Record<string, Float64Array | readonly string[]>>;
  readonly source?: FramesSource;
}

export interface FramesSource {
  readonly name: string;
  readonly sha256: string;
  readonly level?: string;
  readonly units: string;
}
