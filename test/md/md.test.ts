import assert from "node:assert/strict";
import { test } from "node:test";
import { fcc, repeat } from "#src/frames/build.js";
import type { Frames } from "#src/frames/frames.js";
import { sha256 } from "#src/hash.js";
import { md } from "#src/md/md.js";
import { lennardJones } from "#src/potentials/lennardJones.js";
import { boltzmann } from "#src/units.js";

const argon = lennardJones({ species: "Ar", epsilon: 0.0104, sigma: 3.4, cutoff: 8.5, end: "smooth" });
const crystal = repeat(fcc("Ar", 5.3), [3, 3, 3]);
const column = (frames: Frames, name: string) => frames.perFrame[name] as Float64Array;

/** Everything a trajectory says, to the last bit. */
function fingerprint(frames: Frames): string {
  const numbers = [frames.position, frames.cell, frames.energy!, frames.force!, frames.virial!];
  const columns = Object.keys(frames.perFrame).sort();
  const all = [...numbers, frames.perAtom.velocity as Float64Array, ...columns.map(name => column(frames, name))];
  return sha256(Buffer.concat(all.map(array => Buffer.from(array.buffer, array.byteOffset, array.byteLength))));
}

test("a thousand steps are the same bits on every machine and every Node", async () => {
  const hashes: Record<string, string> = {};
  for (const ensemble of ["nve", "langevin", "csvr", "nose-hoover", "berendsen", "mtk"] as const) {
    const options = { ensemble, temperature: 60, pressure: 0.05, steps: 1000, timestep: 4, every: 250, seed: 42 };
    hashes[ensemble] = fingerprint(await md(argon, crystal, options));
  }
  assert.deepEqual(hashes, {
    nve: "14c33afe6eb650c70f158a556c200e978eb782a2f66e656acd1da8eeb115ec9a",
    langevin: "0ccdd7b09757e8bd484575f94a44a018f54dbdaaf740f22a090358cca3e03e4d",
    csvr: "c4dceef9ba57dbe4089f95b0f1cc0af242bd8aeef75f57db8a6bb9f9590f3b09",
    "nose-hoover": "03260b3db92501fd3be86cdc29ca32c2009c17449de8ace9918776238c0f0730",
    berendsen: "8c8d53aa43aaaf1461b5eb4753436858625cb650b4460cfefad850ebb9048d40",
    mtk: "3ed4266ec3f3d2224c478eaa74d3806eb61efe3d3b00539fdc77f7d353a39002",
  });
});

test("energy and momentum stay under nve: no drift over 20 ps", async () => {
  const frames = await md(argon, crystal, {
    ensemble: "nve",
    temperature: 60,
    steps: 5000,
    timestep: 4,
    every: 10,
    seed: 3,
  });
  const energy = column(frames, "conserved");
  // The slope of a line through the conserved quantity, per atom and nanosecond, in units of kT.
  const n = energy.length;
  const mean = energy.reduce((sum, e) => sum + e, 0) / n;
  let [up, down] = [0, 0];
  for (let f = 0; f < n; f++) {
    up += (f - (n - 1) / 2) * (energy[f]! - mean);
    down += (f - (n - 1) / 2) ** 2;
  }
  const drift = up / down / 40e-6 / 108 / (boltzmann * 30);
  assert.ok(Math.abs(drift) < 0.05, `${drift} kT per atom and ns`);
  const velocity = frames.perAtom.velocity as Float64Array;
  const last = velocity.slice(-3 * 108);
  for (let a = 0; a < 3; a++) {
    let total = 0;
    for (let k = a; k < last.length; k += 3) total += last[k]!;
    assert.ok(Math.abs(total) < 1e-13, `${total}`);
  }
});
