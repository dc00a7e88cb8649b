import assert from "node:assert/strict";
import { test } from "node:test";
import { bcc, diamond, fcc, repeat } from "#src/frames/build.js";
import { volume } from "#src/frames/cell.js";
import { checkFrames } from "#src/frames/invariants.js";
import { masses } from "#src/frames/mass.js";
import { strain } from "#src/frames/strain.js";
import { radialDistribution } from "#src/validation/rdf.js";

test("crystals have their atoms a cell and their nearest neighbours", () => {
  for (const [crystal, atoms, distance] of [
    [fcc("Al", 4.05), 4, 4.05 / Math.sqrt(2)],
    [bcc("Fe", 2.87), 2, (2.87 * Math.sqrt(3)) / 2],
    [diamond("Si", 5.431), 8, (5.431 * Math.sqrt(3)) / 4],
  ] as const) {
    checkFrames(crystal);
    assert.equal(crystal.species.length, atoms);
    const g = radialDistribution(crystal, { cutoff: 4, bins: 4000 });
    const first = (g.array("r") as number[]).find((_, k) => (g.array("g") as number[])[k]! > 0);
    assert.ok(Math.abs(first! - distance) < 1e-3, `${first} ${distance}`);
  }
});

test("a repeated crystal has the density of the crystal", () => {
  const crystal = fcc("Al", 4.05);
  const large = repeat(crystal, [2, 3, 4]);
  checkFrames(large);
  assert.equal(large.species.length, 24 * 4);
  assert.ok(Math.abs(volume(large, 0) / (24 * volume(crystal, 0)) - 1) < 1e-14);
  assert.throws(() => repeat(crystal, [1, 0, 1]), /repeat: counts are 1, 0, 1/);
});

test("a strain changes the volume by its determinant and drops labels", () => {
  const crystal = { ...fcc("Al", 4), energy: Float64Array.of(-13) };
  const sheared = strain(crystal, [0.01, 0.02, 0, 0, -0.03, 0, 0.05, 0, 0]);
  checkFrames(sheared);
  assert.ok(Math.abs(volume(sheared, 0) / volume(crystal, 0) - 1.01 * 0.97) < 1e-14);
  assert.equal(sheared.energy, undefined);
  assert.throws(() => strain(crystal, [1]), /epsilon has 1 numbers/);
});

test("elements have their atomic weights, and what has none says so", () => {
  assert.deepEqual([...masses(Uint8Array.of(1, 13, 14, 29, 79, 92))], [1.008, 26.982, 28.085, 63.546, 196.97, 238.03]);
  assert.throws(() => masses(Uint8Array.of(43)), /masses: Tc has no standard atomic weight/);
  assert.throws(() => fcc("Qq", 4), /fcc: no element is called Qq/);
  assert.throws(() => bcc("Fe", -1), /bcc: the edge is -1 Å/);
});
