/** Names under which a file keeps what every `Frames` has a place for. */
export interface ExtxyzNames {
  /** key of the comment line, eV; `energy` unless told */
  readonly energy?: string;
  /** column of the atom lines, eV/Å; `forces`, or else `force`, unless told */
  readonly force?: string;
  /** key of the comment line, eV, or eV/Å³ where it ends in "stress"; `virial`, or else `stress`, unless told */
  readonly virial?: string;
}

/** What the numbers of an extended XYZ file are taken to be. */
export const extxyzUnits = "Å, eV, eV/Å";
