import assert from "node:assert/strict";
import { test } from "node:test";
import { sha256 } from "#src/hash.js";
import { random } from "#src/random.js";
import { philox } from "./reference/philox.js";

test("the reference has the known answers of Random123", () => {
  // kat_vectors of Random123 1.14: counter, key, result
  const known = [
    ["00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
    ["ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"],
    ["243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"],
  ].map(words => words.map(text => text.split(" ").map(word => Number.parseInt(word, 16))));
  for (const [counter, key, expected] of known) assert.deepEqual(philox(counter!, key!), expected);
});

test("uniform draws are the reference's words, two a number", () => {
  const hash = sha256("7/noise");
  const key = [hash.slice(0, 8), hash.slice(8, 16)].map(word => Number.parseInt(word, 16));
  const stream = random(7, "noise", 2 ** 33 - 4);
  for (let block = 2 ** 32 - 2; block < 2 ** 32 + 40; block++) {
    const words = philox([block % 2 ** 32, Math.floor(block / 2 ** 32), 0, 0], key);
    for (const [high, low] of [words.slice(0, 2), words.slice(2)] as [number, number][]) {
      const expected = ((BigInt(high) << 32n) | BigInt(low)) >> 11n;
      assert.equal(stream.uniform(), Number(expected) / 2 ** 53);
    }
  }
});

test("a stream goes on from any draw, in one go or one by one", () => {
  const whole = random(1, "a").uniforms(300);
  const stream = random(1, "a");
  assert.deepEqual([...stream.uniforms(5), stream.uniform(), ...stream.uniforms(130)], [...whole.subarray(0, 136)]);
  stream.jump(3);
  assert.equal(stream.drawn, 139);
  assert.equal(stream.uniform(), whole[139]);
  assert.equal(random(1, "a", 200).uniform(), whole[200]);

  const normals = random(1, "a").normals(300);
  const single = random(1, "a", 250);
  for (let k = 250; k < 300; k++) assert.equal(single.normal(), normals[k]);
});

test("names, seeds and splits are streams of their own", () => {
  const stream = random(1, "a");
  const first = [random(1, "b"), random(2, "a"), stream.split("x"), stream.split("y"), stream, random(11, "a")];
  assert.equal(new Set(first.map(({ uniform }) => uniform())).size, first.length);
  stream.jump(10);
  assert.equal(stream.split("x").uniform(), random(1, "a").split("x").uniform());
  assert.throws(() => random(0.5, "a"), /random: the seed is 0.5; a whole number from 0 up/);
});

test("uniform and normal numbers have the moments they should", () => {
  const n = 200_000;
  // Five standard errors of each mean.
  const close = (values: Float64Array, power: number, expected: number, deviation: number) =>
    assert.ok(Math.abs(values.reduce((sum, x) => sum + x ** power, 0) / n - expected) < (5 * deviation) / Math.sqrt(n));
  const uniforms = random(3, "moments").uniforms(n);
  close(uniforms, 1, 1 / 2, Math.sqrt(1 / 12));
  close(uniforms, 2, 1 / 3, Math.sqrt(1 / 5 - 1 / 9));
  assert.ok(uniforms.every(x => x >= 0 && x < 1));
  const normals = random(3, "moments").normals(n);
  close(normals, 1, 0, 1);
  close(normals, 2, 1, Math.sqrt(2));
  close(normals, 3, 0, Math.sqrt(15));
  close(normals, 4, 3, Math.sqrt(96));
});

test("whole numbers, orders and choices are equally likely", () => {
  const stream = random(4, "likely");
  const count = (outcomes: number, draw: () => number) => {
    const times = new Array<number>(outcomes).fill(0);
    for (let k = 0; k < 6000; k++) times[draw()]!++;
    const expected = 6000 / outcomes;
    return times.reduce((sum, found) => sum + (found - expected) ** 2 / expected, 0);
  };
  // χ² of five degrees of freedom exceeds 20.5 once in a thousand times.
  assert.ok(count(6, () => stream.integer(6)) < 20.5);
  const orders = ["abc", "acb", "bac", "bca", "cab", "cba"];
  assert.ok(count(6, () => orders.indexOf(stream.shuffle("abc").join(""))) < 20.5);
  assert.ok(count(6, () => stream.choice([0, 1, 2, 3, 4, 5])) < 20.5);
  assert.equal(stream.integer(1), 0);
  assert.throws(() => stream.integer(0), /below is 0/);
  assert.throws(() => stream.choice([]), /nothing to choose from/);
});

test("the bits are the same on every machine and every Node", () => {
  assert.equal(
    sha256(random(5, "bits").normals(10_000)),
    "cbeb161938fc6cf58a7f6e439a73468a42d43f444398927c79d8bc36662a4bb4",
  );
});
