import assert from "node:assert/strict";
import { test } from "node:test";
import { concat } from "#src/frames/concat.js";
import type { Frames } from "#src/frames/frames.js";
import { checkFrames } from "#src/frames/invariants.js";
import { pick } from "#src/frames/pick.js";
import { parse } from "../formats/extxyz/parse.js";

const three = parse(
  '1\nLattice="3 3 3" Properties=species:S:1:pos:R:3:forces:R:3:site:S:1 energy=1 T=10 k="1 2" state=solid\nH 0 0 0 1 2 3 a\n' +
    '2\nLattice="4 4 4" Properties=species:S:1:pos:R:3:forces:R:3:site:S:1 energy=2 T=20 k="3 4" state=liquid\nO 1 1 1 4 5 6 b\nC 2 2 2 7 8 9 c\n' +
    '1\nLattice="5 5 5" Properties=species:S:1:pos:R:3:forces:R:3:site:S:1 energy=3 T=30 k="5 6" state=gas\nN 3 3 3 -1 -2 -3 d\n',
);

test("picked frames carry all their columns", () => {
  const picked = pick(three, [2, 1]);
  checkFrames(picked);
  assert.deepEqual([...picked.offset], [0, 1, 3]);
  assert.deepEqual([...picked.species], [7, 8, 6]);
  assert.deepEqual([...picked.force!], [-1, -2, -3, 4, 5, 6, 7, 8, 9]);
  assert.deepEqual([...picked.energy!], [3, 2]);
  assert.deepEqual(picked.cell, Float64Array.of(5, 0, 0, 0, 5, 0, 0, 0, 5, 4, 0, 0, 0, 4, 0, 0, 0, 4));
  assert.deepEqual(picked.perFrame, {
    T: Float64Array.of(30, 20),
    k: Float64Array.of(5, 6, 3, 4),
    state: ["gas", "liquid"],
  });
  assert.deepEqual(picked.perAtom, { site: ["d", "b", "c"] });
});

test("a picked frame is a copy", () => {
  const picked = pick(three, [0]);
  picked.position[0] = 99;
  assert.equal(three.position[0], 0);
});

test("frames are picked by what is true of them", () => {
  assert.deepEqual(
    pick(three, f => three.perFrame.T![f] !== 10),
    pick(three, [1, 2]),
  );
  assert.equal(pick(three, () => false).length, 0);
  assert.throws(() => pick(three, [3]), /there is no frame 3; they are numbered 0 to 2/);
  assert.throws(() => pick(three, [0.5]), /there is no frame 0.5/);
});

test("frames picked apart and joined are the same frames", () => {
  assert.deepEqual(concat(pick(three, [0]), pick(three, [1, 2])), three);
  assert.deepEqual(concat(three, pick(three, [])), three);
});

test("what one part lacks is missing in its rows", () => {
  const bare = parse("1\nT=warm step=5\nH 0 0 0\n");
  const both = concat(pick(three, [0]), bare);
  checkFrames(both);
  assert.deepEqual(both.energy, Float64Array.of(1, Number.NaN));
  assert.deepEqual(both.force, Float64Array.of(1, 2, 3, Number.NaN, Number.NaN, Number.NaN));
  assert.deepEqual(both.perFrame, {
    T: ["10", "warm"],
    k: Float64Array.of(1, 2, Number.NaN, Number.NaN),
    state: ["solid", ""],
    step: Float64Array.of(Number.NaN, 5),
  });
  assert.deepEqual(both.perAtom, { site: ["a", ""] });
  assert.throws(() => concat(three, parse("1\nk=1\nH 0 0 0\n")), /concat: k has 2 and 1 entries a row/);
});

test("the source stays where all parts share it", () => {
  const source = { name: "a.xyz", sha256: "00", units: "Å, eV, eV/Å" };
  const sourced: Frames = { ...three, source };
  assert.deepEqual(concat(pick(sourced, [0]), pick(sourced, [1])).source, source);
  assert.equal(concat(sourced, three).source, undefined);
});

test("records whose columns do not fit are refused, by name", () => {
  const wrong: readonly (readonly [Partial<Frames>, RegExp])[] = [
    [{ length: 2 }, /offset has 4 entries, 3 were needed/],
    [{ offset: Int32Array.of(0, 1, 1, 4) }, /frame 1 has no atoms/],
    [{ offset: Int32Array.of(0, 1, 3, 5) }, /offset runs from 0 to 5, not 0 to 4/],
    [{ force: new Float64Array(9) }, /force has 9 entries, 12 were needed/],
    [{ position: new Float64Array(12).fill(Number.NaN) }, /not a finite number/],
    [{ cell: new Float64Array(27) }, /cell vectors of frame 0/],
    [{ periodic: new Uint8Array(9).fill(2) }, /something else than 0 and 1/],
    [{ perFrame: { T: new Float64Array(4) } }, /perFrame.T has 4 entries/],
    [{ perAtom: { charge: new Float64Array(0) } }, /perAtom.charge has 0 entries/],
  ];
  for (const [change, error] of wrong) assert.throws(() => checkFrames({ ...three, ...change }), error);
});
