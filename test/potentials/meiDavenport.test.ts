import assert from "node:assert/strict";
import { test } from "node:test";
import { bcc, fcc } from "#src/frames/build.js";
import { volume } from "#src/frames/cell.js";
import { strain } from "#src/frames/strain.js";
import { density, embedding, meiDavenport, pair } from "#src/potentials/meiDavenport.js";
import { predict } from "#src/potentials/predict.js";
import { at, splineOf } from "#src/potentials/spline.js";
import { gigapascal } from "#src/units.js";
import { potentialContract } from "../contracts/potential.js";
import { structuresOf } from "../contracts/structures.js";
import { fcc as crystal } from "../validation/crystals.js";

const aluminium = meiDavenport();
const energyOf = async (frames: ReturnType<typeof fcc>) => (await predict(aluminium, frames)).energy![0]!;

potentialContract("aluminium by Mei and Davenport", aluminium, structuresOf(crystal(4.05), [13]));

test("the tables are the analytic functions", () => {
  const { densityStep, distanceStep } = aluminium.options as { densityStep: number; distanceStep: number };
  const { weights } = aluminium;
  const worst = (f: (x: number) => number, g: (x: number) => number, from: number, to: number) => {
    let largest = 0;
    for (let x = from; x < to; x += 0.00037) largest = Math.max(largest, Math.abs(f(x) - g(x)));
    return largest;
  };
  const tabulated = (name: string, step: number) => {
    const spline = splineOf(weights[name]!, step, "cubic");
    return (x: number) => at(spline, x).value;
  };
  assert.ok(worst(tabulated("embedding", densityStep), embedding, 0.3, 3) < 1e-8);
  assert.ok(worst(tabulated("density", distanceStep), density, 1.8, 5.6) < 1e-8);
  const ofPair = tabulated("pair", distanceStep);
  assert.ok(worst(r => ofPair(r) / r, pair, 1.8, 5.6) < 1e-8);
});

test("its crystal has the published lattice constant and cohesive energy, and lies below bcc", async () => {
  // Fitted to: a = 4.05 Å (r_0 = a/√2 = 2.8638 Å) and 3.39 eV.
  const energies = await Promise.all([4.049, 4.05, 4.051].map(async a => (await energyOf(fcc("Al", a))) / 4));
  assert.ok(energies[1]! < energies[0]! && energies[1]! < energies[2]!, `${energies}`);
  assert.ok(Math.abs(energies[1]! + 3.39) < 2e-5, `${energies[1]}`);
  const edges = Array.from({ length: 61 }, (_, k) => 3 + 0.01 * k);
  const bodyCentred = Math.min(...(await Promise.all(edges.map(async a => (await energyOf(bcc("Al", a))) / 2))));
  assert.ok(Math.abs(bodyCentred - energies[1]! - 0.0297) < 1e-3, `${bodyCentred - energies[1]!}`);
});

test("its elastic constants are 92, 69 and 37 GPa (measured: 114, 62 and 32)", async () => {
  const start = fcc("Al", 4.05);
  const room = volume(start, 0);
  const curvature = async (shape: readonly number[]) => {
    const h = 1e-3;
    const at = (by: number) =>
      energyOf(
        strain(
          start,
          shape.map(s => s * by),
        ),
      );
    return (((await at(h)) + (await at(-h)) - 2 * (await at(0))) / (h * h * room)) * gigapascal;
  };
  const C11 = await curvature([1, 0, 0, 0, 0, 0, 0, 0, 0]);
  const C12 = ((await curvature([1, 0, 0, 0, 1, 0, 0, 0, 1])) - 3 * C11) / 6;
  const C44 = await curvature([0, 0.5, 0, 0.5, 0, 0, 0, 0, 0]);
  assert.deepEqual(
    [C11, C12, C44].map(c => Number(c.toFixed(1))),
    [92.1, 69.3, 36.5],
  );
});
