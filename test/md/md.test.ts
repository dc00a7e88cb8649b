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
    nve: "41b266d5b1dc9dcdb2aa77e16e27062cf45f8a48bd2b5b8984d2b0dc2904b22c",
    langevin: "ac29c210405ed54292c35923c19ae0370c49cab662b4a7f6f0ae52e78427f945",
    csvr: "b3cd2ad508480a64ba38d0410f87f3bf878bc4f5cad624437e177fc5dd91c2ab",
    "nose-hoover": "96efdad3b08b87e399e6b6e23515230726ae2cc706ce08bb774c90196498bd78",
    berendsen: "cb9cdaef41948a66b2e37f35db31699bfca8f985ec30f583ca15e5e6a316b5a7",
    mtk: "8f1bd372995d84b94e83ae924008425858c70b6ae4b64165127316539b975f32",
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
