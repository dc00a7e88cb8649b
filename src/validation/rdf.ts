import { type ColumnTable, table as fromColumns } from "arquero";
import { check } from "../check.ts";
import { isBulk, volume } from "../frames/cell.ts";
import type { Frames } from "../frames/frames.ts";
import { checkFrames } from "../frames/invariants.ts";
import { atomicNumber } from "../frames/species.ts";
import { eachPair } from "./pairs.ts";

/**
 * Radial distribution function: how much likelier an atom is at distance r from another than in an even gas.
 *
 *     g(r) = ⟨ V n(r) / (N_a N_b v(r)) ⟩ over frames,   v(r) = 4π/3 (r₊³ − r₋³)
 *
 * n(r) counts the ordered pairs of an atom a and an atom b between the edges r₋ and r₊ of a bin, periodic images and an
 * atom's own images included, so r may go beyond half the cell, and repeating the cell changes nothing. A frame that
 * does not repeat in all three directions has no volume; there V / (N_a N_b) is taken such that g is 1 on the average
 * over the sphere: 4π/3 cutoff³ / (pairs nearer than the cutoff). Frames without an a or a b are left out.
 *
 * Allen and Tildesley, Computer Simulation of Liquids, chapter 2 (structural quantities).
 *
 * @param options.pair    symbols of a and b; every atom with every atom unless told
 * @param options.cutoff  Å
 * @returns one row a bin: r, its middle, Å; g, dimensionless
 */
export function radialDistribution(
  frames: Frames,
  {
    pair,
    cutoff = 8,
    bins = 200,
  }: { readonly pair?: readonly [string, string]; readonly cutoff?: number; readonly bins?: number } = {},
): ColumnTable {
  checkFrames(frames, "radialDistribution");
  check(cutoff > 0 && cutoff < 1000, () => `radialDistribution: cutoff is ${cutoff} Å, a positive distance was needed`);
  check(
    Number.isInteger(bins) && bins >= 1 && bins <= 1e6,
    () => `radialDistribution: bins is ${bins}, a whole number was needed`,
  );
  const [a, b] = pair?.map(known) ?? [];
  const g = new Float64Array(bins);
  let counted = 0;
  for (let f = 0; f < frames.length; f++) {
    const { count, total, first, second } = pairCounts(frames, f, { a, b, cutoff, bins });
    if (first * second === 0) continue;
    counted++;
    const perPair = isBulk(frames, f) ? volume(frames, f) / (first * second) : sphere(cutoff) / Math.max(total, 1);
    for (let k = 0; k < bins; k++) g[k]! += (perPair * count[k]!) / shell(k, cutoff / bins);
  }
  check(counted > 0, () => `radialDistribution: no frame has ${pair?.join(" and ") ?? "atoms"}`);
  return fromColumns([
    ["r", Array.from({ length: bins }, (_, k) => ((k + 0.5) * cutoff) / bins)],
    ["g", Array.from(g, sum => sum / counted)],
  ]);
}

function known(symbol: string): number {
  const number = atomicNumber(symbol);
  check(number !== undefined, () => `radialDistribution: ${symbol} is no element`);
  return number;
}

/** Ordered pairs a–b of one frame by distance, and how many a and b there are. */
function pairCounts(
  frames: Frames,
  f: number,
  { a, b, cutoff, bins }: { a: number | undefined; b: number | undefined; cutoff: number; bins: number },
) {
  const { species, offset } = frames;
  const count = new Float64Array(bins);
  let total = 0;
  eachPair(frames, f, cutoff, (i, j, _x, _y, _z, square) => {
    const ordered =
      a === undefined ? 2 : Number(species[i] === a && species[j] === b) + Number(species[j] === a && species[i] === b);
    if (ordered === 0) return;
    // A distance just below the cutoff can round up to it.
    const bin = Math.min(bins - 1, Math.floor((Math.sqrt(square) / cutoff) * bins));
    count[bin]! += ordered;
    total += ordered;
  });
  const atoms = species.subarray(offset[f]!, offset[f + 1]!);
  const number = (wanted: number | undefined) =>
    wanted === undefined ? atoms.length : atoms.filter(atom => atom === wanted).length;
  return { count, total, first: number(a), second: number(b) };
}

function sphere(radius: number): number {
  return ((4 * Math.PI) / 3) * radius * radius * radius;
}

function shell(k: number, width: number): number {
  return sphere((k + 1) * width) - sphere(k * width);
}
