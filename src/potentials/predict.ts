import { check } from "../check.ts";
import type { Frames } from "../frames/frames.ts";
import { checkFrames } from "../frames/invariants.ts";
import { pick } from "../frames/pick.ts";
import { openSession } from "../wasm/memory.ts";
import { fieldOf } from "./field.ts";
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
  const session = openSession();
  const field = fieldOf(potential, session);
  const { length: F, offset } = frames;
  const energy = new Float64Array(F);
  const force = new Float64Array(frames.position.length);
  const virial = new Float64Array(9 * F);
  for (let f = 0; f < F; f++) {
    const frame = pick(frames, [f]);
    const label = session.scoped(() => {
      const of = field(frame.species);
      of.find(frame, potential.cutoff);
      return of.evaluate(frame.position, frame.cell);
    });
    check(
      Number.isFinite(label.energy),
      () => `predict: the energy of frame ${f} is ${label.energy}; are atoms too near?`,
    );
    energy[f] = label.energy;
    force.set(label.force, 3 * offset[f]!);
    virial.set(label.virial, 9 * f);
    progress?.(f + 1, F);
    // Lets an interrupt, or another cell's output, come in between.
    await new Promise(setImmediate);
  }
  return { ...frames, energy, force, virial };
}
