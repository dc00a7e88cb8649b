import assert from "node:assert/strict";
import { test } from "node:test";
import { volume } from "#src/frames/cell.js";
import { axialPressures, berendsen } from "#src/md/berendsen.js";
import { refreshVelocities } from "#src/md/langevin.js";
import { martynaTobiasKlein } from "#src/md/martynaTobiasKlein.js";
import { type Evaluate, momentum, type State } from "#src/md/state.js";
import { boltzmann } from "#src/units.js";
import { normals } from "./wells.js";

const T = 300;
const kT = boltzmann * T;
const atoms = 16;
const freedoms = 3 * atoms - 3;

/** An elastic cell, E = Σ_a stiffness/2 (L_a − length)², with atoms in wells at fixed fractions of it. */
function elastic({ length = 8, stiffness = 0.5 } = {}): { state: State; evaluate: Evaluate } {
  const fraction = new Float64Array(3 * atoms).map((_, k) => (Math.trunc(k / 3) * 0.31 + (k % 3) * 0.17) % 1);
  const force = new Float64Array(3 * atoms);
  const evaluate: Evaluate = (position, cell) => {
    let energy = 0;
    const virial = new Float64Array(9);
    for (let a = 0; a < 3; a++) {
      const stretch = cell[4 * a]! - length;
      energy += (stiffness / 2) * stretch * stretch;
      virial[4 * a]! -= stiffness * stretch * cell[4 * a]!;
      for (let k = a; k < 3 * atoms; k += 3) {
        // Springs between neighbours in the list, so that the momentum is kept.
        const next = (k + 3) % (3 * atoms);
        const away = position[next]! - position[k]! - (fraction[next]! - fraction[k]!) * cell[4 * a]!;
        energy += away * away;
        force[k] = (k < 3 ? 0 : force[k]!) + 2 * away;
        if (next < 3) force[next]! -= 2 * away;
        else force[next] = -2 * away;
        virial[4 * a]! -= 2 * away * away;
      }
    }
    return { energy, force, virial };
  };
  const cell = Float64Array.of(length, 0, 0, 0, length, 0, 0, 0, length);
  const position = fraction.map(x => x * length);
  const state: State = {
    mass: new Float64Array(atoms).fill(27),
    position,
    velocity: new Float64Array(3 * atoms),
    cell,
    evaluation: evaluate(position, cell),
  };
  const random = normals(4);
  refreshVelocities(state, T, 0, random);
  const total = momentum(state);
  for (let k = 0; k < 3 * atoms; k++) state.velocity[k]! -= total[k % 3]! / (27 * atoms);
  return { state, evaluate };
}

const options = { temperature: T, thermostatTime: 50, timestep: 2, barostatTime: 300, freedoms };

test("the elastic cell of these tests has the slopes of its energy", () => {
  const { state, evaluate } = elastic();
  for (let k = 0; k < 3 * atoms; k++) state.position[k]! += 0.1 * normals(k + 1).normal();
  const at = evaluate(state.position, state.cell);
  const [force, virial] = [at.force.slice(), at.virial.slice()];
  const h = 1e-5;
  for (let k = 0; k < 3 * atoms; k++) {
    const moved = (by: number) => state.position.map((x, m) => (m === k ? x + by : x));
    const slope = (evaluate(moved(h), state.cell).energy - evaluate(moved(-h), state.cell).energy) / (2 * h);
    assert.ok(Math.abs(slope + force[k]!) < 1e-7, `${k}: ${slope} ${force[k]}`);
  }
  for (let a = 0; a < 3; a++) {
    const stretched = (by: number) =>
      evaluate(
        state.position.map((x, k) => (k % 3 === a ? x * (1 + by) : x)),
        state.cell.map((x, k) => (k % 3 === a ? x * (1 + by) : x)),
      ).energy;
    const slope = (stretched(h) - stretched(-h)) / (2 * h);
    assert.ok(Math.abs(slope + virial[4 * a]!) < 1e-6, `${a}: ${slope} ${virial[4 * a]}`);
  }
});

for (const coupling of ["isotropic", "orthorhombic"] as const) {
  test(`MTK keeps its conserved quantity to the square of the time step, ${coupling}`, () => {
    const swing = (timestep: number) => {
      const { state, evaluate } = elastic();
      const integrator = martynaTobiasKlein(evaluate, { ...options, timestep, pressure: 0.01, coupling });
      const start = integrator.conserved(state);
      let largest = 0;
      for (let step = 0; step < 2000 / timestep; step++) {
        integrator.step(state, normals(1));
        largest = Math.max(largest, Math.abs(integrator.conserved(state) - start));
      }
      for (const p of momentum(state)) assert.ok(Math.abs(p) < 1e-9, `${p}`);
      return largest / kT;
    };
    const [coarse, fine] = [swing(1), swing(0.5)];
    assert.ok(coarse < 0.5 && Math.abs(coarse / fine - 4) < 0.8, `${coarse} ${fine}`);
  });

  for (const barostat of ["mtk", "berendsen"] as const) {
    test(`the mean pressure under ${barostat} is the one asked for, ${coupling}`, () => {
      const pressure = 0.006;
      const { state, evaluate } = elastic();
      const integrator =
        barostat === "mtk"
          ? martynaTobiasKlein(evaluate, { ...options, pressure, coupling })
          : berendsen(evaluate, { ...options, pressure, bulkModulus: 0.03, coupling });
      const random = normals(9);
      const mean = [0, 0, 0];
      const steps = 150_000;
      for (let step = -5000; step < steps; step++) {
        integrator.step(state, random);
        const now = step < 0 ? [0, 0, 0] : axialPressures(state);
        for (let a = 0; a < 3; a++) mean[a]! += now[a]! / steps;
      }
      const overall = (mean[0]! + mean[1]! + mean[2]!) / 3;
      assert.ok(Math.abs(overall / pressure - 1) < 0.03, `${overall} of ${pressure}`);
      if (coupling === "orthorhombic") {
        for (const p of mean) assert.ok(Math.abs(p / pressure - 1) < 0.06, `${mean} of ${pressure}`);
      }
      assert.ok(volume(state, 0) < 8 ** 3);
    });
  }
}

test("MTK gives the volume of an elastic cell its canonical spread", () => {
  const pressure = 0.006;
  const { state, evaluate } = elastic({ stiffness: 0.5 });
  const integrator = martynaTobiasKlein(evaluate, { ...options, pressure, coupling: "isotropic" });
  const random = normals(9);
  let [count, mean, squares] = [0, 0, 0];
  for (let step = -5000; step < 250_000; step++) {
    integrator.step(state, random);
    if (step < 0 || step % 10 > 0) continue;
    const length = state.cell[0]!;
    const away = length - mean;
    mean += away / ++count;
    squares += away * (length - mean);
  }
  // The wells move with the cell and the centre of mass stays, so that p(V) ∝ exp(−(U + P V)/kT): summed over lengths.
  const weight = (L: number) => Math.exp(-((3 * 0.25 * (L - 8) ** 2 + pressure * L ** 3) / kT)) * 3 * L * L;
  let [norm, first, second] = [0, 0, 0];
  for (let L = 4; L < 10; L += 0.0005) {
    norm += weight(L);
    first += L * weight(L);
    second += L * L * weight(L);
  }
  const [expected, variance] = [first / norm, second / norm - (first / norm) ** 2];
  assert.ok(Math.abs(mean / expected - 1) < 0.003, `mean ${mean} of ${expected}`);
  assert.ok(Math.abs(squares / (count - 1) / variance - 1) < 0.15, `variance ${squares / (count - 1)} of ${variance}`);
});
