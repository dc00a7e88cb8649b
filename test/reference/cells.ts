import type { Frames } from "#src/frames/frames.js";
import { chance } from "../validation/crystals.js";

const kinds = ["cubic", "triclinic", "tiny", "flat", "needle", "left-handed", "skewed"] as const;

/** A frame of atoms anywhere, also far outside its cell: cells of every kind, repeating in any of their directions. */
export function anyFrame(seed: number, { species = [13] as readonly number[], atoms = 12 } = {}): Frames {
  const random = chance(1000 + 7919 * seed);
  for (let k = 0; k < 10; k++) random();
  const kind = kinds[seed % kinds.length]!;
  const cell = cellOf(kind, random);
  const periodic = Uint8Array.from([0, 1, 2], k => ((((seed / kinds.length) | 0) % 8) & (1 << k) ? 0 : 1));
  const n = kind === "tiny" ? 1 + Math.floor(random() * 3) : 2 + Math.floor(random() * (atoms - 1));
  const position = new Float64Array(3 * n);
  for (let i = 0; i < n; i++) {
    const u = [0, 1, 2].map(k => (random() - 0.5) * (seed % 3 === 0 ? 6 : 1) * (periodic[k] ? 1 : 2));
    for (let c = 0; c < 3; c++) position[3 * i + c] = u[0]! * cell[c]! + u[1]! * cell[3 + c]! + u[2]! * cell[6 + c]!;
  }
  return {
    length: 1,
    offset: Int32Array.of(0, n),
    species: Uint8Array.from({ length: n }, () => species[Math.floor(random() * species.length)]!),
    position,
    cell,
    periodic,
    perFrame: {},
    perAtom: {},
  };
}

function cellOf(kind: (typeof kinds)[number], random: () => number): Float64Array {
  const length = 4 + 6 * random();
  const shear = () => (random() - 0.5) * length;
  const [a, b, c] = [length, length * (0.7 + random()), length * (0.7 + random())];
  switch (kind) {
    case "cubic":
      return Float64Array.of(length, 0, 0, 0, length, 0, 0, 0, length);
    case "triclinic":
      return Float64Array.of(a, shear(), shear(), shear(), b + length, shear(), shear(), shear(), c + length);
    case "tiny":
      return Float64Array.of(1.5 + random(), 0.3, 0, -0.5, 1.6, 0.2, 0.1, 0.4, 1.4 + random());
    case "flat":
      return Float64Array.of(3 * a, 0.2, 0, 1, 3 * b, 0, 2, -1, 0.8);
    case "needle":
      return Float64Array.of(1.2, 0.1, 0, 0.3, 1.1, 0, 2, 1, 8 * c);
    case "left-handed":
      return Float64Array.of(0, b, 1, a, 0, shear(), 0, 1, c);
    case "skewed":
      return Float64Array.of(a, 0, 0, 3.7 * a, b, 0, -2.2 * a, 5.1 * b, c);
  }
}
