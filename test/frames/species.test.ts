import assert from "node:assert/strict";
import { test } from "node:test";
import { atomicNumber, formula, symbolOf } from "#src/frames/species.js";

test("symbols and atomic numbers belong together", () => {
  const known = { X: 0, H: 1, C: 6, Al: 13, Si: 14, Cu: 29, Pd: 46, Xe: 54, La: 57, Lu: 71, Pb: 82, U: 92, Og: 118 };
  for (const [symbol, number] of Object.entries(known)) {
    assert.equal(atomicNumber(symbol), number);
    assert.equal(symbolOf(number), symbol);
  }
  assert.equal(atomicNumber("AL"), 13);
  assert.equal(atomicNumber("Qq"), undefined);
  assert.equal(atomicNumber("constructor"), undefined);
  assert.throws(() => symbolOf(119), /no element has atomic number 119/);
});

test("a formula is in the order of Hill", () => {
  assert.equal(formula(Uint8Array.of(8, 1, 6, 1, 6, 1, 35)), "C2H3BrO");
  assert.equal(formula(Uint8Array.of(8, 1, 1)), "H2O");
  assert.equal(formula(new Uint8Array(256).fill(13)), "Al256");
});
