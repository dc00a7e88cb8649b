import { boltzmann } from "../units.ts";
import { exp } from "../wasm/mathematics.ts";

interface Options {
  readonly temperature: number;
  /** Of the oscillation between the chain and what it thermostats, fs */
  readonly time: number;
  readonly timestep: number;
  /** How many degrees of freedom it thermostats. */
  readonly freedoms: number;
}

/** A chain of thermostats: what it did to a momentum, and the energy it holds. */
export interface Chain {
  /** Act for half a time step on momenta of this kinetic energy, eV; the factor that scales them. */
  half(kinetic: number): number;
  energy(): number;
}

/** M: Tuckerman's three links make an oscillator ergodic. */
const links = 3;

/** How many numbers a chain remembers: positions η, then velocities η̇, fs⁻¹. */
export const chainMemory = 2 * links;

/**
 * A Nosé–Hoover chain of three thermostats.
 *
 *     Q_1 = N_f kT τ²,  Q_k = kT τ²
 *     G_1 = (2 K − N_f kT)/Q_1,  G_k = (Q_{k−1} η̇²_{k−1} − kT)/Q_k
 *     energy = Σ Q_k η̇_k²/2 + N_f kT η_1 + Σ_{k>1} kT η_k
 *
 * G. J. Martyna, M. E. Tuckerman, D. J. Tobias, M. L. Klein, Mol. Phys. 87, 1117 (1996), doi:10.1080/00268979600100761
 */
export function chain({ temperature, time, timestep, freedoms }: Options, memory: Float64Array): Chain {
  const kT = boltzmann * temperature;
  const mass = [freedoms * kT * time * time, kT * time * time, kT * time * time];
  const eta = memory.subarray(0, links);
  const rate = memory.subarray(links);

  function push(k: number, kinetic: number, time: number): void {
    const heat = k === 0 ? 2 * kinetic - freedoms * kT : mass[k - 1]! * rate[k - 1]! * rate[k - 1]! - kT;
    const drag = k + 1 < links ? exp((-time / 2) * rate[k + 1]!) : 1;
    rate[k] = (rate[k]! * drag + (time * heat) / mass[k]!) * drag;
  }

  return {
    half(kinetic) {
      // Half a time step of the chain: its velocities move by a quarter before and after.
      for (let k = links - 1; k >= 0; k--) push(k, kinetic, timestep / 4);
      const factor = exp((-timestep / 2) * rate[0]!);
      for (let k = 0; k < links; k++) eta[k]! += (timestep / 2) * rate[k]!;
      for (let k = 0; k < links; k++) push(k, kinetic * factor * factor, timestep / 4);
      return factor;
    },
    energy() {
      let sum = freedoms * kT * eta[0]!;
      for (let k = 0; k < links; k++) sum += (mass[k]! * rate[k]! * rate[k]!) / 2 + (k > 0 ? kT * eta[k]! : 0);
      return sum;
    },
  };
}
