import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { readBounded } from "#src/files.js";
import { load } from "#src/formats/load.js";
import { volume } from "#src/frames/cell.js";
import type { Frames } from "#src/frames/frames.js";
import { checkFrames } from "#src/frames/invariants.js";
import { table } from "#src/frames/table.js";
import { bondOrder, phase } from "#src/validation/order.js";
import { repository } from "../needs.js";

interface State {
  readonly T: number;
  /** GPa */
  readonly pressure?: number;
  readonly state: "solid" | "liquid";
  readonly frames: number;
  /** mean energy, eV/atom, to the digits that data/README.md prints */
  readonly energy: string;
  /** variance of force components, (eV/Å)², likewise */
  readonly variance: string;
}

const aluminium = (frames: readonly number[], energies: readonly string[], variances: readonly string[]) =>
  [10, 300, 500, 800, 1000, 1250, 1350, 1500, 1500, 1600, 1700].map(
    (T, k): State => ({
      T,
      pressure: k === 8 ? 5 : 0,
      state: T <= 800 ? "solid" : "liquid",
      frames: frames[k]!,
      energy: energies[k]!,
      variance: variances[k]!,
    }),
  );

const sets: Record<
  string,
  { sha256: string; atoms: number; element: number; order: Record<State["state"], number>; states: readonly State[] }
> = {
  "al-eam": {
    sha256: "99238fbe37eea6fb9122fe47b4a16d5c45e59924862724c06a7cafd7bbcbe655",
    atoms: 256,
    element: 13,
    order: { solid: 0.47, liquid: 0.09 },
    states: aluminium(
      new Array(11).fill(40),
      "-3.3587 -3.3209 -3.2942 -3.2494 -3.1168 -3.0666 -3.0455 -3.0172 -3.0541 -3.0025 -2.9783".split(" "),
      ["0.0038", "0.122", "0.204", "0.324", "0.396", "0.485", "0.523", "0.568", "0.708", "0.588", "0.636"],
    ),
  },
  "al-pbe": {
    sha256: "8410861d0f2bc28e02376a5ae775245f4e8db885025035f8f6c2bef038eddc78",
    atoms: 32,
    element: 13,
    order: { solid: 0.45, liquid: 0.27 },
    states: aluminium(
      [32, 31, 32, 31, 31, 31, 31, 31, 31, 31, 30],
      "-56.3051 -56.2734 -56.2508 -56.2142 -56.1182 -56.0731 -56.0569 -56.0239 -56.0464 -56.0118 -55.9904".split(" "),
      "0.0033 0.0944 0.1661 0.2698 0.3728 0.4737 0.4752 0.5927 0.7293 0.6353 0.6975".split(" "),
    ),
  },
  "si-sw": {
    sha256: "4df033e1c3476e3a9ccc00ed18e4a56213541c2d858ca170e7e8fb16c961ab02",
    atoms: 216,
    element: 14,
    order: { solid: 0.52, liquid: 0.07 },
    states: [300, 800, 1200, 1600, 1500, 1750, 2000, 2500].map((T, k) => ({
      T,
      state: k < 4 ? "solid" : "liquid",
      frames: 30,
      energy: ["-4.2976", "-4.2281", "-4.1736", "-4.1094", "-3.8111", "-3.7658", "-3.7143", "-3.6309"][k]!,
      variance: ["0.451", "1.209", "1.709", "2.261", "1.553", "1.715", "1.938", "2.349"][k]!,
    })),
  },
};

for (const [name, { sha256, atoms, element, order, states }] of Object.entries(sets)) {
  test(`${name} is the file that data/README.md describes`, async () => {
    const frames = await load(name);
    checkFrames(frames);
    assert.equal(frames.source?.sha256, sha256);
    const readme = String(await readBounded(join(repository, "data", "README.md")));
    for (const text of [sha256, ...states.flatMap(({ energy, variance }) => [energy.replace("-", "−"), variance])]) {
      assert.ok(readme.includes(text), `data/README.md does not have ${text}`);
    }
    assert.equal(
      frames.length,
      states.reduce((sum, state) => sum + state.frames, 0),
    );
    assert.ok(frames.species.every(number => number === element));
    for (let f = 0; f < frames.length; f++) assert.equal(frames.offset[f], f * atoms);
  });

  test(`${name} has the frames, energies and forces of its states`, async () => {
    const frames = await load(name);
    const rows = table(frames).objects() as Record<string, unknown>[];
    for (const { T, pressure = 0, state, frames: count, energy, variance } of states) {
      const of = rows.filter(row => row.T === T && row.target_pressure === pressure && row.state === state);
      assert.equal(of.length, count, `${T} K`);
      assert.equal(mean(of, "energyPerAtom").toFixed(energy.split(".")[1]!.length), energy, `${T} K`);
      assert.equal(mean(of, "forceVariance").toFixed(variance.split(".")[1]!.length), variance, `${T} K`);
    }
  });

  test(`the states of ${name} are what bond order says they are`, async () => {
    const frames = await load(name);
    assert.deepEqual(phase(frames), frames.perFrame.state);
    // What the docstring of phase() says of these sets.
    const all = bondOrder(frames);
    const of = (state: string) => [...all].filter((_, f) => frames.perFrame.state![f] === state);
    assert.ok(Math.min(...of("solid")) > order.solid, `${Math.min(...of("solid"))}`);
    assert.ok(Math.max(...of("liquid")) < order.liquid, `${Math.max(...of("liquid"))}`);
  });
}

test("the thermostat's noise is not in the forces", async () => {
  for (const name of Object.keys(sets)) {
    // Noise on each atom would leave a total force; what is left here is the rounding of six decimals.
    assert.ok(largestTotalForce(await load(name)) < 2e-5, name);
  }
  // At 300 K and a damping of 0.1 ps in steps of 2 fs the noise alone has 2 m k T / (0.1 ps · 2 fs) = 0.72 (eV/Å)².
  const solid = (table(await load("al-eam")).objects() as Record<string, unknown>[]).filter(row => row.T === 300);
  assert.ok(Math.abs(mean(solid, "forceVariance") - 0.122) < 0.001);
});

test("virials push outwards: with the atoms' motion they give the pressure that the engine printed", async () => {
  const boltzmann = 8.617333262e-5; // eV/K
  const gigapascal = 160.2176634; // in one eV/Å³
  for (const name of ["al-eam", "si-sw"]) {
    const frames = await load(name);
    const { temperature, pressure } = frames.perFrame;
    for (let f = 0; f < frames.length; f++) {
      const N = frames.offset[f + 1]! - frames.offset[f]!;
      const trace = [0, 4, 8].reduce((sum, k) => sum + frames.virial![9 * f + k]!, 0);
      const expected = (((N - 1) * boltzmann * Number(temperature![f]) + trace / 3) / volume(frames, f)) * gigapascal;
      assert.ok(Math.abs(expected - Number(pressure![f])) < 1e-5, `${name} ${f}: ${expected}, ${pressure![f]} GPa`);
    }
  }
});

function mean(rows: readonly Record<string, unknown>[], column: string): number {
  return rows.reduce((sum, row) => sum + (row[column] as number), 0) / rows.length;
}

function largestTotalForce({ length, offset, force }: Frames): number {
  let largest = 0;
  for (let f = 0; f < length; f++) {
    for (let k = 0; k < 3; k++) {
      let total = 0;
      for (let i = offset[f]!; i < offset[f + 1]!; i++) total += force![3 * i + k]!;
      largest = Math.max(largest, Math.abs(total));
    }
  }
  return largest;
}
