import type { Potential } from "../potentials/potential.ts";
import { stillingerWeber } from "../potentials/stillingerWeber.ts";

/** Sets that come with the package whose potential is ours as well: each can be held to it. */
export const samples: Readonly<
  Record<string, { readonly potential: () => Promise<Potential>; readonly energy: number; readonly force: number }>
> = {
  // Labelled by LAMMPS, which ends the potential a little early (its tolerance); eV for 216 atoms, eV/Å.
  // Its positions are written to 10⁻⁶ Å: that much moves the energy of 216 atoms by 10⁻⁵ eV, and a force by as much in eV/Å.
  "si-sw": { potential: () => stillingerWeber(), energy: 1e-4, force: 5e-5 },
};
