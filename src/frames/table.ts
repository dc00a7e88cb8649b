import { type ColumnTable, table as fromColumns } from "arquero";
import { volume } from "./cell.ts";
import type { Frames } from "./frames.ts";
import { formula } from "./species.ts";

/**
 * One row a frame, as an arquero table.
 *
 * | column | |
 * |---|---|
 * | frame | number of the frame, from 0 |
 * | formula | composition |
 * | atoms | number of atoms |
 * | energy, energyPerAtom | eV, eV/atom; where there are energies |
 * | largestForce | length of the largest force on an atom, eV/Å; where there are forces |
 * | forceVariance | variance of the 3n force components about their mean, (eV/Å)²; where there are forces |
 * | volumePerAtom | Å³; where there are cells, NaN in frames without |
 *
 * Then each column of `perFrame` with one value a frame, under its own name (T, state, temperature, trajectory …).
 * One that bears a name from above stays in `perFrame` only.
 */
export function table(frames: Frames): ColumnTable {
  const { length: F, offset, energy, force, cell, species, perFrame } = frames;
  const each = <T>(value: (f: number) => T): T[] => Array.from({ length: F }, (_, f) => value(f));
  const atoms = each(f => offset[f + 1]! - offset[f]!);
  const forces = force && each(f => forceSummary(force, offset[f]!, offset[f + 1]!));

  const columns: [string, ArrayLike<unknown>][] = [
    ["frame", each(f => f)],
    ["formula", each(f => formula(species.subarray(offset[f]!, offset[f + 1]!)))],
    ["atoms", atoms],
  ];
  if (energy) columns.push(["energy", energy], ["energyPerAtom", each(f => energy[f]! / atoms[f]!)]);
  if (forces) {
    columns.push(
      ["largestForce", forces.map(force => force.largest)],
      ["forceVariance", forces.map(force => force.variance)],
    );
  }
  if (cell.some(x => x !== 0)) columns.push(["volumePerAtom", each(f => volume(frames, f) / atoms[f]! || Number.NaN)]);

  const taken = new Set(columns.map(([name]) => name));
  for (const [name, column] of Object.entries(perFrame)) {
    if (!taken.has(name) && column.length === F) columns.push([name, column]);
  }
  return fromColumns(columns.map(([name, values]) => [name, Array.from(values)]));
}

function forceSummary(force: Float64Array, from: number, to: number): { largest: number; variance: number } {
  const n = 3 * (to - from);
  let sum = 0;
  let squares = 0;
  let largest = 0;
  for (let i = from; i < to; i++) {
    const x = force[3 * i]!;
    const y = force[3 * i + 1]!;
    const z = force[3 * i + 2]!;
    const square = x * x + y * y + z * z;
    sum += x + y + z;
    squares += square;
    if (square > largest) largest = square;
  }
  // A missing force is NaN, which no comparison sees.
  if (Number.isNaN(squares)) return { largest: Number.NaN, variance: Number.NaN };
  return { largest: Math.sqrt(largest), variance: squares / n - (sum / n) * (sum / n) };
}
