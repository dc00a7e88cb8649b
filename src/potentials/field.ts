import type { Frames } from "../frames/frames.ts";
import { follow, neighbours } from "../neighbours/neighbours.ts";
import type { Pairs } from "../neighbours/pairs.ts";
import type { Session } from "../wasm/memory.ts";
import type { Evaluation } from "./evaluation.ts";
import { forces } from "./forces.ts";
import { kernelOf } from "./kernel.ts";
import { modelOf } from "./model.ts";
import type { Potential } from "./potential.ts";

/** A potential on the atoms of one frame: first the pairs are found, then evaluated wherever the atoms are. */
export interface Field {
  /** Find the pairs nearer than `cutoff` Å where the atoms of the frame are now. */
  find(frame: Frames, cutoff: number): void;
  /** Energy, forces and virial with the pairs last found; those beyond the potential's cutoff add nothing. */
  evaluate(position: Float64Array, cell: Float64Array): Evaluation;
}

/**
 * A potential ready for frames, its tables made. What it needs for a frame goes into the session's memory.
 *
 * The potentials that dynamics need fast have routines of their own in WebAssembly, which add forces as they go; the others, and
 * those routines' tests, give slopes by pairs.
 *
 * @param species  [N] atomic numbers of the frame
 */
export function fieldOf(potential: Potential, session: Session): (species: Uint8Array) => Field {
  const kernel = kernelOf(potential, session);
  if (kernel) return kernel;
  const model = modelOf(potential);
  return species => {
    let pairs: Pairs | undefined;
    return {
      find(frame, cutoff) {
        pairs = neighbours(frame, { cutoff });
      },
      evaluate(position, cell) {
        follow(pairs!, position, cell);
        const { energy, gradient } = model(species, pairs!);
        return { energy: total(energy), ...forces(pairs!, gradient) };
      },
    };
  };
}

/** Σ E_i in the order of the atoms. */
function total(energy: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < energy.length; i++) sum += energy[i]!;
  return sum;
}
