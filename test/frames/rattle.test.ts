import assert from "node:assert/strict";
import { test } from "node:test";
import { fcc, repeat } from "#src/frames/build.js";
import { rattle } from "#src/frames/rattle.js";

const crystal = { ...repeat(fcc("Al", 4.05), [4, 4, 4]), energy: Float64Array.of(-867) };

test("atoms move by the size asked for, by the seed alone, and lose their labels", () => {
  const moved = rattle(crystal, { size: 0.1, seed: 3 });
  const moves = moved.position.map((x, k) => x - crystal.position[k]!);
  const variance = moves.reduce((sum, x) => sum + x * x, 0) / moves.length;
  assert.ok(Math.abs(Math.sqrt(variance) / 0.1 - 1) < 0.08, `${Math.sqrt(variance)}`);
  assert.equal(moved.energy, undefined);
  assert.deepEqual(rattle(crystal, { size: 0.1, seed: 3 }), moved);
  assert.notDeepEqual(rattle(crystal, { size: 0.1, seed: 4 }).position, moved.position);
  assert.throws(() => rattle(crystal, { size: -1, seed: 3 }), /rattle: size is -1 Å/);
});
