import type { Frames } from "../frames/frames.ts";
import { evaluator } from "../potentials/evaluator.ts";
import type { Potential } from "../potentials/potential.ts";
import { type DynamicsOptions, simulate } from "./simulate.ts";

/**
 * Molecular dynamics of one frame.
 *
 *     nve          velocity Verlet, constant energy
 *     langevin     BAOAB, any temperature, crystals too
 *     csvr         stochastic velocity rescaling; keeps momentum and the dynamics of a liquid
 *     nose-hoover  a chain of three thermostats, no chance
 *     berendsen    csvr and weak coupling of the cell: to bring it to its size
 *     mtk          chains of thermostats and the barostat of Martyna, Tobias and Klein: right fluctuations of the volume
 *
 * The frames have `velocity`, Å/fs, a column of the atoms, and `step`, `temperature`, K, `pressure`, GPa, and `conserved`, eV:
 * the quantity whose drift is the error of the time step. Forces and virial are those of the potential alone. Positions
 * are not wrapped into the cell. Given a `file`, frames are written to it as they come; called again after a crash, the run
 * carries on, and its file is that of a run never stopped, bit for bit.
 *
 * Velocities start from the frame's `velocity` column or, without one, from Maxwell's distribution at `temperature`, of
 * which a perfect crystal keeps half.
 *
 * @example
 * const warm = await md(meiDavenport(), repeat(fcc("Al", 4.05), [3, 3, 3]), {
 *   ensemble: "langevin",
 *   temperature: 300,
 *   steps: 100,
 *   timestep: 2,
 *   every: 20,
 *   seed: 1,
 * });
 */
export async function md(potential: Potential, frame: Frames, options: DynamicsOptions): Promise<Frames> {
  return await simulate(evaluator(potential, frame).evaluate, frame, options, potential);
}
