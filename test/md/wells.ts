import type { Evaluate, State } from "#src/md/state.js";
import { random } from "#src/random.js";

/** Independent harmonic wells about given places, with stiffness k, eV/Å²: E = k/2 Σ (r − r_0)². Exact in every ensemble. */
export function wells(places: Float64Array, stiffness = 1): Evaluate {
  const force = new Float64Array(places.length);
  return position => {
    let energy = 0;
    for (let k = 0; k < places.length; k++) {
      const away = position[k]! - places[k]!;
      energy += (stiffness / 2) * away * away;
      force[k] = -stiffness * away;
    }
    return { energy, force, virial: new Float64Array(9) };
  };
}

/** Atoms of one mass at rest, each in a well of its own. */
export function inWells(atoms: number, { stiffness = 1, mass = 26.982 } = {}): { state: State; evaluate: Evaluate } {
  const places = new Float64Array(3 * atoms).map((_, k) => k);
  const evaluate = wells(places, stiffness);
  const position = places.slice();
  const cell = new Float64Array(9);
  const state: State = {
    mass: new Float64Array(atoms).fill(mass),
    position,
    velocity: new Float64Array(3 * atoms),
    cell,
    evaluation: evaluate(position, cell),
  };
  return { state, evaluate };
}

export const normals = (seed: number) => random(seed, "test");
