import { check } from "../check.ts";
import type { Frames } from "./frames.ts";

/**
 * Some of the frames, in the order asked for: by their numbers, or those for which a function of the number is true.
 *
 *     pick(frames, [0, 10, 20])
 *     pick(frames, f => frames.perFrame.T[f] === 300)
 */
export function pick(frames: Frames, which: readonly number[] | ((frame: number) => boolean)): Frames {
  const F = frames.length;
  const chosen = typeof which === "function" ? Array.from({ length: F }, (_, f) => f).filter(f => which(f)) : which;
  for (const f of chosen) {
    check(
      Number.isInteger(f) && f >= 0 && f < F,
      () => `pick: there is no frame ${f}; they are numbered 0 to ${F - 1}`,
    );
  }
  const offset = new Int32Array(chosen.length + 1);
  chosen.forEach((f, k) => {
    offset[k + 1] = offset[k]! + frames.offset[f + 1]! - frames.offset[f]!;
  });

  const N = frames.species.length;
  const ofFrame = chosen.map(f => [f, f + 1] as const);
  const ofAtoms = chosen.map(f => [frames.offset[f]!, frames.offset[f + 1]!] as const);
  return {
    ...frames,
    length: chosen.length,
    offset,
    species: rows(frames.species, N, ofAtoms),
    position: rows(frames.position, N, ofAtoms),
    cell: rows(frames.cell, F, ofFrame),
    periodic: rows(frames.periodic, F, ofFrame),
    ...(frames.energy && { energy: rows(frames.energy, F, ofFrame) }),
    ...(frames.force && { force: rows(frames.force, N, ofAtoms) }),
    ...(frames.virial && { virial: rows(frames.virial, F, ofFrame) }),
    perFrame: mapColumns(frames.perFrame, column => rows(column, F, ofFrame)),
    perAtom: mapColumns(frames.perAtom, column => rows(column, N, ofAtoms)),
  };
}

type Column = Float64Array | Uint8Array | readonly string[];

/** The rows [from, to) of a column of `total` rows, one range after the other. */
function rows<T extends Column>(column: T, total: number, ranges: readonly (readonly [number, number])[]): T {
  const width = total === 0 ? 1 : column.length / total;
  if (!(column instanceof Float64Array || column instanceof Uint8Array)) {
    return ranges.flatMap(([from, to]) => column.slice(from * width, to * width)) as readonly string[] as T;
  }
  const length = ranges.reduce((sum, [from, to]) => sum + (to - from) * width, 0);
  const result = column instanceof Float64Array ? new Float64Array(length) : new Uint8Array(length);
  let at = 0;
  for (const [from, to] of ranges) {
    result.set(column.subarray(from * width, to * width), at);
    at += (to - from) * width;
  }
  return result as Column as T;
}

function mapColumns<T>(columns: Readonly<Record<string, T>>, change: (column: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, change(column)]));
}
