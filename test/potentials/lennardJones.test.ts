import assert from "node:assert/strict";
import { test } from "node:test";
import { lennardJones } from "#src/potentials/lennardJones.js";
import { predict } from "#src/potentials/predict.js";
import { potentialContract } from "../contracts/potential.js";
import { structuresOf } from "../contracts/structures.js";
import { cubic, fcc } from "../validation/crystals.js";

const argon = { species: "Ar", epsilon: 0.0104, sigma: 3.4 };
const unit = cubic(
  5.26,
  [
    [0, 0, 0],
    [0, 0.5, 0.5],
    [0.5, 0, 0.5],
    [0.5, 0.5, 0],
  ],
  [18, 18, 18, 18],
);

potentialContract("smooth Lennard-Jones", lennardJones({ ...argon, end: "smooth" }), structuresOf(unit, [18]));

const pair = (r: number) => ({
  ...unit,
  offset: Int32Array.of(0, 2),
  species: Uint8Array.of(18, 18),
  position: Float64Array.of(0, 0, 0, r, 0, 0),
  cell: new Float64Array(9),
  periodic: new Uint8Array(3),
});

const energy = async (options: Parameters<typeof lennardJones>[0], r: number) =>
  (await predict(lennardJones(options), pair(r))).energy![0]!;

test("two atoms have the energy of the formula, and the three ends differ as they should", async () => {
  const deep = 3.4 * 2 ** (1 / 6);
  assert.ok(Math.abs((await energy({ ...argon, end: "cut" }, deep)) + 0.0104) < 1e-16);
  assert.ok(Math.abs(await energy({ ...argon, end: "cut" }, 3.4)) < 1e-16);
  const before = 8.5 - 1e-7;
  assert.ok((await energy({ ...argon, end: "cut" }, before)) < -1e-4);
  assert.ok(Math.abs(await energy({ ...argon, end: "shifted" }, before)) < 1e-10);
  assert.ok(Math.abs(await energy({ ...argon, end: "smooth" }, before)) < 1e-17);
  const force = async (end: "shifted" | "smooth") =>
    (await predict(lennardJones({ ...argon, end }), pair(before))).force![0]!;
  assert.ok((await force("shifted")) > 1e-4 && Math.abs(await force("smooth")) < 1e-10);
});

test("the fcc crystal has the lattice sums of the twelfth and sixth power", async () => {
  // Without an end: A12 = 12.13188, A6 = 14.45392 (Kittel); here to the cutoff, and the rest by the integral.
  const cutoff = 20;
  const a = 2 ** 0.5;
  const { energy } = await predict(lennardJones({ species: "Al", epsilon: 1, sigma: 1, cutoff, end: "cut" }), fcc(a));
  const rest = (-8 * Math.PI * Math.SQRT2) / (3 * cutoff ** 3);
  assert.ok(Math.abs(energy![0]! / 4 + rest - 2 * (12.13188 - 14.45392)) < 2e-5);
});

test("what cannot be a parameter is refused", () => {
  assert.throws(() => lennardJones({ ...argon, epsilon: -1 }), /epsilon is -1, a positive number/);
  assert.throws(() => lennardJones({ ...argon, species: "Qq" }), /Qq is no element/);
  assert.throws(
    () => lennardJones({ ...argon, end: "soft" as "cut" }),
    /invalid end: soft; one of cut, shifted, smooth/,
  );
});
