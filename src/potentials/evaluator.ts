import { check } from "../check.ts";
import { reciprocal } from "../frames/cell.ts";
import type { Frames } from "../frames/frames.ts";
import { openSession } from "../wasm/memory.ts";
import type { Evaluation } from "./evaluation.ts";
import { fieldOf } from "./field.ts";
import type { Potential } from "./potential.ts";

/** Energies and forces of one set of atoms wherever they move. */
export interface Evaluator {
  /**
   * @param position  [N × 3] Å; atoms may leave the cell, and should not be put back into it
   * @param cell      [9] Å, rows are lattice vectors
   */
  evaluate(position: Float64Array, cell: Float64Array): Evaluation;
  /** How many lists of neighbours were made so far. */
  readonly lists: number;
}

/**
 * A potential on the atoms of one frame, for dynamics: pairs are found a little beyond the cutoff and kept until an atom
 * has moved so far that one could be missing.
 *
 * **What comes out depends on position and cell alone**, to the bit, not on when the list was made: pairs stand in an order of
 * their own, and those beyond the cutoff add nothing. A run that is stopped and taken up again is the run that was not.
 *
 * @param frame         one frame: its species and which directions repeat
 * @param options.skin  Å, how far beyond the cutoff
 */
export function evaluator(
  potential: Potential,
  frame: Frames,
  { skin = 1 }: { readonly skin?: number } = {},
): Evaluator {
  check(frame.length === 1, () => `evaluator: ${frame.length} frames, one was needed; pick it`);
  check(skin >= 0 && skin <= 10, () => `evaluator: skin is ${skin} Å, 0 to 10 were needed`);
  const field = fieldOf(potential, openSession())(frame.species);
  const cutoff = potential.cutoff + skin;
  let list: { readonly position: Float64Array; readonly cell: Float64Array } | undefined;
  let lists = 0;

  return {
    get lists() {
      return lists;
    },
    evaluate(position, cell) {
      const now: Frames = { ...frame, position, cell };
      if (!list || !(reach(frame, list, now, cutoff) < skin)) {
        field.find(now, cutoff);
        list = { position: position.slice(), cell: cell.slice() };
        lists++;
      }
      return field.evaluate(position, cell);
    },
  };
}

/**
 * By how much, Å, a pair that was not in the list can have come nearer since.
 *
 * The cell takes its atoms along: r → r (1 + S) with S = Σ_k b_k ⊗ Δa_k, which moves no pair within reach by more than
 * |S| reach; beyond that, each of the two atoms moves on its own.
 */
function reach(frame: Frames, list: Pick<Frames, "position" | "cell">, now: Frames, cutoff: number): number {
  const strain = new Float64Array(9);
  let size = 0;
  if (list.cell.some((x, k) => x !== now.cell[k])) {
    const dual = reciprocal({ cell: list.cell, periodic: frame.periodic }, 0)!;
    for (let k = 0; k < 3; k++) {
      if (frame.periodic[k] === 0) continue;
      for (let c = 0; c < 3; c++) {
        for (let d = 0; d < 3; d++) {
          strain[3 * c + d]! += dual[3 * k + c]! * (now.cell[3 * k + d]! - list.cell[3 * k + d]!);
        }
      }
    }
    for (const s of strain) size += s * s;
  }
  let furthest = 0;
  const { position: before } = list;
  const { position: after } = now;
  for (let k = 0; k < after.length; k += 3) {
    const [x, y, z] = [before[k]!, before[k + 1]!, before[k + 2]!];
    const dx = after[k]! - x - (x * strain[0]! + y * strain[3]! + z * strain[6]!);
    const dy = after[k + 1]! - y - (x * strain[1]! + y * strain[4]! + z * strain[7]!);
    const dz = after[k + 2]! - z - (x * strain[2]! + y * strain[5]! + z * strain[8]!);
    const square = dx * dx + dy * dy + dz * dz;
    // NaN is no comparison's less: the new list that it asks for refuses it by name.
    if (!(square <= furthest)) furthest = square;
  }
  return 2 * Math.sqrt(furthest) + Math.sqrt(size) * cutoff;
}
