import assert from "node:assert/strict";
import { test } from "node:test";
import { kineticEnergy, momentum, type State, temperature } from "#src/md/state.js";
import { totalEnergy, verlet } from "#src/md/verlet.js";
import { accelerationPerForce, boltzmann } from "#src/units.js";
import { inWells, normals } from "./wells.js";

const mass = 26.982;
const stiffness = 1;
/** Angular frequency of a well, fs⁻¹. */
const omega = Math.sqrt((stiffness * accelerationPerForce) / mass);

function moving(atoms: number): ReturnType<typeof inWells> {
  const { state, evaluate } = inWells(atoms, { stiffness, mass });
  const random = normals(7);
  for (let k = 0; k < state.velocity.length; k++) state.velocity[k] = 0.003 * random.normal();
  return { state, evaluate };
}

test("an atom in a well moves as a cosine, with an error that falls with the square of the time step", () => {
  const errors = [4, 2, 1].map(timestep => {
    const { state, evaluate } = inWells(1, { stiffness, mass });
    state.velocity[0] = 0.01;
    const integrator = verlet(evaluate, { timestep });
    for (let step = 0; step < 400 / timestep; step++) integrator.step(state, normals(1));
    return Math.abs(state.position[0]! - (0.01 / omega) * Math.sin(omega * 400));
  });
  for (const [coarse, fine] of [errors.slice(0, 2), errors.slice(1)]) {
    assert.ok(Math.abs(coarse! / fine! - 4) < 0.1, `${errors}`);
  }
});

test("the energy of velocity Verlet keeps its shadow: it swings by O(Δt²) and does not drift", () => {
  const swing = (timestep: number) => {
    const { state, evaluate } = moving(20);
    const integrator = verlet(evaluate, { timestep });
    const start = totalEnergy(state);
    let largest = 0;
    for (let step = 0; step < 20_000 / timestep; step++) {
      integrator.step(state, normals(1));
      largest = Math.max(largest, Math.abs(integrator.conserved(state) - start));
    }
    return largest / start;
  };
  const [coarse, fine] = [swing(2), swing(1)];
  assert.ok(coarse < 0.25 * (2 * omega) ** 2 * 1.05, `${coarse}`);
  assert.ok(Math.abs(coarse / fine - 4) < 0.3, `${coarse} ${fine}`);
});

test("velocity Verlet backwards is velocity Verlet undone", () => {
  const { state, evaluate } = moving(5);
  const before = state.position.slice();
  const run = () => {
    const integrator = verlet(evaluate, { timestep: 2 });
    for (let step = 0; step < 1000; step++) integrator.step(state, normals(1));
  };
  run();
  for (let k = 0; k < state.velocity.length; k++) state.velocity[k]! *= -1;
  run();
  for (let k = 0; k < before.length; k++) assert.ok(Math.abs(state.position[k]! - before[k]!) < 1e-11);
});

test("temperature and momentum follow their definitions", () => {
  const state: Pick<State, "mass" | "velocity"> = {
    mass: Float64Array.of(2),
    velocity: Float64Array.of(0.01, 0, 0.02),
  };
  const kinetic = (0.5 * 2 * 0.0005) / accelerationPerForce;
  assert.ok(Math.abs(kineticEnergy(state) / kinetic - 1) < 1e-14);
  assert.ok(Math.abs(temperature(kinetic, 3) / ((2 * kinetic) / (3 * boltzmann)) - 1) < 1e-14);
  assert.deepEqual(momentum(state), [0.02, 0, 0.04]);
});
