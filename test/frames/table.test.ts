import assert from "node:assert/strict";
import { test } from "node:test";
import { table } from "#src/frames/table.js";
import { parse } from "../formats/extxyz/parse.js";

test("a frame is a row, with its own columns beside the computed ones", () => {
  const frames = parse(
    '2\nLattice="4 4 4" Properties=species:S:1:pos:R:3:forces:R:3 energy=-3 T=300 state=solid atoms=7 k="1 2"\nH 0 0 0 3 4 0\nO 1 0 0 -3 -4 0\n' +
      "1\nstate=gas\nC 0 0 0\n",
  );
  assert.deepEqual(table(frames).objects(), [
    {
      frame: 0,
      formula: "HO",
      atoms: 2,
      energy: -3,
      energyPerAtom: -1.5,
      largestForce: 5,
      forceVariance: 50 / 6,
      volumePerAtom: 32,
      T: 300,
      state: "solid",
    },
    {
      frame: 1,
      formula: "C",
      atoms: 1,
      energy: Number.NaN,
      energyPerAtom: Number.NaN,
      largestForce: Number.NaN,
      forceVariance: Number.NaN,
      volumePerAtom: Number.NaN,
      T: Number.NaN,
      state: "gas",
    },
  ]);
});

test("frames without energies, forces or cells have no columns for them", () => {
  assert.deepEqual(table(parse("3\nethanol?\nC 0 0 0\nH 1 0 0\nH 0 1 0\n")).objects(), [
    { frame: 0, formula: "CH2", atoms: 3, comment: "ethanol?" },
  ]);
});
