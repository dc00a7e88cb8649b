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
    nve: "1967fc81d900f692454e619ed2ea192ff14dcecfcc754a7b197056b1d118d87e",
    langevin: "3e95be4e811fd3d181dcc9ff249520634fd74c92fb715655bf3e3f4e4367d3f5",
    csvr: "ae90d900486712aa90ba472f29974ef10eee291685fd071d5a0311b2c2d2ba14",
    "nose-hoover": "459723d36075af5d8edeb3fa03619f0944c7bffd0c476b952bb24486940bc4a3",
    berendsen: "9ee12c2a35429f87efbd201720ac33ec532baf7d6674c342f8dbfef9b5dfa337",
    mtk: "e434167355274745c8c3872ddaa8f8816f32c34c9442fefc35b978eb8266ca67",
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
