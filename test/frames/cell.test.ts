import assert from "node:assert/strict";
import { test } from "node:test";
import { reciprocal, volume } from "#src/frames/cell.js";

const triclinic = Float64Array.of(4, 0.3, -0.2, 1, 5, 0.4, -0.7, 0.6, 3);

test("reciprocal vectors are dual to the cell vectors", () => {
  const dual = reciprocal({ cell: triclinic, periodic: Uint8Array.of(1, 1, 1) }, 0)!;
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      let product = 0;
      for (let k = 0; k < 3; k++) product += triclinic[3 * i + k]! * dual[3 * j + k]!;
      assert.ok(Math.abs(product - (i === j ? 1 : 0)) < 1e-14);
    }
  }
});

test("a direction that does not repeat may have any vector", () => {
  const slab = Float64Array.of(4, 0, 0, 1, 5, 0, 0, 0, 0);
  const dual = reciprocal({ cell: slab, periodic: Uint8Array.of(1, 1, 0) }, 0)!;
  const expected = [1 / 4, -1 / 20, 0, 0, 1 / 5, 0, 0, 0, 1];
  for (const [k, value] of expected.entries()) assert.ok(Math.abs(dual[k]! - value) < 1e-15);
  assert.deepEqual(
    [...reciprocal({ cell: new Float64Array(9), periodic: new Uint8Array(3) }, 0)!].filter(Boolean).length,
    3,
  );
  assert.equal(reciprocal({ cell: slab, periodic: Uint8Array.of(1, 1, 1) }, 0), undefined);
  assert.equal(
    reciprocal({ cell: Float64Array.of(4, 0, 0, 8, 0, 0, 0, 0, 1), periodic: Uint8Array.of(1, 1, 0) }, 0),
    undefined,
  );
});

test("volume does not depend on handedness", () => {
  const expected = 4 * (5 * 3 - 0.4 * 0.6) - 0.3 * (1 * 3 + 0.4 * 0.7) - 0.2 * (1 * 0.6 + 5 * 0.7);
  assert.ok(Math.abs(volume({ cell: triclinic }, 0) - expected) < 1e-12);
  const swapped = Float64Array.of(1, 5, 0.4, 4, 0.3, -0.2, -0.7, 0.6, 3);
  assert.ok(Math.abs(volume({ cell: swapped }, 0) - expected) < 1e-12);
  assert.equal(volume({ cell: new Float64Array(9) }, 0), 0);
});
