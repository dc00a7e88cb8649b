import { check } from "../check.ts";
import type { Frames } from "../frames/frames.ts";
import { masses } from "../frames/mass.ts";
import type { Chance } from "./integrator.ts";
import { refreshVelocities } from "./langevin.ts";
import { type Evaluate, momentum, type State } from "./state.ts";

/** The state that a frame describes: with its `velocity` column, or else with velocities of Maxwell's distribution. */
export function startState(
  frame: Frames,
  evaluate: Evaluate,
  { temperature, chance, atRest }: { readonly temperature: number; readonly chance: Chance; readonly atRest: boolean },
): State {
  const { species } = frame;
  const given = frame.perAtom.velocity;
  const ownMasses = frame.perAtom.mass;
  const position = frame.position.slice();
  const cell = frame.cell.slice();
  const state: State = {
    mass: ownMasses instanceof Float64Array ? ownMasses.slice() : masses(species),
    position,
    velocity: new Float64Array(3 * species.length),
    cell,
    evaluation: evaluate(position, cell),
  };
  if (given === undefined) refreshVelocities(state, temperature, 0, chance);
  else {
    check(
      given instanceof Float64Array && given.length === 3 * species.length,
      () =>
        `md: perAtom.velocity has ${given.length} entries, 3 numbers for each of ${species.length} atoms were needed`,
    );
    state.velocity.set(given);
  }
  if (atRest) removeMomentum(state);
  return state;
}

/** Bring the centre of mass to rest. */
function removeMomentum(state: State): void {
  const total = momentum(state);
  const all = state.mass.reduce((sum, mass) => sum + mass, 0);
  for (let k = 0; k < state.velocity.length; k++) state.velocity[k]! -= total[k % 3]! / all;
}
