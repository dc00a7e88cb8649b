import { reciprocal } from "../frames/cell.ts";
import type { Frames } from "../frames/frames.ts";
import type { Appearance } from "./elements.ts";

/** Positions of a frame's atoms, moved by whole cell vectors into the cell along the directions in which it repeats. */
export function inCell(frames: Frames, frame: number): Float64Array {
  const position = frames.position.slice(3 * frames.offset[frame]!, 3 * frames.offset[frame + 1]!);
  const inverse = reciprocal(frames, frame);
  if (!inverse) return position;
  for (let i = 0; i < 3; i++) {
    if (frames.periodic[3 * frame + i] !== 1) continue;
    // An atom that has swung out of a face by less than 0.4 Å stays with its neighbours.
    const slack = 0.4 * norm(inverse, 3 * i);
    for (let atom = 0; atom < position.length; atom += 3) {
      let along = slack;
      for (let k = 0; k < 3; k++) along += inverse[3 * i + k]! * position[atom + k]!;
      const turns = Math.floor(along);
      for (let k = 0; k < 3; k++) position[atom + k]! -= turns * frames.cell[9 * frame + 3 * i + k]!;
    }
  }
  return position;
}

/** Pairs of atoms nearer than 1.2 times the sum of their covalent radii, as they are drawn: not across the cell's faces. */
export function bonded(position: Float64Array, looks: readonly Appearance[], metals: boolean): [number, number][] {
  const pairs: [number, number][] = [];
  const between = new Float64Array(3);
  for (let i = 0; i < looks.length; i++) {
    if (!metals && !looks[i]!.bonds) continue;
    for (let j = i + 1; j < looks.length; j++) {
      if (!metals && !looks[j]!.bonds) continue;
      for (let k = 0; k < 3; k++) between[k] = position[3 * j + k]! - position[3 * i + k]!;
      if (norm(between) < 1.2 * (looks[i]!.radius + looks[j]!.radius)) pairs.push([i, j]);
    }
  }
  return pairs;
}

/** The eight corners of a cell, Å; corner k holds vector i where bit i of k is set. */
export function corners(cell: Float64Array): Float64Array[] {
  return Array.from({ length: 8 }, (_, k) => {
    const corner = new Float64Array(3);
    for (let i = 0; i < 3; i++) {
      for (let axis = 0; axis < 3; axis++) corner[axis]! += k & (1 << i) ? cell[3 * i + axis]! : 0;
    }
    return corner;
  });
}

/** The twelve edges between the corners; those that meet in the corner furthest away are behind the atoms. */
export function edges(depth: readonly number[]): { from: number; to: number; behind: boolean }[] {
  const furthest = depth.indexOf(Math.max(...depth));
  return [0, 1, 2, 3, 4, 5, 6, 7].flatMap(from =>
    [1, 2, 4]
      .filter(bit => (from & bit) === 0)
      .map(bit => ({ from, to: from | bit, behind: from === furthest || (from | bit) === furthest })),
  );
}

export function norm(vector: ArrayLike<number>, at = 0): number {
  const [x, y, z] = [vector[at] ?? 0, vector[at + 1] ?? 0, vector[at + 2] ?? 0];
  return Math.sqrt(x * x + y * y + z * z);
}
