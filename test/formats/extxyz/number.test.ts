import assert from "node:assert/strict";
import { test } from "node:test";
import { parseNumber, printNumber } from "#src/formats/extxyz/number.js";

test("numbers are read as written, with Fortran's exponents", () => {
  const cases = {
    "1": 1,
    "-0.5": -0.5,
    "+.5": 0.5,
    "5.": 5,
    "1e3": 1000,
    "1D-3": 0.001,
    "2.5d+00": 2.5,
    "007": 7,
    "-0": -0,
  };
  for (const [token, value] of Object.entries(cases)) assert.ok(Object.is(parseNumber(token), value), token);
  assert.ok(Number.isNaN(parseNumber("NaN")));
  assert.equal(parseNumber("-inf"), Number.NEGATIVE_INFINITY);
  for (const token of ["", ".", "e5", "0x10", "0b1", "1_000", "1,5", "--1", "1e", "1 2", "Infinit", "١"]) {
    assert.equal(parseNumber(token), undefined, token);
  }
});

test("a number that was printed is read as the same bits", () => {
  const bits = new DataView(new ArrayBuffer(8));
  let seed = 88172645;
  for (let k = 0; k < 20_000; k++) {
    for (const at of [0, 4]) {
      seed ^= seed << 13;
      seed ^= seed >>> 17;
      seed ^= seed << 5;
      bits.setInt32(at, seed);
    }
    const value = bits.getFloat64(0);
    assert.ok(Object.is(parseNumber(printNumber(value)), value), String(value));
  }
  for (const value of [0, -0, 5e-324, Number.MAX_VALUE, 2 ** 53 + 2, 1e21, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.ok(Object.is(parseNumber(printNumber(value)), value), String(value));
  }
});
