import { gigapascal } from "../units.ts";
import { berendsen } from "./berendsen.ts";
import { csvr } from "./csvr.ts";
import type { Integrator } from "./integrator.ts";
import { langevin } from "./langevin.ts";
import { martynaTobiasKlein } from "./martynaTobiasKlein.ts";
import { noseHoover } from "./noseHoover.ts";
import type { Evaluate } from "./state.ts";
import { verlet } from "./verlet.ts";

/** What the ensembles take; each takes of it what it needs. */
export interface EnsembleOptions {
  /** fs */
  readonly timestep: number;
  /** K; of the velocities to start with under nve */
  readonly temperature: number;
  /** After which the thermostat has acted, fs */
  readonly thermostatTime: number;
  /** GPa */
  readonly pressure: number;
  /** After which the barostat has acted, fs */
  readonly barostatTime: number;
  /** Under berendsen, GPa */
  readonly bulkModulus: number;
  /** Whether the three edges of the cell move as one or each by itself. */
  readonly coupling: "isotropic" | "orthorhombic";
  readonly freedoms: number;
}

/** The ensembles by name: whether total momentum is kept, whether the cell moves, and the integrator. */
export const ensembles = {
  nve: { keepsMomentum: true, movesCell: false, integrator: verlet },
  langevin: { keepsMomentum: false, movesCell: false, integrator: langevin },
  csvr: { keepsMomentum: true, movesCell: false, integrator: csvr },
  "nose-hoover": { keepsMomentum: true, movesCell: false, integrator: noseHoover },
  berendsen: {
    keepsMomentum: true,
    movesCell: true,
    integrator: (evaluate, options) => berendsen(evaluate, inside(options)),
  },
  mtk: {
    keepsMomentum: true,
    movesCell: true,
    integrator: (evaluate, options) => martynaTobiasKlein(evaluate, inside(options)),
  },
} as const satisfies Record<
  string,
  {
    readonly keepsMomentum: boolean;
    readonly movesCell: boolean;
    integrator(evaluate: Evaluate, options: EnsembleOptions): Integrator;
  }
>;

export type Ensemble = keyof typeof ensembles;

/** Pressures in eV/Å³. */
function inside(options: EnsembleOptions): EnsembleOptions {
  return {
    ...options,
    pressure: options.pressure / gigapascal,
    bulkModulus: options.bulkModulus / gigapascal,
  };
}
