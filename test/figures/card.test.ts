import assert from "node:assert/strict";
import { test } from "node:test";
import { concat, load, pick } from "pesbook";
import { formatters } from "#src/figures/formatters.js";

const drawn = async (value: unknown) => {
  for (const formatter of formatters) {
    const bundle = await formatter(value);
    if (bundle) return bundle as Record<string, string>;
  }
  return undefined;
};

const aluminium = await load("al-eam");

test("a set of structures is drawn as a card: how many of what, ranges with units, a picture", async () => {
  const bundle = await drawn(aluminium);
  assert.deepEqual(Object.keys(bundle!), ["text/html", "text/plain"]);
  const facts = new Map(bundle!["text/plain"]!.split("\n").map(line => line.split(/ {2,}/) as [string, string]));
  assert.match(facts.get("energy")!, /^−\d\.\d+ to −\d\.\d+ eV\/atom$/);
  assert.match(facts.get("largest force")!, /^[\d.]+ to [\d.]+ eV\/Å$/);
  assert.match(facts.get("cell")!, / × .* × .* Å, periodic$/);
  assert.match(bundle!["text/html"]!, /<img width="220" alt="\d+ atoms, Al\d+[^"]*" src="data:image\/png;base64,/);
});

test("the same frames give the same card", async () => {
  assert.deepEqual(await drawn(aluminium), await drawn(aluminium));
});

test("a card can be of nothing, of atoms without a cell, and of what misses numbers", async () => {
  assert.equal((await drawn(pick(aluminium, [])))!["text/plain"], "frames  0");
  const one = pick(aluminium, [0]);
  const loose = {
    ...one,
    cell: new Float64Array(9),
    periodic: new Uint8Array(3),
    perFrame: { T: Float64Array.of(NaN), note: ["<b>"] },
  };
  const bundle = await drawn(loose);
  assert.match(bundle!["text/plain"]!, /^cell +none$/m);
  assert.match(bundle!["text/plain"]!, /^T +missing$/m);
  assert.match(bundle!["text/html"]!, /&lt;b&gt;/);
  const two = await drawn(concat(one, one));
  assert.match(two!["text/plain"]!, /^atoms +\d+ a frame, \d+ in all$/m);
});

test("other records are no frames", async () => {
  assert.equal(await drawn({ length: 1, offset: [0, 1] }), undefined);
});
