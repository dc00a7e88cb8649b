import { volume } from "../frames/cell.ts";
import type { Frames } from "../frames/frames.ts";
import { gigapascal } from "../units.ts";
import type { Integrator } from "./integrator.ts";
import { kineticEnergy, type State, temperature } from "./state.ts";

/**
 * A state as a frame: energy, forces −∂E/∂r and virial of the stored positions, nothing of the thermostat in them;
 * `velocity`, Å/fs, per atom; per frame `step`, `temperature`, K, `conserved`, eV, and with a cell `pressure`, GPa.
 *
 *     pressure = (2 K + tr W) / 3 V
 */
export function record(
  { species, periodic }: Frames,
  state: State,
  { step, freedoms, integrator }: { readonly step: number; readonly freedoms: number; readonly integrator: Integrator },
): Frames {
  const { energy, force, virial } = state.evaluation;
  const kinetic = kineticEnergy(state);
  const room = volume(state, 0);
  const trace = virial[0]! + virial[4]! + virial[8]!;
  return {
    length: 1,
    offset: Int32Array.of(0, species.length),
    species: species.slice(),
    position: state.position.slice(),
    cell: state.cell.slice(),
    periodic: periodic.slice(),
    energy: Float64Array.of(energy),
    force: force.slice(),
    virial: virial.slice(),
    perFrame: {
      step: Float64Array.of(step),
      temperature: Float64Array.of(temperature(kinetic, freedoms)),
      ...(room > 0 && { pressure: Float64Array.of(((2 * kinetic + trace) / (3 * room)) * gigapascal) }),
      conserved: Float64Array.of(integrator.conserved(state)),
    },
    perAtom: { velocity: state.velocity.slice() },
  };
}
