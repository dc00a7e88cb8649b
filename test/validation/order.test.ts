import assert from "node:assert/strict";
import { test } from "node:test";
import { concat } from "#src/frames/concat.js";
import type { Frames } from "#src/frames/frames.js";
import { bondOrder, phase } from "#src/validation/order.js";
import { eachPair } from "#src/validation/pairs.js";
import { bcc, diamond, fcc, fccPrimitive, gas, repeat } from "./crystals.js";

function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual}, expected ${expected}`);
}

test("perfect crystals have the published order", () => {
  near(bondOrder(fcc(4.05))[0]!, 0.57452, 5e-6);
  near(bondOrder(fccPrimitive(4.05))[0]!, 0.57452, 5e-6);
  near(bondOrder(bcc(2.87), { cutoff: 3.2 })[0]!, 0.51069, 5e-6);
  near(bondOrder(diamond(5.43))[0]!, 0.62854, 5e-6);
  near(bondOrder(fcc(4.05), { degree: 4 })[0]!, 0.19094, 5e-6);
  near(bondOrder(bcc(2.87), { cutoff: 3.2, degree: 4 })[0]!, 0.03637, 5e-6);
  near(bondOrder(diamond(5.43), { degree: 4 })[0]!, 0.50918, 5e-6);
});

/** By the addition theorem, over all pairs of bonds: Q_l² = ⟨⟨ P_l(cos γ) ⟩⟩. Slow, and no harmonic in it. */
function byAdditionTheorem(frames: Frames, cutoff: number, degree: number): number {
  const bonds: number[][] = [];
  eachPair(frames, 0, cutoff, (_i, _j, x, y, z, square) => bonds.push([x, y, z].map(c => c / Math.sqrt(square))));
  let sum = 0;
  for (const [x = 0, y = 0, z = 0] of bonds) {
    for (const [u = 0, v = 0, w = 0] of bonds) {
      const cosine = x * u + y * v + z * w;
      let before = 0;
      let legendre = 1;
      for (let k = 1; k <= degree; k++) {
        [before, legendre] = [legendre, ((2 * k - 1) * cosine * legendre - (k - 1) * before) / k];
      }
      sum += legendre;
    }
  }
  return Math.sqrt(sum) / bonds.length;
}

test("the order of any structure is that of the addition theorem", () => {
  for (const seed of [1, 2]) {
    for (const degree of [2, 4, 6, 8, 12]) {
      const frames = gas(30, seed);
      near(bondOrder(frames, { cutoff: 4, degree })[0]!, byAdditionTheorem(frames, 4, degree), 1e-12);
    }
  }
});

test("a turned crystal has the same order", () => {
  const turned = repeat(fcc(4.05), 2);
  const turn = (vectors: Float64Array) => {
    const result = vectors.slice();
    for (let k = 0; k < vectors.length; k += 3) {
      const [x, y, z] = vectors.subarray(k, k + 3) as unknown as [number, number, number];
      // Two turns by the angle of a 3-4-5 triangle, about z, then x.
      const [u, v] = [0.6 * x - 0.8 * y, 0.8 * x + 0.6 * y];
      result.set([u, 0.6 * v - 0.8 * z, 0.8 * v + 0.6 * z], k);
    }
    return result;
  };
  const after = { ...turned, position: turn(turned.position), cell: turn(turned.cell) };
  near(bondOrder(after, { cutoff: 3.4 })[0]!, bondOrder(turned, { cutoff: 3.4 })[0]!, 1e-12);
});

test("crystals are solid, disorder is liquid", () => {
  assert.deepEqual(phase(concat(repeat(fcc(4.05), 2), gas(64, 1)), { cutoff: 3.5 }), ["solid", "liquid"]);
  assert.ok(Number.isNaN(bondOrder(fcc(4.05), { cutoff: 1 })[0]));
  assert.throws(() => bondOrder(fcc(40)), /no first shell of neighbours within 8 Å; tell a cutoff/);
  assert.throws(() => bondOrder(fcc(4.05), { degree: 5 }), /degree is 5, an even number/);
});
