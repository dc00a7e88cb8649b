import { check } from "../check.ts";
import type { Frames } from "./frames.ts";
import { atomicNumber } from "./species.ts";

const faceCentres = [0, 0, 0, 0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0];

/**
 * A face-centred cubic crystal, its cubic cell of four atoms with edge `a`, Å.
 *
 * @example
 * const aluminium = repeat(fcc("Al", 4.05), [4, 4, 4]);
 */
export function fcc(element: string, a: number): Frames {
  return cubic("fcc", element, a, faceCentres);
}

/**
 * A body-centred cubic crystal, its cubic cell of two atoms with edge `a`, Å.
 *
 * @example
 * const iron = bcc("Fe", 2.87);
 */
export function bcc(element: string, a: number): Frames {
  return cubic("bcc", element, a, [0, 0, 0, 0.5, 0.5, 0.5]);
}

/**
 * A diamond crystal, its cubic cell of eight atoms with edge `a`, Å.
 *
 * @example
 * const silicon = diamond("Si", 5.431);
 */
export function diamond(element: string, a: number): Frames {
  return cubic("diamond", element, a, [...faceCentres, ...faceCentres.map(x => x + 0.25)]);
}

/**
 * The first frame's cell and atoms, `counts` times along each cell vector; energies and other columns are left behind.
 *
 * @example
 * const slab = repeat(bcc("Fe", 2.87), [4, 4, 1]);
 */
export function repeat(frames: Frames, counts: readonly [number, number, number]): Frames {
  check(
    counts.every(count => Number.isInteger(count) && count >= 1),
    () => `repeat: counts are ${counts.join(", ")}, whole numbers of copies were needed`,
  );
  const atoms = frames.offset[1]!;
  const { cell } = frames;
  const position: number[] = [];
  for (let u = 0; u < counts[0]; u++) {
    for (let v = 0; v < counts[1]; v++) {
      for (let w = 0; w < counts[2]; w++) {
        for (let k = 0; k < 3 * atoms; k++) {
          const d = k % 3;
          position.push(frames.position[k]! + u * cell[d]! + v * cell[3 + d]! + w * cell[6 + d]!);
        }
      }
    }
  }
  return structure({
    species: new Uint8Array(position.length / 3).map((_, i) => frames.species[i % atoms]!),
    position: Float64Array.from(position),
    cell: cell.slice(0, 9).map((x, k) => x * counts[Math.trunc(k / 3)]!),
    periodic: frames.periodic.slice(0, 3),
  });
}

function cubic(name: string, element: string, a: number, fractions: readonly number[]): Frames {
  const number = atomicNumber(element);
  check(number !== undefined, () => `${name}: no element is called ${element}; give a symbol such as Al`);
  check(a > 0 && a < Number.POSITIVE_INFINITY, () => `${name}: the edge is ${a} Å, a length was needed`);
  return structure({
    species: new Uint8Array(fractions.length / 3).fill(number),
    position: Float64Array.from(fractions, x => x * a),
    cell: Float64Array.of(a, 0, 0, 0, a, 0, 0, 0, a),
    periodic: Uint8Array.of(1, 1, 1),
  });
}

function structure(columns: Pick<Frames, "species" | "position" | "cell" | "periodic">): Frames {
  return { length: 1, offset: Int32Array.of(0, columns.species.length), ...columns, perFrame: {}, perAtom: {} };
}
