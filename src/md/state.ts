import type { Evaluation } from "../potentials/evaluation.ts";
import { accelerationPerForce, boltzmann } from "../units.ts";

/** The energy of positions [N × 3] Å, not wrapped, in a cell [9] Å. Arrays of the result may be used again by the next call. */
export type Evaluate = (position: Float64Array, cell: Float64Array) => Evaluation;

/** A point of phase space. One run owns it and its integrator moves it in place. */
export interface State {
  readonly mass: Float64Array; // [N] u
  readonly position: Float64Array; // [N × 3] Å, not wrapped
  readonly velocity: Float64Array; // [N × 3] Å/fs
  readonly cell: Float64Array; // [9] Å
  /** Of exactly this position and cell. */
  evaluation: Evaluation;
}

/** Kinetic energy, eV: Σ m v² / 2. */
export function kineticEnergy({ mass, velocity }: Pick<State, "mass" | "velocity">): number {
  let sum = 0;
  for (let i = 0; i < mass.length; i++) {
    const x = velocity[3 * i]!;
    const y = velocity[3 * i + 1]!;
    const z = velocity[3 * i + 2]!;
    sum += mass[i]! * (x * x + y * y + z * z);
  }
  return sum / (2 * accelerationPerForce);
}

/** Temperature, K, of a kinetic energy shared by so many degrees of freedom: 2 K / (n k). */
export function temperature(kinetic: number, freedoms: number): number {
  return (2 * kinetic) / (freedoms * boltzmann);
}

/** Σ m v_a v_b, eV, along the three axes a = b. */
export function kineticVirial({ mass, velocity }: Pick<State, "mass" | "velocity">): [number, number, number] {
  let xx = 0;
  let yy = 0;
  let zz = 0;
  for (let i = 0; i < mass.length; i++) {
    const x = velocity[3 * i]!;
    const y = velocity[3 * i + 1]!;
    const z = velocity[3 * i + 2]!;
    xx += mass[i]! * x * x;
    yy += mass[i]! * y * y;
    zz += mass[i]! * z * z;
  }
  return [xx / accelerationPerForce, yy / accelerationPerForce, zz / accelerationPerForce];
}

/** Total momentum, u Å/fs. */
export function momentum({ mass, velocity }: Pick<State, "mass" | "velocity">): [number, number, number] {
  const total: [number, number, number] = [0, 0, 0];
  for (let k = 0; k < velocity.length; k++) total[k % 3]! += mass[Math.trunc(k / 3)]! * velocity[k]!;
  return total;
}

/** v += F/m t */
export function kick({ mass, velocity, evaluation: { force } }: State, time: number): void {
  for (let i = 0; i < mass.length; i++) {
    const factor = (accelerationPerForce * time) / mass[i]!;
    velocity[3 * i]! += factor * force[3 * i]!;
    velocity[3 * i + 1]! += factor * force[3 * i + 1]!;
    velocity[3 * i + 2]! += factor * force[3 * i + 2]!;
  }
}

/** r += v t */
export function drift({ position, velocity }: State, time: number): void {
  for (let k = 0; k < position.length; k++) position[k]! += time * velocity[k]!;
}

/** v ← s v */
export function scaleVelocities({ velocity }: State, factor: number): void {
  for (let k = 0; k < velocity.length; k++) velocity[k]! *= factor;
}
