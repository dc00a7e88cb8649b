import assert from "node:assert/strict";
import { test } from "node:test";
import { accelerationPerForce, boltzmann, gigapascal } from "#src/units.js";

test("the constants are those of CODATA 2018", () => {
  const near = (value: number, expected: number) => assert.ok(Math.abs(value / expected - 1) < 5e-10, `${value}`);
  near(boltzmann, 8.617333262e-5);
  near(gigapascal, 160.2176634);
  // m_u c² = 931.494 102 42(28) MeV, and 1 Å/fs is 10⁵ m/s.
  near(1 / accelerationPerForce, 931.49410242e6 * (1e5 / 299792458) ** 2);
});
