import assert from "node:assert/strict";
import { test } from "node:test";
import { parseComment, printWord } from "#src/formats/extxyz/comment.js";

test("each form of value is read as the specification says", () => {
  const line = String.raw`i=-3 r=+1.5e-3 d=1.0D+00 b=T w=fcc q="two words" e="a \"b\" \\ c\nd" s='it is "so"' old="1 2 3" one="7" `;
  const more = `brace={1 2.5} flags="T F" new=[1, 2.5] matrix=[[1, 2], [3, 4]] words=[a, b] ragged=[[1], [2, 3]] spaced = 4 lone smiles=C=O "a key"=1`;
  const values = Object.fromEntries(parseComment(line + more));
  assert.deepEqual(
    Object.fromEntries(
      Object.entries(values).map(([key, { text, numbers, booleans }]) => [key, numbers ?? booleans ?? text]),
    ),
    {
      i: [-3],
      r: [0.0015],
      d: [1],
      b: [true],
      w: "fcc",
      q: "two words",
      e: 'a "b" \\ c\nd',
      s: 'it is "so"',
      old: [1, 2, 3],
      one: [7],
      brace: [1, 2.5],
      flags: [true, false],
      new: [1, 2.5],
      matrix: [1, 2, 3, 4],
      words: "[a, b]",
      ragged: "[[1], [2, 3]]",
      spaced: [4],
      lone: [true],
      smiles: "C=O",
      "a key": [1],
    },
  );
});

test("what ASE writes after _JSON is an array where it is one, else a word", () => {
  const pairs = parseComment(String.raw`a="_JSON [[1, 2.5], [3, 4]]" b="_JSON {\"k\": 1}" c="_JSON [[water"`);
  assert.deepEqual(pairs.get("a")?.numbers, [1, 2.5, 3, 4]);
  assert.deepEqual(pairs.get("b"), { text: '_JSON {"k": 1}' });
  assert.deepEqual(pairs.get("c"), { text: "_JSON [[water" });
});

test("a word that was printed is read as it was", () => {
  for (const word of [
    "fcc",
    "two words",
    'a "b"',
    "it's",
    "back\\slash",
    "line\nbreak",
    "[a, b]",
    "C=O",
    "\\n",
    "{x}",
    "é 水",
  ]) {
    assert.equal(parseComment(`key=${printWord(word)} next=1`).get("key")?.text, word);
  }
});

test("a long line takes a time in proportion to its length", () => {
  for (const part of ["1", " ", '"', "[", "]", "{", "=", "\\", "] ,[", "a=", "lattice ", "'"]) {
    const start = performance.now();
    try {
      parseComment(`key=${part.repeat(300_000 / part.length)}x`);
    } catch {
      // Most of these are no comment lines; here only the time counts.
    }
    assert.ok(performance.now() - start < 1000, `${part} took ${performance.now() - start} ms`);
  }
});
