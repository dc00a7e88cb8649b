import assert from "node:assert/strict";
import { test } from "node:test";
import type { Frames } from "#src/frames/frames.js";
import { atomicNumber } from "#src/frames/species.js";
import type { Potential } from "#src/potentials/potential.js";
import { predict } from "#src/potentials/predict.js";
import { needs } from "../needs.js";
import { labelled, lammps } from "../reference/lammps.js";
import { crystal, repeat } from "../validation/crystals.js";
import { coloured, shaken } from "./structures.js";

/**
 * The potential agrees with LAMMPS on solid, liquid, strained and surface cells to 1e-9 of the largest force and energy.
 *
 * @param potential  made when the test runs: its file may come with LAMMPS
 * @param pair       LAMMPS' commands pair_style and pair_coeff
 * @param unit       a cubic cell of the crystal
 */
export function agreesWithLammps(
  name: string,
  potential: () => Potential | Promise<Potential>,
  pair: readonly string[],
  unit: Frames,
): void {
  test(`${name}: energies, forces and virials are those of LAMMPS`, needs("lmp", lammps), async () => {
    const made = await potential();
    const numbers = made.species.map(symbol => atomicNumber(symbol)!);
    const structures = cellsOf(unit).map(frames => coloured(frames, numbers));
    const expected = await labelled(structures, made.species, pair);
    for (const [s, frames] of structures.entries()) {
      const { energy, force, virial } = await predict(made, frames);
      const by = expected[s]!;
      close(energy!, [by.energy], `energy of structure ${s}`);
      close(force!, by.force, `force of structure ${s}`);
      close(virial!, by.virial, `virial of structure ${s}`);
    }
  });
}

/** Cold and hot crystals, disorder, a sheared and stretched cell, a surface, and a cell smaller than the cutoff. */
function cellsOf(unit: Frames): readonly Frames[] {
  const twice = repeat(unit, 2);
  const edge = twice.cell[0]!;
  const sheared = crystal(
    [
      [edge, 0, 0],
      [0.2 * edge, 1.05 * edge, 0],
      [-0.3 * edge, 0.1 * edge, 0.95 * edge],
    ],
    Array.from({ length: twice.species.length }, (_, i) => {
      const [x = 0, y = 0, z = 0] = twice.position.subarray(3 * i);
      return [x / edge, y / edge, z / edge] as const;
    }),
  );
  const surface = {
    ...shaken(twice, 0.1, 6),
    periodic: Uint8Array.of(1, 1, 0),
    position: shaken(twice, 0.1, 6).position.map(x => x + 1),
    cell: twice.cell.map((x, k) => (k === 8 ? x + 2 : x)),
  };
  return [
    twice,
    shaken(twice, 0.1, 5),
    { ...shaken(twice, 0.45, 7), cell: twice.cell.map(x => 1.02 * x) },
    shaken(sheared, 0.1, 8),
    surface,
    shaken(unit, 0.1, 9),
  ];
}

function close(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  const scale = Math.max(1, ...Array.from(expected, Math.abs));
  for (let k = 0; k < expected.length; k++) {
    const error = Math.abs(actual[k]! - expected[k]!);
    assert.ok(error <= 1e-9 * scale, `${what}: ${actual[k]}, LAMMPS has ${expected[k]}`);
  }
}
