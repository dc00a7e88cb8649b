import { volume } from "../frames/cell.ts";
import { boltzmann } from "../units.ts";
import { exp } from "../wasm/mathematics.ts";
import { chain, chainMemory } from "./chain.ts";
import type { Integrator } from "./integrator.ts";
import { type Evaluate, kick, kineticEnergy, kineticVirial, type State, scaleVelocities } from "./state.ts";
import { totalEnergy } from "./verlet.ts";

interface Options {
  readonly timestep: number;
  readonly temperature: number;
  /** Of the thermostats, fs */
  readonly thermostatTime: number;
  /** eV/Å³ */
  readonly pressure: number;
  /** Of the barostat, fs */
  readonly barostatTime: number;
  readonly coupling: "isotropic" | "orthorhombic";
  readonly freedoms: number;
}

/**
 * Constant temperature and pressure after Martyna, Tobias and Klein, with a Nosé–Hoover chain on the atoms and one on the cell.
 *
 *     dr/dt = v + v_ε r,   dv/dt = F/m − (v_ε + Σ_b v_ε,b / N_f) v,   dh/dt = v_ε h        (each along its axis)
 *     W dv_ε/dt = Σ m v² + 2 K/N_f + W_aa − P V,   W = (N_f + 3) kT τ_P² / 3               (orthorhombic)
 *     W dv_ε/dt = (1 + 3/N_f) 2 K + Σ_a W_aa − 3 P V,   W = (N_f + 3) kT τ_P²              (isotropic)
 *
 * G. J. Martyna, D. J. Tobias, M. L. Klein, J. Chem. Phys. 101, 4177 (1994), doi:10.1063/1.467468; integrated as in
 * M. E. Tuckerman, J. Alejandre, R. López-Rendón, A. L. Jochim, G. J. Martyna, J. Phys. A 39, 5629 (2006), doi:10.1088/0305-4470/39/19/S18
 *
 * Conserved: energy, P V, W v_ε²/2 and the energies of both chains.
 */
export function martynaTobiasKlein(evaluate: Evaluate, options: Options): Integrator {
  const { timestep, temperature, thermostatTime, pressure, barostatTime, coupling, freedoms } = options;
  const axes = coupling === "isotropic" ? 1 : 3;
  const inertia = ((freedoms + 3) * boltzmann * temperature * barostatTime * barostatTime) / axes; // W, eV fs²
  const memory = new Float64Array(3 + 2 * chainMemory);
  const rate = memory.subarray(0, 3); // v_ε along each axis, fs⁻¹; all alike where isotropic
  const ofAtoms = chain({ temperature, time: thermostatTime, timestep, freedoms }, memory.subarray(3, 3 + chainMemory));
  const ofCell = chain({ temperature, time: barostatTime, timestep, freedoms: axes }, memory.subarray(3 + chainMemory));

  /** Let both chains act for half a time step. */
  function thermostats(state: State): void {
    const factor = ofCell.half(cellKinetic());
    for (let a = 0; a < 3; a++) rate[a]! *= factor;
    scaleVelocities(state, ofAtoms.half(kineticEnergy(state)));
  }

  /** v_ε moves by half a time step under the pressure. */
  function pushCell(state: State): void {
    const kinetic = kineticVirial(state);
    const shared = (kinetic[0] + kinetic[1] + kinetic[2]) / freedoms;
    const outwards = pressure * volume(state, 0);
    const force = kinetic.map((along, a) => along + shared + state.evaluation.virial[4 * a]! - outwards);
    const together = force[0]! + force[1]! + force[2]!;
    for (let a = 0; a < 3; a++) {
      rate[a]! += ((timestep / 2) * (coupling === "isotropic" ? together : force[a]!)) / inertia;
    }
  }

  /** Velocities move by half a time step under the forces, with the drag of the cell around it. */
  function pushAtoms(state: State): void {
    drag(state);
    kick(state, timestep / 2);
    drag(state);
  }

  function drag({ velocity }: State): void {
    const shared = (rate[0]! + rate[1]! + rate[2]!) / freedoms;
    const factors = [0, 1, 2].map(a => exp((-timestep / 4) * (rate[a]! + shared)));
    for (let k = 0; k < velocity.length; k++) velocity[k]! *= factors[k % 3]!;
  }

  /** Positions and cell move by a time step: r e^{x} + v Δt e^{x/2} sinh(x/2)/(x/2), x = v_ε Δt. */
  function move({ position, velocity, cell }: State): void {
    for (let a = 0; a < 3; a++) {
      const half = (rate[a]! * timestep) / 2;
      const grown = exp(half);
      const along = timestep * grown * sinhOver(half);
      for (let k = a; k < position.length; k += 3) position[k] = position[k]! * grown * grown + along * velocity[k]!;
      for (let k = a; k < 9; k += 3) cell[k]! *= grown * grown;
    }
  }

  function cellKinetic(): number {
    let sum = 0;
    for (let a = 0; a < axes; a++) sum += (inertia * rate[a]! * rate[a]!) / 2;
    return sum;
  }

  return {
    memory,
    step(state) {
      thermostats(state);
      pushCell(state);
      pushAtoms(state);
      move(state);
      state.evaluation = evaluate(state.position, state.cell);
      pushAtoms(state);
      pushCell(state);
      thermostats(state);
    },
    conserved: state =>
      totalEnergy(state) + pressure * volume(state, 0) + cellKinetic() + ofAtoms.energy() + ofCell.energy(),
  };
}

/** sinh(x)/x by its series; x is far below 1 here. */
function sinhOver(x: number): number {
  const square = x * x;
  return 1 + (square / 6) * (1 + (square / 20) * (1 + (square / 42) * (1 + square / 72)));
}
