import { chain, chainMemory } from "./chain.ts";
import type { Integrator } from "./integrator.ts";
import { type Evaluate, kineticEnergy, scaleVelocities } from "./state.ts";
import { totalEnergy, verletStep } from "./verlet.ts";

/**
 * Velocity Verlet between half steps of a Nosé–Hoover chain: canonical, time-reversible, without chance.
 *
 * Martyna et al., Mol. Phys. 87, 1117 (1996), doi:10.1080/00268979600100761. A crystal close to harmonic mixes slowly
 * under it; prefer `langevin` or `csvr` there.
 *
 * Conserved: the energy and that of the chain.
 */
export function noseHoover(
  evaluate: Evaluate,
  options: {
    readonly timestep: number;
    readonly temperature: number;
    readonly thermostatTime: number;
    readonly freedoms: number;
  },
): Integrator {
  const memory = new Float64Array(chainMemory);
  const thermostat = chain({ ...options, time: options.thermostatTime }, memory);
  return {
    memory,
    step(state) {
      scaleVelocities(state, thermostat.half(kineticEnergy(state)));
      verletStep(state, evaluate, options.timestep);
      scaleVelocities(state, thermostat.half(kineticEnergy(state)));
    },
    conserved: state => totalEnergy(state) + thermostat.energy(),
  };
}
