import assert from "node:assert/strict";
import { test } from "node:test";
import { pesbook } from "./pesbook.js";

test("the sets are listed with their sizes, and told of in full", () => {
  const sets = JSON.parse(pesbook(["data", "list", "--json"]).out);
  const sizes = sets.map(
    ({ name, atoms, profiles }: { name: string; atoms: number; profiles: { frames: number }[] }) => [
      name,
      atoms,
      ...profiles.map(({ frames }) => frames),
    ],
  );
  assert.deepEqual(sizes, [
    ["al-thesis", 256, 451, 9032],
    ["al-thesis-32", 32, 451, 9032],
    ["si-thesis", 216, 400, 8000],
  ]);
  const { out } = pesbook(["data", "info", "al-thesis"]);
  for (const words of ["Mei, J. W. Davenport", "1500K-5GPa  liquid     17     346", "0.1 ps apart"]) {
    assert.ok(out.includes(words), out);
  }
  const { states } = JSON.parse(pesbook(["data", "info", "al-thesis", "--json"]).out);
  assert.deepEqual(states.at(-1), {
    phase: "liquid",
    temperature: 1500,
    pressure: 5,
    frames: { quick: 17, thesis: 346 },
  });
});

test("the committed silicon is what our Stillinger and Weber say of its positions", () => {
  const { code, out, err } = pesbook(["data", "verify", "si-sw"]);
  assert.deepEqual([code, err], [0, ""]);
  assert.match(out, /si-sw\.xyz\.gz {2}240 frames\n/);
});
