import { check } from "../check.ts";
import type { Frames } from "../frames/frames.ts";
import { checkFrames } from "../frames/invariants.ts";
import { neighbours } from "../neighbours/neighbours.ts";
import { forces } from "./forces.ts";
import { modelOf } from "./model.ts";
import type { Potential } from "./potential.ts";

/**
 * The same frames, labelled by a potential: energy, force and virial are its own, all else stays.
 *
 * Predicting, making a data set with a potential and writing its labels to a file are one thing: `write` takes the result,
 * and so does `parity` beside the frames it came from.
 *
 * @returns frames with energy [F] eV, force [N × 3] eV/Å, virial [F × 9] eV
 *
 * @example
 * const argon = lennardJones({ species: "Al", epsilon: 0.4, sigma: 2.6, cutoff: 6 });
 * const relabelled = await predict(argon, pick(await load("al-eam"), [0, 1]));
 */
export async function predict(
  potential: Potential,
  frames: Frames,
  { progress }: { readonly progress?: (done: number, total: number) => void } = {},
): Promise<Frames> {
  checkFrames(frames, "predict");
  const model = modelOf(potential);
  const { length: F, offset, species } = frames;
  const energy = new Float64Array(F);
  const force = new Float64Array(frames.position.length);
  const virial = new Float64Array(9 * F);
  for (let f = 0; f < F; f++) {
    const pairs = neighbours(frames, { cutoff: potential.cutoff, frame: f });
    const atoms = model(species.subarray(offset[f]!, offset[f + 1]!), pairs);
    const { force: ofFrame, virial: stress } = forces(pairs, atoms.gradient);
    const sum = total(atoms.energy);
    check(Number.isFinite(sum), () => `predict: the energy of frame ${f} is ${sum}; are atoms too near?`);
    energy[f] = sum;
    force.set(ofFrame, 3 * offset[f]!);
    virial.set(stress, 9 * f);
    progress?.(f + 1, F);
    // Lets an interrupt, or another cell's output, come in between.
    await new Promise(setImmediate);
  }
  return { ...frames, energy, force, virial };
}

/** Σ E_i in the order of the atoms. */
export function total(energy: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < energy.length; i++) sum += energy[i]!;
  return sum;
}
