import assert from "node:assert/strict";
import { test } from "node:test";
import { checkFrames } from "#src/frames/invariants.js";
import { chance } from "../../validation/crystals.js";
import { parse } from "./parse.js";

const seeds = [
  '3\nLattice="4 0 0 0 4 0 0 0 4" Properties=species:S:1:pos:R:3:forces:R:3 energy=-3.5 virial="1 2 3 4 5 6 7 8 9" pbc="T T T" T=300 state=solid\n' +
    "Al 0 0 0 1 2 3\nAl 1 1.5 2 -1 -2 -3\nCu 2 2 2 0.5 0 1e-3\n".repeat(1) +
    '2\nLattice="4 0 0 0 4 0 0 0 4" Properties=species:S:1:pos:R:3:forces:R:3 energy=-3.25 pbc="T T T" T=500 state=liquid\n' +
    "Al 0.25 0 0 1 2 3\nAl 1 1.5 2.125 -1 -2 -3\n",
  "2\npbc=[T, T, F] energy = -1.0D+00 Lattice=[[4, 0, 0], [1, 5, 0], [0, 0, 6]] Properties=pos:R:3:Z:I:1:move:L:1:site:S:1 stress={1 2 3 4 5 6} name='it is \"so\"' relaxed\n" +
    "0 0 0 13 T a\n1 2 3 29 F b\n",
  "3\nwater\nO 0 0 0\nH 0.96 0 0\nH -0.24 0.93 0\n2\n\nO 0 0 0 0.1\nH 0.96 0 0 0.2\n\n",
];
const scraps = [
  "",
  " ",
  "\t",
  "\n",
  "\r\n",
  "\0",
  '"',
  "'",
  "=",
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "\\",
  "-",
  "+",
  ".",
  "e",
  "D",
  "0",
  "9",
  "999999999",
  "1e999",
  "-1e-999",
  "nan",
  "inf",
  "0x1f",
  "T",
  "F",
  "Infinity",
  "__proto__=1",
  "constructor=1",
  "Lattice",
  "Properties=",
  "species:S:1:",
  "pos:R:3",
  "forces:R:99",
  "pbc=T",
  "energy=",
  "virial=",
  "stress=",
  "\ufeff",
  "é",
  "水",
  "😀",
  "_JSON [[",
  "Al",
  "Qq",
  "key=[1, 2, 3]",
  " ".repeat(5000),
  "[".repeat(500),
  "1 ".repeat(500),
];

function mutate(text: string, random: () => number): string {
  const below = (n: number) => Math.floor(random() * n);
  let result = text;
  for (let k = below(4); k >= 0; k--) {
    const at = below(result.length + 1);
    const to = Math.min(result.length, at + 1 + below(random() < 0.2 ? 80 : 4));
    const change = below(5);
    const scrap = scraps[below(scraps.length)]!;
    if (change === 0) result = result.slice(0, at) + result.slice(to);
    else if (change === 1) result = result.slice(0, at) + scrap + result.slice(at);
    else if (change === 2) result = result.slice(0, at) + scrap + result.slice(to);
    else if (change === 3) result = result.slice(0, at) + result.slice(at, to).repeat(2) + result.slice(to);
    else {
      const other = below(result.length + 1);
      result = result.slice(0, at) + result.slice(other, other + 1 + below(60)) + result.slice(to);
    }
  }
  return result;
}

test("of ten thousand damaged files each is read whole or refused by frame and line, soon and in little memory", () => {
  const random = chance(20_000_003);
  const before = process.memoryUsage();
  let accepted = 0;
  let slowest = 0;
  for (let k = 0; k < 10_000; k++) {
    const text = mutate(seeds[k % seeds.length]!, random);
    const start = performance.now();
    try {
      const frames = parse(text);
      checkFrames(frames);
      accepted++;
    } catch (error) {
      assert.ok(error instanceof Error && error.constructor === Error, `${String(error)} for ${JSON.stringify(text)}`);
      assert.match(error.message, /^read: text(?:, frame \d+, line \d+)?: \S/, JSON.stringify(text));
      assert.ok(error.message.length < 1000, `an error of ${error.message.length} characters`);
    }
    slowest = Math.max(slowest, performance.now() - start);
  }
  assert.ok(slowest < 2000, `one file took ${slowest} ms`);
  assert.ok(
    accepted > 1000 && accepted < 9000,
    `${accepted} of 10,000 were still files; the damage is too small or too large`,
  );
  const after = process.memoryUsage();
  assert.ok(after.arrayBuffers - before.arrayBuffers < 2 ** 28, "the memory of typed arrays grew");
  assert.ok(after.rss - before.rss < 2 ** 29, "the memory of the process grew");
});
