import { volume } from "#src/frames/cell.js";
import type { Frames } from "#src/frames/frames.js";
import type { Evaluate } from "#src/md/state.js";

/**
 * A harmonic crystal: springs at their rest length between nearest neighbours of an fcc cell, with their images.
 * Its forces, but for the stretch of the springs, are linear; its cell is elastic.
 */
export function springs(crystal: Frames, { stiffness = 2 } = {}): { evaluate: Evaluate; bonds: number } {
  const atoms = crystal.species.length;
  const edge = Math.cbrt((4 * volume(crystal, 0)) / atoms);
  const rest = edge / Math.SQRT2;
  const pairs: { i: number; j: number; shift: [number, number, number] }[] = [];
  for (let i = 0; i < atoms; i++) {
    for (let j = 0; j < atoms; j++) {
      for (let s = 0; s < 27; s++) {
        const shift: [number, number, number] = [(s % 3) - 1, (Math.trunc(s / 3) % 3) - 1, Math.trunc(s / 9) - 1];
        const { distance } = between(crystal.position, crystal.cell, i, j, shift);
        if (distance > 0.5 && distance < rest * 1.1 && (i < j || (i === j && s > 13))) pairs.push({ i, j, shift });
      }
    }
  }
  const evaluate: Evaluate = (position, cell) => {
    let energy = 0;
    const force = new Float64Array(3 * atoms);
    const virial = new Float64Array(9);
    for (const { i, j, shift } of pairs) {
      const { vector, distance } = between(position, cell, i, j, shift);
      const stretch = distance - rest;
      energy += (stiffness / 2) * stretch * stretch;
      const pull = (stiffness * stretch) / distance;
      for (let a = 0; a < 3; a++) {
        force[3 * i + a]! += pull * vector[a]!;
        force[3 * j + a]! -= pull * vector[a]!;
        for (let b = 0; b < 3; b++) virial[3 * a + b]! -= pull * vector[a]! * vector[b]!;
      }
    }
    return { energy, force, virial };
  };
  return { evaluate, bonds: pairs.length };
}

function between(position: Float64Array, cell: Float64Array, i: number, j: number, shift: [number, number, number]) {
  const vector = [0, 1, 2].map(
    a =>
      position[3 * j + a]! -
      position[3 * i + a]! +
      shift[0] * cell[a]! +
      shift[1] * cell[3 + a]! +
      shift[2] * cell[6 + a]!,
  ) as [number, number, number];
  return { vector, distance: Math.sqrt(vector[0] ** 2 + vector[1] ** 2 + vector[2] ** 2) };
}
