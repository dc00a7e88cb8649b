import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Frames } from "#src/frames/frames.js";
import { neighbours } from "#src/neighbours/neighbours.js";
import { eam } from "#src/potentials/eam.js";
import { evaluator } from "#src/potentials/evaluator.js";
import { forces } from "#src/potentials/forces.js";
import { kernelOf } from "#src/potentials/kernel.js";
import { lennardJones } from "#src/potentials/lennardJones.js";
import { modelOf } from "#src/potentials/model.js";
import type { Potential } from "#src/potentials/potential.js";
import { stillingerWeber } from "#src/potentials/stillingerWeber.js";
import { openSession } from "#src/wasm/memory.js";
import { coloured, shaken, structuresOf } from "../contracts/structures.js";
import { setfl } from "../reference/setfl.js";
import { chance, diamond, fcc, repeat } from "../validation/crystals.js";

const folder = mkdtempSync(join(tmpdir(), "pesbook-kernel-"));
writeFileSync(join(folder, "fs"), setfl(["Al", "Ni"], "fs"));
writeFileSync(join(folder, "alloy"), setfl(["Al"], "alloy"));
const members: [name: string, potential: Potential, unit: Frames, species: number[]][] = [
  ["Lennard-Jones, cut", lennardJones({ species: "Al", epsilon: 0.4, sigma: 2.6, end: "cut" }), fcc(4.1), [13]],
  ["Lennard-Jones, shifted", lennardJones({ species: "Al", epsilon: 0.4, sigma: 2.6 }), fcc(4.1), [13]],
  ["Lennard-Jones, smooth", lennardJones({ species: "Al", epsilon: 0.4, sigma: 2.6, end: "smooth" }), fcc(4.1), [13]],
  ["eam/alloy", await eam(join(folder, "alloy")), fcc(4.05), [13]],
  ["eam/fs of two elements", await eam(join(folder, "fs")), fcc(3.9), [13, 28]],
  ["Stillinger–Weber", await stillingerWeber(), diamond(5.431), [14]],
];
rmSync(folder, { recursive: true });

/** As the pair gradient has it: plain TypeScript, and the signs of forces.ts. */
function byPairs(potential: Potential, frames: Frames) {
  const pairs = neighbours(frames, { cutoff: potential.cutoff });
  const { energy, gradient } = modelOf(potential)(frames.species, pairs);
  return { energy: energy.reduce((sum, e) => sum + e, 0), ...forces(pairs, gradient) };
}

for (const [name, potential, unit, species] of members) {
  test(`${name}: WebAssembly gives what the pair gradient gives`, () => {
    // The last is of several chunks.
    const structures = [...structuresOf(unit, species), coloured(shaken(repeat(unit, 9), 0.2), species)];
    for (const frames of structures) {
      const session = openSession();
      const field = kernelOf(potential, session)!(frames.species);
      field.find(frames, potential.cutoff + 0.7);
      const { energy, force, virial } = field.evaluate(frames.position, frames.cell);
      const expected = byPairs(potential, frames);
      const scale = 1 + expected.force.reduce((most, f) => Math.max(most, Math.abs(f)), 0);
      assert.ok(
        Math.abs(energy - expected.energy) < 1e-12 * Math.abs(expected.energy),
        `${energy}, ${expected.energy}`,
      );
      force.forEach((f, k) => {
        assert.ok(Math.abs(f - expected.force[k]!) < 1e-12 * scale, `force ${k}: ${f}, ${expected.force[k]}`);
      });
      const size = 1 + expected.virial.reduce((most, w) => Math.max(most, Math.abs(w)), 0) + scale;
      virial.forEach((w, k) => {
        assert.ok(Math.abs(w - expected.virial[k]!) < 1e-11 * size, `virial ${k}: ${w}, ${expected.virial[k]}`);
      });
    }
  });
}

test("lists made again and again take no more room", () => {
  const frames = shaken(repeat(fcc(4.05), 5), 0.1);
  const { evaluate } = evaluator(members[0]![1], frames, { skin: 0 });
  const random = chance(4);
  let { position } = frames;
  const before = process.memoryUsage.rss();
  for (let step = 0; step < 200; step++) {
    position = position.map(x => x + 0.05 * (random() - 0.5));
    evaluate(position, frames.cell);
  }
  assert.ok(process.memoryUsage.rss() - before < 100e6);
});
