import assert from "node:assert/strict";
import { test } from "node:test";
import { bins, edge, interval, roundStep } from "#src/figures/binning.js";
import { axisTitle } from "#src/figures/labels.js";
import { columns, distinct } from "#src/figures/rows.js";

test("steps are 1, 2 or 5 times a power of ten", () => {
  assert.deepEqual([0.0012, 0.13, 1, 3.1, 4.9, 5.1, 730].map(roundStep), [0.002, 0.2, 1, 5, 5, 10, 1000]);
});

test("bins hold every value, with round edges", () => {
  const values = [-1.234, 0, 0.3, 5.678];
  const found = bins(values, 20);
  assert.deepEqual(found.step, 0.5);
  assert.equal(edge(found, 0), -1.5);
  for (const value of values) {
    const k = interval(found, value);
    assert.ok(edge(found, k) <= value && value < edge(found, k + 1), `${value} in ${edge(found, k)}`);
  }
  assert.equal(edge(bins([0.1, 0.2, 0.3], 3), 1), 0.2, "no digits left behind by multiplying");
  assert.ok(bins([3, 3, 3], 10).count >= 1, "equal values have a bin");
});

test("titles know their columns and take others as they are", () => {
  assert.equal(axisTitle("energyPerAtom"), "energy per atom (eV/atom)");
  assert.equal(axisTitle("energyPerAtom", { unit: "meV/atom" }), "energy per atom (meV/atom)");
  assert.equal(axisTitle("energyPerAtom", { title: "E" }), "E");
  assert.equal(axisTitle("g"), "radial distribution g(r)");
  assert.equal(axisTitle("constructor"), "constructor");
});

test("columns of a filtered and ordered arquero table are those one sees", async () => {
  const { table } = await import("arquero");
  const seen = table({ T: [3, 1, 2], state: ["a", "b", null] })
    .filter((row: { T: number }) => row.T < 3)
    .orderby("T");
  assert.deepEqual(columns("test", seen, ["T"], "state").column, { T: [1, 2], state: ["b", "not given"] });
  assert.deepEqual(distinct([10, 9, 10]), [9, 10]);
  assert.deepEqual(distinct(["solid", "liquid", "solid"]), ["solid", "liquid"]);
});
