import type { Random } from "../random.ts";
import type { State } from "./state.ts";

/** Where chance comes from: a stream of numbers of the standard normal distribution. */
export type Chance = Pick<Random, "normals">;

/** One way through phase space. */
export interface Integrator {
  /** Move the state by one time step; what is random about it comes from `chance`. */
  step(state: State, chance: Chance): void;
  /** The quantity, eV, that exact dynamics keeps: its drift is the error of the time step. */
  conserved(state: State): number;
  /** All that the next step depends on besides the state; a run that is resumed puts it back. */
  readonly memory: Float64Array;
}
