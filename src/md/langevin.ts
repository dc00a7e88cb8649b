import { accelerationPerForce, boltzmann } from "../units.ts";
import { exp } from "../wasm/mathematics.ts";
import type { Chance, Integrator } from "./integrator.ts";
import { drift, type Evaluate, kick, kineticEnergy, type State } from "./state.ts";
import { totalEnergy } from "./verlet.ts";

/**
 * Langevin dynamics, split as BAOAB: the temperature of the positions is right to O(Δt⁴) in a harmonic well.
 *
 *     dv = F/m dt − v/τ dt + √(2 kT / (m τ)) dW
 *     O:  v ← c v + √((1 − c²) kT/m) ξ,   c = exp(−Δt/τ)
 *
 * B. Leimkuhler, C. Matthews, Appl. Math. Res. eXpress 2013, 34 (2013), doi:10.1093/amrx/abs010
 *
 * Conserved: the energy less the heat that O has brought. Momentum is not.
 *
 * @param thermostatTime  τ, fs, after which velocities are forgotten
 */
export function langevin(
  evaluate: Evaluate,
  {
    timestep,
    temperature,
    thermostatTime,
  }: { readonly timestep: number; readonly temperature: number; readonly thermostatTime: number },
): Integrator {
  const memory = new Float64Array(1); // heat, eV
  const kept = exp(-timestep / thermostatTime);
  return {
    memory,
    step(state, chance) {
      kick(state, timestep / 2);
      drift(state, timestep / 2);
      const before = kineticEnergy(state);
      refreshVelocities(state, temperature, kept, chance);
      memory[0]! += kineticEnergy(state) - before;
      drift(state, timestep / 2);
      state.evaluation = evaluate(state.position, state.cell);
      kick(state, timestep / 2);
    },
    conserved: state => totalEnergy(state) - memory[0]!,
  };
}

/** Keep a part of the velocities and draw the rest from Maxwell's distribution; none kept, all are drawn. */
export function refreshVelocities(
  { mass, velocity }: Pick<State, "mass" | "velocity">,
  temperature: number,
  kept: number,
  chance: Chance,
): void {
  const noise = chance.normals(velocity.length);
  for (let i = 0; i < mass.length; i++) {
    const width = Math.sqrt(((1 - kept * kept) * boltzmann * temperature * accelerationPerForce) / mass[i]!);
    for (let k = 3 * i; k < 3 * i + 3; k++) velocity[k] = kept * velocity[k]! + width * noise[k]!;
  }
}
