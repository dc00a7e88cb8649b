import { check } from "../check.ts";
import type { Frames } from "./frames.ts";
import { checkFrames } from "./invariants.ts";

/**
 * Several sets of frames as one.
 *
 * What one part lacks is missing in its rows: NaN where the others have numbers (energy, force and virial too),
 * "" where they have words. A column of numbers in one part and words in another becomes words. `source` stays
 * where all parts share it.
 *
 * @example
 * const aluminium = concat(await load("al-pbe"), await load("al-eam"));
 */
export function concat(...parts: readonly Frames[]): Frames {
  for (const part of parts) checkFrames(part, "concat");
  const frameCounts = parts.map(part => part.length);
  const atomCounts = parts.map(part => part.species.length);
  const F = sum(frameCounts);

  const offset = new Int32Array(F + 1);
  let frame = 0;
  for (const part of parts) {
    const before = offset[frame]!;
    for (let f = 1; f <= part.length; f++) offset[++frame] = before + part.offset[f]!;
  }
  const energy = joined(
    "energy",
    parts.map(part => part.energy),
    frameCounts,
  );
  const force = joined(
    "force",
    parts.map(part => part.force),
    atomCounts,
  );
  const virial = joined(
    "virial",
    parts.map(part => part.virial),
    frameCounts,
  );
  const source = parts[0]?.source;
  const shared = parts.every(part => part.source?.sha256 === source?.sha256 && part.source?.name === source?.name);
  return {
    length: F,
    offset,
    species: Uint8Array.from(parts.flatMap(part => [...part.species])),
    position: numbers(
      parts.map(part => part.position),
      atomCounts,
      3,
    ),
    cell: numbers(
      parts.map(part => part.cell),
      frameCounts,
      9,
    ),
    periodic: Uint8Array.from(parts.flatMap(part => [...part.periodic])),
    ...(energy instanceof Float64Array && { energy }),
    ...(force instanceof Float64Array && { force }),
    ...(virial instanceof Float64Array && { virial }),
    perFrame: joinedByName(
      parts.map(part => part.perFrame),
      frameCounts,
    ),
    perAtom: joinedByName(
      parts.map(part => part.perAtom),
      atomCounts,
    ),
    ...(shared && source && { source }),
  };
}

type Column = Float64Array | readonly string[];

function joinedByName(parts: readonly Readonly<Record<string, Column>>[], counts: readonly number[]) {
  const names = new Set(parts.flatMap(part => Object.keys(part)));
  return Object.fromEntries(
    [...names].map(name => {
      const columns = parts.map(part => (Object.hasOwn(part, name) ? part[name] : undefined));
      return [name, joined(name, columns, counts)!];
    }),
  );
}

function joined(name: string, columns: readonly (Column | undefined)[], counts: readonly number[]): Column | undefined {
  const widths = new Set<number>();
  columns.forEach((column, p) => {
    if (column && counts[p]! > 0) widths.add(column.length / counts[p]!);
  });
  check(
    widths.size <= 1,
    () => `concat: ${name} has ${[...widths].join(" and ")} entries a row in different parts; leave it out of one`,
  );
  if (columns.every(column => column === undefined)) return undefined;
  const width = [...widths][0] ?? 1;
  return columns.every(column => column === undefined || column instanceof Float64Array)
    ? numbers(columns as readonly (Float64Array | undefined)[], counts, width)
    : columns.flatMap((column, p) => words(column, counts[p]! * width));
}

function numbers(columns: readonly (Float64Array | undefined)[], counts: readonly number[], width: number) {
  const result = new Float64Array(sum(counts) * width).fill(Number.NaN);
  let at = 0;
  columns.forEach((column, p) => {
    if (column) result.set(column, at);
    at += counts[p]! * width;
  });
  return result;
}

function words(column: Column | undefined, length: number): readonly string[] {
  if (column === undefined) return new Array<string>(length).fill("");
  return column instanceof Float64Array ? Array.from(column, x => (Number.isNaN(x) ? "" : String(x))) : column;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
