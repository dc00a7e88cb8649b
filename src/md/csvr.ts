import { boltzmann } from "../units.ts";
import { exp } from "../wasm/mathematics.ts";
import type { Chance, Integrator } from "./integrator.ts";
import { type Evaluate, kineticEnergy, type State, scaleVelocities } from "./state.ts";
import { totalEnergy, verletStep } from "./verlet.ts";

interface Options {
  readonly temperature: number;
  /** τ, fs */
  readonly thermostatTime: number;
  readonly timestep: number;
  /** N_f: 3 N − 3 where the total momentum is zero */
  readonly freedoms: number;
}

/**
 * Canonical sampling by velocity rescaling: velocity Verlet, then all velocities times one random factor such that the
 * kinetic energy has its canonical distribution. Momentum stays.
 *
 * G. Bussi, D. Donadio, M. Parrinello, J. Chem. Phys. 126, 014101 (2007), doi:10.1063/1.2408420
 *
 * Conserved: the energy less what the rescalings have brought (their H̃).
 */
export function csvr(evaluate: Evaluate, options: Options): Integrator {
  const memory = new Float64Array(1); // brought by rescaling, eV
  return {
    memory,
    step(state, chance) {
      verletStep(state, evaluate, options.timestep);
      memory[0]! += rescale(state, options, chance);
    },
    conserved: state => totalEnergy(state) - memory[0]!,
  };
}

/**
 * Rescale velocities over one time step; the kinetic energy gained, eV.
 *
 *     α² = c + (1 − c) K̄/(N_f K) Σ_{i=1…N_f} R_i² + 2 R_1 √(c (1 − c) K̄/(N_f K)),   c = exp(−Δt/τ),  K̄ = N_f kT/2
 *
 * Their appendix, the exact solution for the kinetic energy. α takes the sign of R_1 + √(c N_f K / ((1 − c) K̄)), which
 * matters for a few degrees of freedom only: G. Bussi, M. Parrinello, Comput. Phys. Commun. 179, 26 (2008).
 */
export function rescale(
  state: State,
  { temperature, thermostatTime, timestep, freedoms }: Options,
  chance: Chance,
): number {
  const kinetic = kineticEnergy(state);
  if (kinetic === 0) return 0;
  const c = exp(-timestep / thermostatTime);
  const share = (boltzmann * temperature) / (2 * kinetic); // K̄ / (N_f K)
  const normals = chance.normals(freedoms);
  const first = normals[0]!;
  let squares = 0;
  for (const r of normals) squares += r * r;
  const square = c + (1 - c) * share * squares + 2 * first * Math.sqrt(c * (1 - c) * share);
  const sign = first + Math.sqrt(c / ((1 - c) * share)) < 0 ? -1 : 1;
  scaleVelocities(state, sign * Math.sqrt(Math.max(0, square)));
  return kineticEnergy(state) - kinetic;
}
