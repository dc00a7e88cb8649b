// Version 1 of a constant of notebook 03: too few steps of relaxation. Version 2 is 03-long.ts.
import { job } from "pesbook";

const steps = 20;

/** A cluster from its starting point, so many steps down its energy. Reduced units: ε = σ = 1. */
export const relax = job(
  import.meta,
  function relax(
    { atoms, start }: { atoms: number; start: number },
    { starts }: { starts: Readonly<Record<string, readonly Float64Array[]>> },
  ) {
    return descend(starts[atoms]![start - 1]!, steps);
  },
);

/** Steepest descent: a step that lowers the energy is lengthened, one that does not is taken back and halved. */
export function descend(from: Float64Array, steps: number): { energy: number; position: Float64Array } {
  let position = from;
  let { energy, slope } = lennardJones(position);
  let length = 0.01;
  for (let step = 0; step < steps; step++) {
    const norm = Math.sqrt(slope.reduce((sum, s) => sum + s * s, 0));
    const next = position.map((x, i) => x - (length * slope[i]!) / norm);
    const there = lennardJones(next);
    if (there.energy < energy) {
      position = next;
      ({ energy, slope } = there);
      length *= 1.2;
    } else {
      length /= 2;
    }
  }
  return { energy, position };
}

/** E = Σ 4 (r⁻¹² − r⁻⁶) over pairs, and its slope. */
function lennardJones(position: Float64Array): { energy: number; slope: Float64Array } {
  const slope = new Float64Array(position.length);
  let energy = 0;
  for (let i = 0; i < position.length; i += 3) {
    for (let j = 0; j < i; j += 3) {
      const x = position[i]! - position[j]!;
      const y = position[i + 1]! - position[j + 1]!;
      const z = position[i + 2]! - position[j + 2]!;
      const square = 1 / (x * x + y * y + z * z);
      const six = square * square * square;
      energy += 4 * six * (six - 1);
      const pull = -24 * square * six * (2 * six - 1);
      for (const [k, d] of [x, y, z].entries()) {
        slope[i + k]! += pull * d;
        slope[j + k]! -= pull * d;
      }
    }
  }
  return { energy, slope };
}
