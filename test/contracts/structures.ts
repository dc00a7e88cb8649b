import type { Frames } from "#src/frames/frames.js";
import { chance, crystal, repeat } from "../validation/crystals.js";

type Vector = readonly [number, number, number];

/** A crystal with its atoms shaken: the same in every run. */
export function shaken(frames: Frames, amplitude: number, seed = 1): Frames {
  const random = chance(seed);
  return { ...frames, position: frames.position.map(x => x + amplitude * (2 * random() - 1)) };
}

/** Atoms of the elements in turn. */
export function coloured(frames: Frames, species: readonly number[]): Frames {
  return { ...frames, species: frames.species.map((_, i) => species[(i * 7 + (i >> 2)) % species.length]!) };
}

/**
 * Structures on which potentials are tried, made from one crystal: shaken bulk, a skewed cell smaller than the cutoff, a
 * slab, and a cluster without a cell.
 */
export function structuresOf(unit: Frames, species: readonly number[]): readonly Frames[] {
  const bulk = shaken(repeat(unit, 2), 0.15);
  const primitive = shaken(skewed(unit), 0.1, 2);
  const slab = { ...shaken(repeat(unit, 2), 0.1, 3), periodic: Uint8Array.of(1, 1, 0) };
  const cluster = { ...shaken(unit, 0.1, 4), cell: new Float64Array(9), periodic: new Uint8Array(3) };
  return [bulk, primitive, slab, cluster].map(frames => coloured(frames, species));
}

/** The same lattice by other vectors: a, b + 2a, c − b. */
function skewed(unit: Frames): Frames {
  const [a, b, c] = [0, 3, 6].map(k => [...unit.cell.subarray(k, k + 3)] as unknown as Vector) as [
    Vector,
    Vector,
    Vector,
  ];
  const row = (f: (k: number) => number): Vector => [f(0), f(1), f(2)];
  const same = crystal([a, row(k => b[k]! + 2 * a[k]!), row(k => c[k]! - b[k]!)], [[0, 0, 0]]);
  return { ...unit, cell: same.cell };
}
