import assert from "node:assert/strict";
import { test } from "node:test";
import { csvr, rescale } from "#src/md/csvr.js";
import type { Chance, Integrator } from "#src/md/integrator.js";
import { langevin, refreshVelocities } from "#src/md/langevin.js";
import { noseHoover } from "#src/md/noseHoover.js";
import { kineticEnergy, momentum, type State, temperature } from "#src/md/state.js";
import { accelerationPerForce, boltzmann } from "#src/units.js";
import { inWells, normals } from "./wells.js";

const T = 300;
const kT = boltzmann * T;
const mass = 26.982;
const stiffness = 1;
const omega = Math.sqrt((stiffness * accelerationPerForce) / mass);

/** Mean and variance of what `measure` gives, every few steps of a run that has settled. */
function sample(
  integrator: Integrator,
  state: State,
  random: Chance,
  { settle, steps, every }: { settle: number; steps: number; every: number },
  measure: (state: State) => number,
): { mean: number; variance: number } {
  for (let step = 0; step < settle; step++) integrator.step(state, random);
  let [count, mean, squares] = [0, 0, 0];
  for (let step = 1; step <= steps; step++) {
    integrator.step(state, random);
    if (step % every > 0) continue;
    const away = measure(state) - mean;
    mean += away / ++count;
    squares += away * (measure(state) - mean);
  }
  return { mean, variance: squares / (count - 1) };
}

test("BAOAB gives the positions of a well their exact canonical spread, at a coarse time step too", () => {
  // E = Σ k/2 x² over n coordinates: mean n kT/2 and variance n kT²/2 at every Δt (Leimkuhler & Matthews, §5).
  for (const timestep of [2, 0.5 / omega]) {
    const { state, evaluate } = inWells(50, { stiffness, mass });
    const integrator = langevin(evaluate, { timestep, temperature: T, thermostatTime: 1 / (2 * omega) });
    const { mean, variance } = sample(
      integrator,
      state,
      normals(11),
      { settle: 500, steps: 60_000, every: 3 },
      ({ evaluation }) => evaluation.energy,
    );
    // 150 coordinates; standard errors, by the correlation time, are below 0.3 % and 2 %.
    assert.ok(Math.abs(mean / (75 * kT) - 1) < 0.01, `mean ${mean / (75 * kT)}`);
    assert.ok(Math.abs(variance / (75 * kT * kT) - 1) < 0.08, `variance ${variance / (75 * kT * kT)}`);
  }
});

test("the heat of Langevin's bath closes the balance of energy", () => {
  const drift = (timestep: number) => {
    const { state, evaluate } = inWells(50, { stiffness, mass });
    const random = normals(3);
    refreshVelocities(state, 2 * T, 0, random);
    const integrator = langevin(evaluate, { timestep, temperature: T, thermostatTime: 100 });
    const start = integrator.conserved(state);
    for (let step = 0; step < 4000 / timestep; step++) integrator.step(state, random);
    return Math.abs(integrator.conserved(state) - start) / (150 * kT);
  };
  assert.ok(drift(2) < 2e-3, `${drift(2)}`);
  assert.ok(drift(0.5) < 2e-4, `${drift(0.5)}`);
});

test("CSVR's kinetic energy has its exact distribution, in one number of its own as in many", () => {
  // Without forces the rescalings alone act: K is then gamma-distributed, mean n kT/2, variance n kT²/2, third moment n kT³.
  for (const freedoms of [1, 3, 30]) {
    const { state } = inWells(10, { stiffness: 0, mass });
    const random = normals(5);
    refreshVelocities(state, T, 0, random);
    let [mean, variance, third] = [0, 0, 0];
    const steps = 200_000;
    const kinetic = new Float64Array(steps);
    for (let step = 0; step < steps; step++) {
      rescale(state, { temperature: T, thermostatTime: 4, timestep: 2, freedoms }, random);
      kinetic[step] = kineticEnergy(state) / kT;
      mean += kinetic[step]! / steps;
    }
    for (const k of kinetic) {
      variance += (k - mean) ** 2 / steps;
      third += (k - mean) ** 3 / steps;
    }
    // Correlated over τ/Δt = 2 steps: standard errors near √(2 · 2 / 200 000) of each width.
    assert.ok(Math.abs(mean / (freedoms / 2) - 1) < 0.03, `mean ${mean} of ${freedoms / 2}`);
    assert.ok(Math.abs(variance / (freedoms / 2) - 1) < 0.05, `variance ${variance} of ${freedoms / 2}`);
    assert.ok(Math.abs(third / freedoms - 1) < 0.2, `third moment ${third} of ${freedoms}`);
  }
});

test("CSVR's kinetic energy passes a test of Kolmogorov and Smirnov against chi-square", () => {
  const { state } = inWells(1, { stiffness: 0, mass });
  const random = normals(17);
  refreshVelocities(state, T, 0, random);
  const draws: number[] = [];
  for (let step = 0; step < 40_000; step++) {
    rescale(state, { temperature: T, thermostatTime: 1, timestep: 4, freedoms: 2 }, random);
    draws.push(kineticEnergy(state) / kT);
  }
  // With two degrees of freedom the distribution function is 1 − exp(−K/kT).
  draws.sort((a, b) => a - b);
  const distance = Math.max(...draws.map((k, n) => Math.abs(1 - Math.exp(-k) - (n + 0.5) / draws.length)));
  assert.ok(distance * Math.sqrt(draws.length) < 1.63, `${distance * Math.sqrt(draws.length)}`);
});

test("CSVR is canonical in energy, keeps its conserved quantity and the momentum", () => {
  const { state, evaluate } = coupled(40);
  const random = normals(23);
  refreshVelocities(state, T, 0, random);
  stop(state);
  const freedoms = 3 * 40 - 3;
  const integrator = csvr(evaluate, { timestep: 2, temperature: T, thermostatTime: 50, freedoms });
  const start = integrator.conserved(state);
  // The heat capacity of n oscillators: the variance of E = K + U is n (kT)².
  const { mean, variance } = sample(
    integrator,
    state,
    random,
    { settle: 2000, steps: 150_000, every: 5 },
    s => kineticEnergy(s) + s.evaluation.energy,
  );
  assert.ok(Math.abs(mean / (freedoms * kT) - 1) < 0.02, `mean ${mean / (freedoms * kT)}`);
  assert.ok(Math.abs(variance / (freedoms * kT * kT) - 1) < 0.15, `variance ${variance / (freedoms * kT * kT)}`);
  assert.ok(Math.abs(integrator.conserved(state) - start) / (freedoms * kT) < 0.01);
  for (const p of momentum(state)) assert.ok(Math.abs(p) < 1e-10, `${p}`);
});

test("a chain of Nosé and Hoover is canonical for a single oscillator", () => {
  const { state, evaluate } = inWells(1, { stiffness, mass });
  refreshVelocities(state, T, 0, normals(2));
  const integrator = noseHoover(evaluate, { timestep: 2, temperature: T, thermostatTime: 1 / omega, freedoms: 3 });
  const { mean, variance } = sample(
    integrator,
    state,
    normals(1),
    { settle: 1000, steps: 1_000_000, every: 10 },
    s => s.evaluation.energy,
  );
  assert.ok(Math.abs(mean / (1.5 * kT) - 1) < 0.05, `mean ${mean / (1.5 * kT)}`);
  assert.ok(Math.abs(variance / (1.5 * kT * kT) - 1) < 0.15, `variance ${variance / (1.5 * kT * kT)}`);
});

test("the chain keeps its conserved quantity to the square of the time step", () => {
  const swing = (timestep: number) => {
    const { state, evaluate } = inWells(10, { stiffness, mass });
    refreshVelocities(state, T, 0, normals(2));
    const integrator = noseHoover(evaluate, { timestep, temperature: T, thermostatTime: 1 / omega, freedoms: 30 });
    const start = integrator.conserved(state);
    let largest = 0;
    for (let step = 0; step < 3000 / timestep; step++) {
      integrator.step(state, normals(1));
      largest = Math.max(largest, Math.abs(integrator.conserved(state) - start));
    }
    return largest / kT;
  };
  const [coarse, fine] = [swing(2), swing(1)];
  assert.ok(coarse < 0.5 && Math.abs(coarse / fine - 4) < 0.4, `${coarse} ${fine}`);
});

test("energy is shared equally by light and heavy atoms", () => {
  const { state: one, evaluate } = inWells(60, { stiffness, mass });
  const state = { ...one, mass: one.mass.map((m, i) => (i % 2 ? m / 10 : m)) };
  const random = normals(29);
  const integrator = langevin(evaluate, { timestep: 1, temperature: T, thermostatTime: 50 });
  const ofLight = (s: State) => {
    const half = { mass: s.mass.filter((_, i) => i % 2), velocity: s.velocity.filter((_, k) => Math.trunc(k / 3) % 2) };
    return temperature(kineticEnergy(half), 90);
  };
  const light = sample(integrator, state, random, { settle: 1000, steps: 60_000, every: 10 }, ofLight);
  const all = sample(integrator, state, random, { settle: 0, steps: 60_000, every: 10 }, s =>
    temperature(kineticEnergy(s), 180),
  );
  assert.ok(Math.abs(light.mean / T - 1) < 0.01, `${light.mean}`);
  assert.ok(Math.abs(all.mean / T - 1) < 0.01, `${all.mean}`);
});

/** A closed chain of springs: harmonic, and with a momentum that is kept. */
function coupled(atoms: number): ReturnType<typeof inWells> {
  const force = new Float64Array(3 * atoms);
  const evaluate = (position: Float64Array) => {
    let energy = 0;
    force.fill(0);
    for (let k = 0; k < 3 * atoms; k++) {
      const next = (k + 3) % (3 * atoms);
      const stretch = position[next]! - position[k]!;
      energy += (stiffness / 2) * stretch * stretch;
      force[k]! += stiffness * stretch;
      force[next]! -= stiffness * stretch;
    }
    return { energy, force, virial: new Float64Array(9) };
  };
  const position = new Float64Array(3 * atoms);
  const cell = new Float64Array(9);
  return {
    evaluate,
    state: {
      mass: new Float64Array(atoms).fill(mass),
      position,
      velocity: new Float64Array(3 * atoms),
      cell,
      evaluation: evaluate(position),
    },
  };
}

function stop(state: State): void {
  const total = momentum(state);
  const all = state.mass.reduce((sum, m) => sum + m, 0);
  for (let k = 0; k < state.velocity.length; k++) state.velocity[k]! -= total[k % 3]! / all;
}
