import { check } from "../check.ts";
import { sha256 } from "../hash.ts";
import { type Random, random } from "../random.ts";
import type { Frames } from "./frames.ts";
import { pick } from "./pick.ts";

/** How large the parts are: shares of all frames, numbers of frames, or so many equal parts. */
export type SplitSizes =
  | { readonly fractions: readonly number[] }
  | { readonly counts: readonly number[] }
  | { readonly folds: number };

export type SplitOptions = SplitSizes & {
  /** A column of perFrame each of whose values every part gets its share of; numbers are shared out in their order. */
  readonly stratify?: string;
  /** Frames in a row that stay together, since neighbours in a trajectory are alike; never across perFrame.trajectory. */
  readonly blocks?: number;
  readonly seed: number;
};

/** What a split was made of, and which frames went where: enough to make it again, and to keep as JSON. */
export interface SplitManifest {
  readonly format: 1;
  readonly options: SplitOptions;
  /** How many frames there were, and the SHA-256 of their structures. */
  readonly frames: { readonly length: number; readonly sha256: string };
  readonly parts: readonly (readonly number[])[];
}

/** The parts, and beside them how they were made. */
export type Split = Frames[] & { readonly manifest: SplitManifest };

/**
 * Frames in parts that share none, such as for training and testing: by chance, the same for the same seed.
 *
 * Fractions that sum to less than 1, and counts to less than all, leave frames out. Sizes are exact, but with `blocks`,
 * which are not cut: then to within a block. Frames keep their order. A manifest instead of options makes the same parts
 * again, from the same frames only.
 *
 * @example
 * const parts = split(await load("al-eam"), { fractions: [0.8, 0.2], stratify: "state", seed: 1 });
 * const [training, testing] = parts;
 */
export function split(frames: Frames, how: SplitOptions | SplitManifest): Split {
  const manifest = "parts" in how ? checked(how, frames) : manifestOf(frames, how);
  return Object.assign(
    manifest.parts.map(part => pick(frames, part)),
    { manifest },
  );
}

function manifestOf(frames: Frames, options: SplitOptions): SplitManifest {
  const { stratify, blocks, seed } = options;
  const F = frames.length;
  const sizes = sizesOf(options, F);
  const chance = random(seed, "split");
  const units = unitsOf(frames, { stratify, blocks });
  const ordered = strata(frames, units, stratify).flatMap(stratum => chance.shuffle(stratum));
  const parts = shareOut(ordered, [...sizes, F - sum(sizes)], chance).slice(0, sizes.length);
  return {
    format: 1,
    options,
    frames: fingerprint(frames),
    parts: parts.map(part => part.flat().sort((a, b) => a - b)),
  };
}

function checked(manifest: SplitManifest, frames: Frames): SplitManifest {
  check(manifest.format === 1, () => `split: the manifest has format ${manifest.format}; this version reads 1`);
  const { length, sha256 } = fingerprint(frames);
  check(
    length === manifest.frames.length && sha256 === manifest.frames.sha256,
    () => `split: the manifest is of ${manifest.frames.length} other frames than these ${length}; give it those`,
  );
  return manifest;
}

function fingerprint({ length, offset, species, position, cell }: Frames): SplitManifest["frames"] {
  return { length, sha256: sha256([offset, species, position, cell].map(column => sha256(column)).join()) };
}

function sizesOf(sizes: SplitSizes, F: number): readonly number[] {
  if ("counts" in sizes) {
    const { counts } = sizes;
    check(
      counts.every(count => Number.isInteger(count) && count > 0) && sum(counts) <= F,
      () =>
        `split: counts ${counts.join(", ")} of ${F} frames; whole numbers from 1 that sum to at most ${F} were needed`,
    );
    return counts;
  }
  const { fractions } = "folds" in sizes ? { fractions: foldsOf(sizes.folds, F) } : sizes;
  check(
    fractions.every(fraction => fraction > 0) && sum(fractions) <= 1 + 1e-9,
    () => `split: fractions ${fractions.join(", ")}; positive numbers that sum to at most 1 were needed`,
  );
  // Cumulated before they are rounded: the whole is exact, and each part to within one frame.
  const ends = fractions.map((_, k) => Math.round(F * sum(fractions.slice(0, k + 1))));
  return ends.map((end, k) => end - (ends[k - 1] ?? 0));
}

function foldsOf(folds: number, F: number): readonly number[] {
  check(
    Number.isInteger(folds) && folds >= 2 && folds <= F,
    () => `split: folds is ${folds}; a whole number from 2 to the ${F} frames was needed`,
  );
  return new Array<number>(folds).fill(1 / folds);
}

type Unit = readonly number[];

/** What is not taken apart: frames, or blocks of them. */
function unitsOf(frames: Frames, { stratify, blocks = 1 }: Pick<SplitOptions, "stratify" | "blocks">): readonly Unit[] {
  check(Number.isInteger(blocks) && blocks >= 1, () => `split: blocks is ${blocks}; a number of frames was needed`);
  const { trajectory } = frames.perFrame;
  const apart = [trajectory, stratify === undefined ? undefined : columnOf(frames, stratify)];
  const units: number[][] = [];
  for (let f = 0; f < frames.length; f++) {
    const unit = units.at(-1);
    const goesOn =
      unit && unit.length < blocks && apart.every(column => !column || Object.is(column[f], column[f - 1]));
    if (goesOn) unit.push(f);
    else units.push([f]);
  }
  return units;
}

function columnOf({ perFrame, length }: Frames, name: string): ArrayLike<number | string> {
  const column = Object.hasOwn(perFrame, name) ? perFrame[name] : undefined;
  check(
    column?.length === length,
    () =>
      `split: stratify is ${name}; a column of perFrame with one value a frame was needed: ${Object.keys(perFrame).join(", ")}`,
  );
  return column;
}

/** Units with one value each, in the order of the values. */
function strata(frames: Frames, units: readonly Unit[], stratify: string | undefined): readonly (readonly Unit[])[] {
  if (stratify === undefined) return [units];
  const column = columnOf(frames, stratify);
  const byValue = new Map<number | string, Unit[]>();
  for (const unit of units) {
    const value = column[unit[0]!]!;
    const stratum = byValue.get(value);
    if (stratum) stratum.push(unit);
    else byValue.set(value, [unit]);
  }
  const order = (a: number | string, b: number | string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...byValue].sort(([a], [b]) => order(a, b)).map(([, stratum]) => stratum);
}

/**
 * Each unit to the part that lags most behind its share of all units so far. So every run of units, a stratum too, is
 * shared out evenly; which part comes first is left to chance.
 */
function shareOut(units: readonly Unit[], sizes: readonly number[], chance: Random): readonly Unit[][] {
  const parts: Unit[][] = sizes.map(() => []);
  const given = sizes.map(() => 0);
  const start = sizes.map(() => chance.uniform());
  const total = sum(sizes);
  let before = 0;
  for (const unit of units) {
    const after = before + unit.length;
    let first = -1;
    let lag = Number.NEGATIVE_INFINITY;
    for (const [k, size] of sizes.entries()) {
      const lags = (size * after) / total - given[k]! + start[k]! * unit.length;
      if (given[k]! < size && lags > lag) [first, lag] = [k, lags];
    }
    parts[first]!.push(unit);
    given[first]! += unit.length;
    before = after;
  }
  return parts;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
