import { check } from "../check.ts";
import { reciprocal } from "./cell.ts";
import type { Frames } from "./frames.ts";

/**
 * Throw unless the columns of a Frames record fit each other.
 *
 * What reads frames made elsewhere (`write`, `concat`, the tests of every format) calls it; code inside trusts them.
 *
 * @param verb the function that was given these frames, named in the error
 */
export function checkFrames(frames: Frames, verb = "checkFrames"): void {
  const { length: F, offset, species } = frames;
  check(Number.isInteger(F) && F >= 0, () => `${verb}: length is ${F}, a whole number of frames was needed`);
  const size = (name: string, array: { readonly length: number } | undefined, needed: number) =>
    check(
      array === undefined || array.length === needed,
      () => `${verb}: ${name} has ${array?.length} entries, ${needed} were needed for ${F} frames of ${N} atoms`,
    );
  const N = species.length;
  size("offset", offset, F + 1);
  check(
    offset[0] === 0 && offset[F] === N,
    () => `${verb}: offset runs from ${offset[0]} to ${offset[F]}, not 0 to ${N}`,
  );
  for (let f = 0; f < F; f++) {
    check(
      offset[f]! < offset[f + 1]!,
      () => `${verb}: frame ${f} has no atoms (offset ${offset[f]} to ${offset[f + 1]})`,
    );
  }
  size("position", frames.position, 3 * N);
  size("cell", frames.cell, 9 * F);
  size("periodic", frames.periodic, 3 * F);
  size("energy", frames.energy, F);
  size("force", frames.force, 3 * N);
  size("virial", frames.virial, 9 * F);
  for (const [name, column] of Object.entries(frames.perFrame)) checkColumn(`perFrame.${name}`, column, F, verb);
  for (const [name, column] of Object.entries(frames.perAtom)) checkColumn(`perAtom.${name}`, column, N, verb);
  check(finite(frames.position) && finite(frames.cell), () => `${verb}: a position or a cell is not a finite number`);
  check(
    frames.periodic.every(flag => flag <= 1),
    () => `${verb}: periodic holds something else than 0 and 1`,
  );
  for (let f = 0; f < F; f++) {
    check(
      reciprocal(frames, f) !== undefined,
      () => `${verb}: the cell vectors of frame ${f} along its periodic directions are not independent`,
    );
  }
}

function checkColumn(name: string, column: Float64Array | readonly string[], rows: number, verb: string): void {
  const width = column.length / rows;
  check(
    rows === 0 ? column.length === 0 : Number.isInteger(width) && width >= 1,
    () => `${verb}: ${name} has ${column.length} entries, a whole number for each of ${rows} rows was needed`,
  );
  check(
    column instanceof Float64Array || column.every(word => typeof word === "string"),
    () => `${verb}: ${name} is neither a Float64Array nor words`,
  );
}

function finite(array: Float64Array): boolean {
  for (let k = 0; k < array.length; k++) if (!Number.isFinite(array[k])) return false;
  return true;
}
