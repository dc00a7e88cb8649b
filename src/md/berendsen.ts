import { volume } from "../frames/cell.ts";
import { rescale } from "./csvr.ts";
import type { Integrator } from "./integrator.ts";
import { type Evaluate, kineticVirial, type State } from "./state.ts";
import { totalEnergy, verletStep } from "./verlet.ts";

interface Options {
  readonly timestep: number;
  readonly temperature: number;
  /** Of the thermostat, fs */
  readonly thermostatTime: number;
  /** eV/Å³ */
  readonly pressure: number;
  /** τ_P, fs */
  readonly barostatTime: number;
  /** B, eV/Å³; an error of it is one of τ_P */
  readonly bulkModulus: number;
  readonly coupling: "isotropic" | "orthorhombic";
  readonly freedoms: number;
}

/**
 * Berendsen's weak coupling of the cell to a pressure, with `csvr` for the temperature: for bringing a cell to its size.
 * The mean pressure is right, the fluctuations of the volume are not: those need `mtk`.
 *
 *     μ_a = 1 − Δt (P − P_a) / (3 B τ_P);   r_a ← μ_a r_a,  h_a ← μ_a h_a
 *
 * H. J. C. Berendsen, J. P. M. Postma, W. F. van Gunsteren, A. DiNola, J. R. Haak, J. Chem. Phys. 81, 3684 (1984), doi:10.1063/1.448118
 *
 * Conserved: the energy less what thermostat and cell have brought, the latter −Σ_a W_aa (μ_a − 1), to first order in μ − 1.
 */
export function berendsen(evaluate: Evaluate, options: Options): Integrator {
  const { timestep, pressure, barostatTime, bulkModulus, coupling } = options;
  const memory = new Float64Array(1); // brought by thermostat and cell, eV

  function squeeze({ position, cell }: State, axis: number, growth: number): void {
    for (let k = axis; k < position.length; k += 3) position[k]! += growth * position[k]!;
    for (let k = axis; k < 9; k += 3) cell[k]! += growth * cell[k]!;
  }

  return {
    memory,
    step(state, chance) {
      const inside = axialPressures(state);
      const mean = (inside[0]! + inside[1]! + inside[2]!) / 3;
      for (let a = 0; a < 3; a++) {
        const excess = (coupling === "isotropic" ? mean : inside[a]!) - pressure;
        const growth = (timestep * excess) / (3 * bulkModulus * barostatTime);
        memory[0]! -= growth * state.evaluation.virial[4 * a]!;
        squeeze(state, a, growth);
      }
      // Forces of the cell before: they differ by growth times their own slope, within the error of the coupling.
      verletStep(state, evaluate, timestep);
      memory[0]! += rescale(state, options, chance);
    },
    conserved: state => totalEnergy(state) - memory[0]!,
  };
}

/** P_a = (Σ m v_a² + W_aa) / V, eV/Å³ */
export function axialPressures(state: State): number[] {
  const kinetic = kineticVirial(state);
  return kinetic.map((along, a) => (along + state.evaluation.virial[4 * a]!) / volume(state, 0));
}
