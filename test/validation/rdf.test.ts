import assert from "node:assert/strict";
import { test } from "node:test";
import { concat } from "#src/frames/concat.js";
import type { Frames } from "#src/frames/frames.js";
import { radialDistribution } from "#src/validation/rdf.js";
import { crystal, fcc, fccPrimitive, gas, repeat, rocksalt } from "./crystals.js";

type Options = Parameters<typeof radialDistribution>[1];
const curve = (frames: Frames, options?: Options) => {
  const table = radialDistribution(frames, options);
  return { r: table.array("r") as number[], g: table.array("g") as number[] };
};

/** Neighbours between two distances: ρ ∫ g dV, with the volumes of the bins. */
function neighbours(frames: Frames, density: number, from: number, to: number, options?: Options): number {
  const { r, g } = curve(frames, options);
  const half = r[0]!;
  const shell = (k: number) => ((4 * Math.PI) / 3) * ((r[k]! + half) ** 3 - (r[k]! - half) ** 3);
  return r.reduce((sum, distance, k) => (distance > from && distance < to ? sum + density * g[k]! * shell(k) : sum), 0);
}

function near(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, k) => {
    assert.ok(Math.abs(value - expected[k]!) <= tolerance, `bin ${k}: ${value}, expected ${expected[k]}`);
  });
}

const a = 4.05;

test("an fcc crystal has 12, 6, 24 and 12 neighbours in its shells, far beyond half the cell", () => {
  const edges = [0.4, 0.85, 1.1, 1.3, 1.5].map(x => x * a);
  for (const frames of [fcc(a), fccPrimitive(a), repeat(fcc(a), 2)]) {
    const counts = [12, 6, 24, 12].map((_, k) => neighbours(frames, 4 / a ** 3, edges[k]!, edges[k + 1]!));
    near(counts, [12, 6, 24, 12], 1e-9);
  }
});

test("g(r) does not depend on the choice of cell", () => {
  const expected = curve(fcc(a)).g;
  near(curve(fccPrimitive(a)).g, expected, 1e-9);
  near(curve(repeat(fcc(a), 2)).g, expected, 1e-9);
  const one = gas(40, 7);
  near(curve(repeat(one, 2)).g, curve(one).g, 1e-9);
  const [x, y, z] = [0, 3, 6].map(k => one.cell.subarray(k, k + 3)) as [Float64Array, Float64Array, Float64Array];
  const sheared = {
    ...one,
    cell: Float64Array.of(...x, ...y.map((v, k) => v + 2 * x[k]!), ...z.map((v, k) => v - y[k]!)),
  };
  near(curve(sheared).g, curve(one).g, 1e-9);
});

test("an atom moved into another image changes nothing", () => {
  const frames = gas(40, 3);
  const position = frames.position.map(
    (x, k) => x + (k < 60 ? 5 * frames.cell[k % 3]! - 2 * frames.cell[6 + (k % 3)]! : 0),
  );
  near(curve({ ...frames, position }).g, curve(frames).g, 1e-9);
});

test("an even gas has g = 1", () => {
  const frames = concat(...Array.from({ length: 20 }, (_, k) => gas(200, 100 + k)));
  const { r, g } = curve(frames, { bins: 16 });
  // n independent pairs in a bin scatter by 1/√n; a gas of N atoms has 1 − 1/N.
  const pairs = r.map(distance => 20 * 200 * 100 * ((4 * Math.PI * distance ** 2 * 0.5) / 1381));
  g.forEach((value, k) => {
    assert.ok(Math.abs(value - 1) < 1 / 200 + 4 / Math.sqrt(pairs[k]!), `g(${r[k]}) = ${value}`);
  });
});

test("a pair of elements counts only its own neighbours", () => {
  const edge = 5.64;
  const frames = rocksalt(edge);
  const density = 4 / edge ** 3;
  near([neighbours(frames, density, 0, 0.6 * edge, { pair: ["Na", "Cl"] })], [6], 1e-9);
  near([neighbours(frames, density, 0, 0.6 * edge, { pair: ["Cl", "Na"] })], [6], 1e-9);
  near([neighbours(frames, density, 0, 0.8 * edge, { pair: ["Cl", "Cl"] })], [12], 1e-9);
  assert.deepEqual(curve(concat(frames, fcc(a)), { pair: ["Na", "Cl"] }), curve(frames, { pair: ["Na", "Cl"] }));
  assert.throws(() => curve(frames, { pair: ["Na", "Al"] }), /no frame has Na and Al/);
  assert.throws(() => curve(frames, { pair: ["Na", "Qq"] }), /Qq is no element/);
});

test("without a volume, g is 1 on the average over the sphere", () => {
  const loose = { ...gas(30, 5), cell: new Float64Array(9), periodic: new Uint8Array(3) };
  near([neighbours(loose, 3 / (4 * Math.PI * 6 ** 3), 0, 6, { cutoff: 6 })], [1], 1e-9);
  const slab = crystal(
    [
      [3, 0, 0],
      [0, 3, 0],
      [0, 0, 0],
    ],
    [[0, 0, 0]],
    { periodic: [1, 1, 0] },
  );
  const { r, g } = curve(slab, { cutoff: 4, bins: 4 });
  assert.deepEqual(
    r.filter((_, k) => g[k]! > 0),
    [3.5],
  );
});

test("what cannot be a distance is refused", () => {
  assert.throws(() => curve(fcc(a), { cutoff: 0 }), /cutoff is 0 Å/);
  assert.throws(() => curve(fcc(a), { bins: 0.5 }), /bins is 0.5/);
  assert.throws(() => curve(fcc(0.01)), /100 times thinner than the cutoff/);
});
