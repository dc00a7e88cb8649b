import assert from "node:assert/strict";
import { test } from "node:test";
import { checkFrames } from "#src/frames/invariants.js";
import { parse } from "./parse.js";

const cube = 'Lattice="4 0 0 0 4 0 0 0 4"';

test("energy, forces, virial and other keys each find their place", () => {
  const frames = parse(
    `2\n${cube} Properties=species:S:1:pos:R:3:forces:R:3:charge:R:1 energy=-3.5 virial="1 2 3 4 5 6 7 8 9" T=300 state=solid\n` +
      "Al 0 0 0 1 2 3 0.5\nCu 1 1.5 2 -1 -2 -3 -0.5\n",
  );
  checkFrames(frames);
  assert.deepEqual([...frames.offset], [0, 2]);
  assert.deepEqual([...frames.species], [13, 29]);
  assert.deepEqual([...frames.position], [0, 0, 0, 1, 1.5, 2]);
  assert.deepEqual([...frames.cell], [4, 0, 0, 0, 4, 0, 0, 0, 4]);
  assert.deepEqual([...frames.periodic], [1, 1, 1]);
  assert.deepEqual(frames.energy, Float64Array.of(-3.5));
  assert.deepEqual(frames.force, Float64Array.of(1, 2, 3, -1, -2, -3));
  assert.deepEqual(frames.virial, Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9));
  assert.deepEqual(frames.perFrame, { T: Float64Array.of(300), state: ["solid"] });
  assert.deepEqual(frames.perAtom, { charge: Float64Array.of(0.5, -0.5) });
});

test("the forms in which programs write one and the same frame are read alike", () => {
  const expected = parse(
    `1\n${cube} Properties=species:S:1:pos:R:3:forces:R:3 energy=-2.5 pbc="T T T"\nAl 1 2 3 4 5 6\n`,
  );
  const same = [
    `1\n${cube} Properties=species:S:1:pos:R:3:forces:R:3 energy=-2.5 pbc=[T, T, T]\nAl 1 2 3 4 5 6`,
    `1\r\npbc={T T T} energy=-2.5 properties=species:S:1:pos:R:3:force:R:3 ${cube}\r\nAl 1 2 3 4 5 6\r\n`,
    `\t1  \n${cube}\tenergy = -2.5\tProperties=element:S:1:positions:R:3:forces:R:3\nAl\t1\t2\t3\t4\t5\t6 \n`,
    `1\nProperties=pos:R:3:Z:I:1:forces:R:3 energy="-2.5" Lattice=[[4, 0, 0], [0, 4, 0], [0, 0, 4]]\n1 2 3 13 4 5 6\n\n\n`,
    `\n1\nProperties=forces:R:3:species:S:1:pos:R:3:Z:I:1 energy=-25.D-1 Lattice='4 4 4'\n4 5 6 AL 1.0D+00 +2. 30e-1 13\n`,
    `1\nLattice={4 0 0 0 4 0 0 0 4} pbc=T 'energy'=-2.5 "Properties"='species:S:1:pos:R:3:forces:R:3'\n13 1 2 3 4 5 6`,
    `1\nLattice="_JSON [[4, 0, 0], [0, 4, 0], [0, 0, 4]]" pbc="True true TRUE" energy=-2.5 Properties=species:S:1:pos:I:3:forces:R:3\nAl 1 2 3 4 5 6`,
  ];
  for (const text of same) assert.deepEqual(parse(text), expected, text);
});

test("plain XYZ has a comment and columns that are not read", () => {
  const frames = parse("2\nit's water: O=H\nO 0 0 0 0.417 x\nH 0.96 0 0\n1\n\nH 0 0 0\n");
  assert.deepEqual(frames.perFrame, { comment: ["it's water: O=H", ""] });
  assert.deepEqual([...frames.periodic], [0, 0, 0, 0, 0, 0]);
  assert.deepEqual([...frames.species], [8, 1, 1]);
  assert.equal(frames.energy, undefined);
});

test("a plain comment of key=value pairs is taken apart", () => {
  assert.deepEqual(parse("1\nenergy=-1 charge = 2\nH 0 0 0\n").perFrame, { charge: Float64Array.of(2) });
});

test("names by option move energies, forces and virials out of the other columns", () => {
  const text =
    `1\n${cube} Properties=species:S:1:pos:R:3:dft_forces:R:3:forces:R:3 dft_energy=-1 energy=-2 dft_virial="1 2 3 4 5 6" virial="0 0 0 0 0 0 0 0 0"\n` +
    "H 0 0 0 1 2 3 7 8 9\n";
  const frames = parse(text, { energy: "dft_energy", force: "dft_forces", virial: "dft_virial" });
  assert.deepEqual(frames.energy, Float64Array.of(-1));
  assert.deepEqual(frames.force, Float64Array.of(1, 2, 3));
  assert.deepEqual(frames.virial, Float64Array.of(1, 6, 5, 6, 2, 4, 5, 4, 3));
  assert.deepEqual(frames.perFrame, { energy: Float64Array.of(-2), virial: new Float64Array(9) });
  assert.deepEqual(frames.perAtom, { forces: Float64Array.of(7, 8, 9) });
  assert.throws(() => parse(text, { energy: "pbe_energy" }), /no frame has pbe_energy, which was to be read as energy/);
});

test("a stress becomes minus itself times the volume", () => {
  const at = (keys: string) => parse(`1\n${keys} Properties=species:S:1:pos:R:3\nH 0 0 0\n`);
  assert.deepEqual(
    at(`${cube} stress="1 0 0 0 2 0 0 0 -3"`).virial,
    Float64Array.of(-64, -0, -0, -0, -128, -0, -0, -0, 192),
  );
  const both = at(`${cube} stress="1 0 0 0 2 0 0 0 3" virial="1 1 1 1 1 1 1 1 1"`);
  assert.deepEqual(both.virial, new Float64Array(9).fill(1));
  assert.deepEqual(both.perFrame.stress, Float64Array.of(1, 0, 0, 0, 2, 0, 0, 0, 3));
  assert.deepEqual(at('stress="1 0 0 0 2 0 0 0 3"').virial, undefined);
});

test("what some frames lack is missing there", () => {
  const frames = parse(
    `1\n${cube} Properties=species:S:1:pos:R:3:forces:R:3 energy=1 T=10 k="1 2" state=solid relaxed\nH 0 0 0 1 2 3\n` +
      "1\nProperties=species:S:1:pos:R:3:tag:I:1:site:S:1 step=4\nH 0 0 0 5 a\n" +
      `1\n${cube} Properties=species:S:1:pos:R:3:move:L:1 energy=2 relaxed=false\nH 0 0 0 T\n`,
  );
  checkFrames(frames);
  assert.deepEqual(frames.energy, Float64Array.of(1, Number.NaN, 2));
  assert.deepEqual(frames.force, Float64Array.of(1, 2, 3, ...new Array(6).fill(Number.NaN)));
  assert.deepEqual(frames.perFrame, {
    T: Float64Array.of(10, Number.NaN, Number.NaN),
    k: Float64Array.of(1, 2, ...new Array(4).fill(Number.NaN)),
    state: ["solid", "", ""],
    relaxed: ["T", "", "F"],
    step: Float64Array.of(Number.NaN, 4, Number.NaN),
  });
  assert.deepEqual(frames.perAtom, {
    tag: Float64Array.of(Number.NaN, 5, Number.NaN),
    site: ["", "a", ""],
    move: Float64Array.of(Number.NaN, Number.NaN, 1),
  });
});

test("a key that is not the same number of numbers in all frames is kept as words", () => {
  const frames = parse(
    "1\na=1 b={1 2} c=x\nH 0 0 0\n1\na=1.50e0 b=[1, 2, 3] c=07\nH 0 0 0\n1\na=one b=T c=nan\nH 0 0 0\n",
  );
  assert.deepEqual(frames.perFrame, { a: ["1", "1.50e0", "one"], b: ["1 2", "[1, 2, 3]", "T"], c: ["x", "07", "nan"] });
});

const wrong: readonly (readonly [string, RegExp])[] = [
  ["", /^Error: read: text: the file is empty/],
  ["two\n\nH 0 0 0\n", /^Error: read: text, frame 0, line 1: found "two", a number of atoms was needed/],
  ["0\n\n", /frame 0, line 1: the number of atoms is 0/],
  ["999999999\n\nH 0 0 0\n", /frame 0, line 3: the file ends inside the frame, with 1 of 999999999 atoms/],
  ["1\n", /line 1: the file ends inside the frame, with no comment line/],
  ["1\n\nH 0 0 0\n1\n\nH 0 abc 0\n", /frame 1, line 6: pos column 2 is "abc", a number was needed/],
  ["1\n\nH 0 0x10 0\n", /pos column 2 is "0x10", a number was needed/],
  ["1\n\nH 0 nan 0\n", /pos column 2 is "nan", a number was needed/],
  ["1\n\nQq 0 0 0\n", /species is "Qq", an element was needed/],
  ["1\n\nH 0 0\n", /the line ends before pos column 3/],
  ["1\nProperties=species:S:1:pos:R:3\nH 0 0 0 0\n", /found "0" after the last column/],
  ["1\nProperties=species:S:1:pos:R:3:Z:I:1\nH 0 0 0 2\n", /Z is "2" but another column says 1/],
  ["1\nProperties=species:S:1:pos:R:3:move:L:1\nH 0 0 0 2\n", /move is "2", T or F was needed/],
  ["1\nProperties=species:S:1:pos:R:2\nH 0 0\n", /pos:R:2, pos:R:3 was needed/],
  ["1\nProperties=species:S:1\nH\n", /no column pos or positions/],
  ["1\nProperties=pos:R:3\n0 0 0\n", /no column species, element or Z/],
  ["1\nProperties=species:S:1:pos:R:3:a:R:1:a:R:1\nH 0 0 0 1 1\n", /the column a twice/],
  ["1\nProperties=species:S:1:pos:R:99999999999\nH 0 0 0\n", /the width "99999999999"/],
  ["1\nProperties=species:S:1:pos:Q:3\nH 0 0 0\n", /the type "Q"; one of S, I, R, L/],
  ["1\nProperties=species:S:1:pos\nH 0 0 0\n", /triplets name:type:width were needed/],
  ['1\nLattice="1 2 3 4"\nH 0 0 0\n', /Lattice is "1 2 3 4", 9 numbers \(or 3\) were needed/],
  ['1\nLattice="1 0 0 2 0 0 0 0 1"\nH 0 0 0\n', /must be independent/],
  ['1\nLattice="1 0 0 0 1 0 0 0 1\nH 0 0 0\n', /line 2: the quote at .* is never closed/],
  ['1\nLattice="4 4 4" a=[1, 2\nH 0 0 0\n', /the bracket of a is never closed/],
  ['1\nLattice="4 4 4" a={1 2\nH 0 0 0\n', /the brace of a is never closed/],
  ['1\npbc="T T T"\nH 0 0 0\n', /there is no Lattice/],
  ['1\nLattice="4 4 4" pbc="T T maybe"\nH 0 0 0\n', /pbc is "T T maybe"/],
  ["1\nenergy=low\nH 0 0 0\n", /energy is "low", a number was needed/],
  ['1\nenergy= Lattice="4 4 4"\nH 0 0 0\n', /key energy has no value before "Lattice=/],
  ['1\nvirial="1 2 3"\nH 0 0 0\n', /virial is "1 2 3", 9 numbers \(or 6\) were needed/],
  ['1\nLattice="4 4 4" a=1 a=2\nH 0 0 0\n', /key a is given twice, as "1" and "2"/],
  ['1\nLattice="4 4 4" =1\nH 0 0 0\n', /a key was needed at "=1"/],
  ['1\nLattice="4 4 4" a="1"b\nH 0 0 0\n', /a blank was needed after a/],
  [
    "1\nProperties=species:S:1:pos:R:3:a:R:1\nH 0 0 0 1\n1\nProperties=species:S:1:pos:R:3:a:R:2\nH 0 0 0 1 2\n",
    /frame 1, line 5: a is 2 numbers an atom here but 1 numbers an atom in an earlier frame/,
  ],
];

for (const [text, error] of wrong) {
  test(`refuses ${JSON.stringify(text)}`, () => assert.throws(() => parse(text), error));
}

test("hostile keys cannot reach the prototype of anything", () => {
  assert.throws(() => parse('1\nLattice="4 4 4" __proto__=1\nH 0 0 0\n'), /__proto__ cannot be a key/);
  assert.throws(() => parse("1\nProperties=species:S:1:pos:R:3:__proto__:R:1\nH 0 0 0 1\n"), /named "__proto__"/);
  const frames = parse("1\nconstructor=1 toString=2 hasOwnProperty=3\nH 0 0 0\n");
  assert.deepEqual(Object.keys(frames.perFrame), ["constructor", "toString", "hasOwnProperty"]);
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
});

test("columns that few frames have cannot fill the memory", () => {
  const wide = `1\nProperties=species:S:1:pos:R:3:a:R:9000\nH 0 0 0${" 0".repeat(9000)}\n`;
  const narrow = "1\n\nH 0 0 0\n".repeat(3000);
  assert.throws(() => parse(wide + narrow), /far more memory than the file itself/);
  const keys = Array.from({ length: 4000 }, (_, k) => `1\nk${k}=1\nH 0 0 0\n`).join("");
  assert.throws(() => parse(keys), /far more memory than the file itself/);
});
