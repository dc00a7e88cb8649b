import type { Integrator } from "./integrator.ts";
import { drift, type Evaluate, kick, kineticEnergy, type State } from "./state.ts";

/**
 * Velocity Verlet: constant energy, kept to O(Δt²).
 *
 *     v += F/m Δt/2;  r += v Δt;  F = F(r);  v += F/m Δt/2
 *
 * W. C. Swope, H. C. Andersen, P. H. Berens, K. R. Wilson, J. Chem. Phys. 76, 637 (1982), doi:10.1063/1.442716
 */
export function verlet(evaluate: Evaluate, { timestep }: { readonly timestep: number }): Integrator {
  return {
    memory: new Float64Array(0),
    step(state) {
      verletStep(state, evaluate, timestep);
    },
    conserved: totalEnergy,
  };
}

export function verletStep(state: State, evaluate: Evaluate, timestep: number): void {
  kick(state, timestep / 2);
  drift(state, timestep);
  state.evaluation = evaluate(state.position, state.cell);
  kick(state, timestep / 2);
}

/** Kinetic and potential energy, eV. */
export function totalEnergy(state: State): number {
  return kineticEnergy(state) + state.evaluation.energy;
}
