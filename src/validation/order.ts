import { check } from "../check.ts";
import type { Frames } from "../frames/frames.ts";
import { checkFrames } from "../frames/invariants.ts";
import { eachPair } from "./pairs.ts";
import { radialDistribution } from "./rdf.ts";

interface BondOptions {
  /** Å: atoms nearer than this are bonded; where the frames' g(r) has its first minimum, unless told */
  readonly cutoff?: number;
  readonly degree?: number;
}

/**
 * Global bond-orientational order of each frame: 0 where bonds point anywhere, large where they point alike.
 *
 *     Q_l = √( 4π/(2l + 1) Σ_m |⟨Y_lm(r̂)⟩|² )   averaged over all bonds r of the frame
 *
 * Steinhardt, Nelson and Ronchetti, Phys. Rev. B 28, 784 (1983), doi:10.1103/PhysRevB.28.784. Perfect crystals
 * have Q_6 = 0.57452 (fcc), 0.51069 (bcc, 14 bonds an atom), 0.62854 (diamond, 4 bonds an atom). In a liquid of n bonds
 * it is of the order of 1/√n, so small cells have more of it by chance.
 *
 * @param options.degree  l, even
 * @returns [F] dimensionless; NaN in a frame without bonds
 */
export function bondOrder(
  frames: Frames,
  { cutoff = firstMinimum(frames), degree = 6 }: BondOptions = {},
): Float64Array {
  checkFrames(frames, "bondOrder");
  check(cutoff > 0 && cutoff < 100, () => `bondOrder: cutoff is ${cutoff} Å, the length of a bond was needed`);
  check(
    Number.isInteger(degree) && degree >= 2 && degree <= 12 && degree % 2 === 0,
    () => `bondOrder: degree is ${degree}, an even number from 2 to 12 was needed`,
  );
  const order = new Float64Array(frames.length);
  const norm = norms(degree);
  const harmonic = new Float64Array(2 * degree + 1);
  for (let f = 0; f < frames.length; f++) {
    const sum = new Float64Array(2 * degree + 1);
    let bonds = 0;
    // Even harmonics are the same for r and −r: each bond counts once.
    eachPair(frames, f, cutoff, (_i, _j, x, y, z, square) => {
      const r = Math.sqrt(square);
      harmonicsInto(harmonic, norm, x / r, y / r, z / r);
      for (let m = 0; m < harmonic.length; m++) sum[m]! += harmonic[m]!;
      bonds++;
    });
    let squares = 0;
    for (const component of sum) squares += component * component;
    order[f] = Math.sqrt(squares) / bonds;
  }
  return order;
}

/**
 * Solid or liquid, decided from the positions of each frame alone: solid where Q_6 (`bondOrder`) is above the threshold.
 *
 * The threshold lies between what crystals and liquids have in the sets of data/: silicon, 216 atoms, above 0.52 and
 * below 0.07; aluminium, 256 atoms, above 0.47 and below 0.09; aluminium, 32 atoms, above 0.45 and below 0.27. Grains
 * turned against each other cancel: it is not for polycrystals.
 *
 * @param options.threshold  dimensionless
 */
export function phase(
  frames: Frames,
  { cutoff = firstMinimum(frames), threshold = 0.35 }: { readonly cutoff?: number; readonly threshold?: number } = {},
): readonly ("solid" | "liquid")[] {
  return Array.from(bondOrder(frames, { cutoff }), order => (order > threshold ? "solid" : "liquid"));
}

/**
 * Real spherical harmonics of degree l times √(4π/(2l + 1)), as polynomials of a unit vector: no angle is ever computed.
 *
 *     C_l0 = Π_l0,   C_l±m = √(2 (l − m)!/(l + m)!) Π_lm · Re, Im (x + iy)^m
 *
 * with the associated Legendre function freed of its power of the sine, Π_lm = P_lm(z) / (1 − z²)^(m/2):
 *
 *     Π_mm = (2m − 1)!!,   (k − m) Π_km = (2k − 1) z Π_(k−1)m − (k + m − 1) Π_(k−2)m
 *
 * @param out  [2l + 1] C_l0, then C_lm and C_l−m for m = 1 … l
 */
function harmonicsInto(out: Float64Array, norm: Float64Array, x: number, y: number, z: number): void {
  const l = norm.length - 1;
  let real = 1;
  let imaginary = 0;
  let first = 1;
  for (let m = 0; m <= l; m++) {
    let before = 0;
    let value = first;
    for (let k = m + 1; k <= l; k++) {
      const next = ((2 * k - 1) * z * value - (k + m - 1) * before) / (k - m);
      before = value;
      value = next;
    }
    if (m > 0) out[2 * m - 1] = norm[m]! * value * real;
    out[2 * m] = norm[m]! * value * (m > 0 ? imaginary : 1);
    const turned = real * x - imaginary * y;
    imaginary = real * y + imaginary * x;
    real = turned;
    first *= 2 * m + 1;
  }
}

/** [l + 1] 1, then √(2 (l − m)!/(l + m)!) */
function norms(l: number): Float64Array {
  return Float64Array.from({ length: l + 1 }, (_, m) => {
    let ratio = 1;
    for (let k = l - m + 1; k <= l + m; k++) ratio *= k;
    return m === 0 ? 1 : Math.sqrt(2 / ratio);
  });
}

/**
 * The distance, Å, of the first minimum of g(r) averaged over all frames: the end of the first shell.
 *
 * Looked for between where g falls below 1 after its first peak and where it rises above 1 again, in bins of 0.1 Å;
 * the middle of the lowest bins, since in a cold crystal many are zero.
 */
function firstMinimum(frames: Frames): number {
  const width = 0.1;
  const distribution = radialDistribution(frames, { cutoff: 8, bins: 80 });
  const g = distribution.array("g") as number[];
  const peak = g.findIndex(value => value > 1);
  const fall = g.findIndex((value, k) => k > peak && value < 1);
  const rise = g.findIndex((value, k) => k > fall && value > 1);
  check(peak >= 0 && fall > peak, "bondOrder: the frames have no first shell of neighbours within 8 Å; tell a cutoff");
  const between = g.slice(fall, rise > fall ? rise : undefined);
  const lowest = Math.min(...between);
  const middle = (between.indexOf(lowest) + between.lastIndexOf(lowest)) / 2;
  return (fall + middle + 0.5) * width;
}
