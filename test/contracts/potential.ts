import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Frames } from "#src/frames/frames.js";
import { evaluator } from "#src/potentials/evaluator.js";
import type { Potential } from "#src/potentials/potential.js";
import { predict } from "#src/potentials/predict.js";
import { open, save } from "#src/potentials/save.js";
import { chance } from "../validation/crystals.js";

/** What every potential keeps, on each of the structures. Those with energies that jump at the cutoff are told. */
export function potentialContract(name: string, potential: Potential, structures: readonly Frames[]): void {
  const label = async (frames: Frames) => {
    const { energy, force, virial } = await predict(potential, frames);
    return { energy: energy![0]!, force: force!, virial: virial! };
  };
  const energyOf = async (frames: Frames) => (await label(frames)).energy;

  test(`${name}: forces are the slope of the energy, and add up to nothing`, async () => {
    for (const frames of structures) {
      const { force } = await label(frames);
      const scale = largest(force);
      const random = chance(11);
      for (let draw = 0; draw < 8; draw++) {
        const k = Math.floor(random() * force.length);
        const moved = (h: number) => ({ ...frames, position: frames.position.map((x, m) => (m === k ? x + h : x)) });
        near(force[k]!, -(await slope(async h => energyOf(moved(h)))), 2e-7 * scale, `component ${k}`);
      }
      for (let c = 0; c < 3; c++) {
        const sum = force.reduce((total, f, k) => (k % 3 === c ? total + f : total), 0);
        near(sum, 0, 1e-11 * scale * force.length, "sum of the forces");
      }
    }
  });

  test(`${name}: the virial is the slope of the energy by strain`, async () => {
    for (const frames of structures) {
      const { virial, force } = await label(frames);
      const scale = largest(virial) + largest(force);
      for (let k = 0; k < 9; k++) {
        const strain = new Float64Array(9);
        const strained = (h: number) => {
          strain[k] = h;
          return transformed(frames, added(strain));
        };
        near(virial[k]!, -(await slope(async h => energyOf(strained(h)))), 2e-7 * scale, `component ${k}`);
      }
    }
  });

  test(`${name}: moved, turned, renamed, wrapped and repeated atoms have the same energy and forces`, async () => {
    for (const frames of structures) {
      const { energy, force, virial } = await label(frames);
      const n = frames.species.length;
      const scale = largest(force) + 1;
      const same = (actual: ArrayLike<number>, expected: ArrayLike<number>, what: string) => {
        for (let k = 0; k < expected.length; k++) near(actual[k]!, expected[k]!, 1e-9 * scale, what);
      };
      const close = (value: number, expected: number, what: string) =>
        near(value, expected, 1e-11 * Math.abs(expected) + 1e-12, what);

      const moved = await label({ ...frames, position: frames.position.map((x, k) => x + [0.3, -1.7, 2.9][k % 3]!) });
      close(moved.energy, energy, "moved");
      same(moved.force, force, "moved");

      const turned = await label(transformed(frames, turn));
      close(turned.energy, energy, "turned");
      same(turned.force, times(force, turn), "turned");
      same(turned.virial, conjugated(virial, turn), "turned");

      const order = Array.from({ length: n }, (_, i) => (i + 1) % n);
      const renamed = await label({
        ...frames,
        species: Uint8Array.from(order, i => frames.species[i]!),
        position: Float64Array.from(order.flatMap(i => [...frames.position.subarray(3 * i, 3 * i + 3)])),
      });
      close(renamed.energy, energy, "renamed");
      same(renamed.force, Float64Array.from(order.flatMap(i => [...force.subarray(3 * i, 3 * i + 3)])), "renamed");

      const random = chance(5);
      const position = frames.position.slice();
      for (let i = 0; i < n; i++) {
        for (let k = 0; k < 3; k++) {
          const cells = frames.periodic[k] ? Math.floor(5 * random()) - 2 : 0;
          for (let c = 0; c < 3; c++) position[3 * i + c]! += cells * frames.cell[3 * k + c]!;
        }
      }
      const wrapped = await label({ ...frames, position });
      close(wrapped.energy, energy, "wrapped");
      same(wrapped.force, force, "wrapped");

      const twice = await label(doubled(frames));
      close(twice.energy, 2 * energy, "repeated");
      same(twice.force.subarray(0, 3 * n), force, "repeated");
      same(twice.force.subarray(3 * n), force, "repeated");
      same(
        twice.virial,
        virial.map(w => 2 * w),
        "repeated",
      );
    }
  });

  test(`${name}: dynamics sees the bits of prediction, whenever its list was made`, async () => {
    for (const frames of structures) {
      const loose = evaluator(potential, frames, { skin: 0.6 });
      const random = chance(3);
      let { position, cell } = frames;
      for (let step = 0; step < 12; step++) {
        const expected = await label({ ...frames, position, cell });
        assert.deepEqual(loose.evaluate(position, cell), {
          energy: expected.energy,
          force: expected.force,
          virial: expected.virial,
        });
        position = position.map(x => x * (1 + (step > 6 ? 1e-3 : 0)) + 0.2 * (random() - 0.5));
        if (step > 6) cell = cell.map(x => 1.001 * x);
      }
      assert.ok(loose.lists > 1 && loose.lists < 12, `${loose.lists} lists`);
    }
  });

  test(`${name}: saved and opened it is the same, to the bit`, async () => {
    const folder = await mkdtemp(join(tmpdir(), "pesbook-potential-"));
    after(() => rm(folder, { recursive: true, force: true }));
    await save(join(folder, "saved.json"), potential);
    const opened = await open(join(folder, "saved.json"));
    assert.deepEqual(opened, potential);
    for (const frames of structures) assert.deepEqual(await predict(opened, frames), await predict(potential, frames));
  });

  test(`${name}: an element that it does not know is refused by name`, async () => {
    const frames = { ...structures[0]!, species: structures[0]!.species.map((z, i) => (i === 1 ? 92 : z)) };
    await assert.rejects(predict(potential, frames), /atom 1 is U, but the potential knows/);
  });
}

function near(actual: number, expected: number, tolerance: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${what}: ${actual}, expected ${expected} within ${tolerance}`);
}

function largest(values: Float64Array): number {
  return values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}

/** The derivative at 0 by central differences of the fourth order. */
async function slope(f: (h: number) => Promise<number>, h = 2e-4): Promise<number> {
  return (8 * ((await f(h)) - (await f(-h))) - ((await f(2 * h)) - (await f(-2 * h)))) / (12 * h);
}

/** A turn that mixes all three directions: by the angles of 3-4-5 triangles, about z, then x. */
const turn = Float64Array.of(0.6, 0.48, 0.64, -0.8, 0.36, 0.48, 0, -0.8, 0.6);

/** 1 + strain */
function added(strain: Float64Array): Float64Array {
  return strain.map((s, k) => s + (k % 4 === 0 ? 1 : 0));
}

/** Rows of vectors times a matrix. */
function times(vectors: Float64Array, matrix: Float64Array): Float64Array {
  return vectors.map((_, k) => {
    const row = k - (k % 3);
    return [0, 1, 2].reduce((sum, c) => sum + vectors[row + c]! * matrix[3 * c + (k % 3)]!, 0);
  });
}

/** Rᵀ W R */
function conjugated(w: Float64Array, r: Float64Array): Float64Array {
  const half = times(w, r);
  return half.map((_, k) =>
    [0, 1, 2].reduce((sum, c) => sum + r[3 * c + Math.floor(k / 3)]! * half[3 * c + (k % 3)]!, 0),
  );
}

function transformed(frames: Frames, matrix: Float64Array): Frames {
  return { ...frames, position: times(frames.position, matrix), cell: times(frames.cell, matrix) };
}

/** The same structure twice: side by side where it repeats, far apart where it does not. */
function doubled(frames: Frames): Frames {
  const along = frames.periodic.indexOf(1);
  const step = along < 0 ? [100, 40, -60] : [0, 1, 2].map(c => frames.cell[3 * along + c]!);
  return {
    ...frames,
    offset: Int32Array.of(0, 2 * frames.species.length),
    species: Uint8Array.from([...frames.species, ...frames.species]),
    position: Float64Array.from([...frames.position, ...frames.position.map((x, k) => x + step[k % 3]!)]),
    cell: frames.cell.map((x, k) => (along >= 0 && Math.floor(k / 3) === along ? 2 * x : x)),
  };
}
