import { exp, log } from "../wasm/mathematics.ts";
import type { Potential } from "./potential.ts";

/** Parameters of aluminium in the paper's letters: eV, Å, and pure numbers. */
const E_c = 3.39;
const phi_e = 0.1318;
const r_0 = 2.8638;
const alpha = 4.6;
const beta = 7.1;
const gamma = 7.34759;
const delta = 7.35;
const c = [0.64085, -6.83764, 26.75616, -47.16495, 36.18925, -8.60834];
const s = [12, 6, 24];
const r_n = 1.75 * r_0;
const r_c = 1.95 * r_0;

/**
 * Aluminium by the analytic embedded-atom potential of Mei and Davenport, made for its melting.
 *
 *     E = Σ_i F(ρ_i) + ½ Σ_i Σ_j φ(r_ij) q(r_ij),   ρ_i = Σ_j q(r_ij)/12 Σ_l c_l (r_0/r_ij)^l,  l = 0 … 5
 *     φ(r) = −φ_e [1 + δ (r/r_0 − 1)] exp[−γ (r/r_0 − 1)]
 *     F(ρ) = −E_c [1 − (α/β) ln ρ] ρ^(α/β)
 *            + ½ φ_e Σ_m s_m exp[−γ (√m − 1)] [1 + δ (√m − 1) − √m (δ/β) ln ρ] ρ^(√m γ/β),  m = 1 … 3
 *     q(r) = (1 − x)³ (1 + 3x + 6x²),  x = (r − r_n)/(r_c − r_n),  between r_n = 1.75 r_0 and r_c = 1.95 r_0
 *
 * J. Mei, J. W. Davenport, Phys. Rev. B 46, 21 (1992), doi:10.1103/PhysRevB.46.21
 *
 * Its functions are tabulated for cubic splines, finely enough that the tables are the functions to 10⁻⁸ eV. Below 1.3 Å,
 * where no two atoms come, the density, which would turn negative, stays as it is there.
 *
 * @example
 * const labelled = await predict(meiDavenport(), repeat(fcc("Al", 4.05), [2, 2, 2]));
 */
export function meiDavenport(): Potential {
  const points = 4000;
  const distanceStep = r_c / (points - 1);
  const densityStep = 4 / (points - 1);
  const distances = new Float64Array(points).map((_, k) => k * distanceStep);
  return {
    kind: "eam",
    cutoff: r_c,
    species: ["Al"],
    options: { spline: "cubic", densityStep, distanceStep },
    weights: {
      embedding: new Float64Array(points).map((_, k) => (k === 0 ? 0 : embedding(k * densityStep))),
      density: distances.map(density),
      pair: distances.map(r => r * pair(r)),
    },
  };
}

/** F(ρ), eV */
export function embedding(rho: number): number {
  const l = log(rho);
  let sum = -E_c * (1 - (alpha / beta) * l) * exp((alpha / beta) * l);
  for (let m = 1; m <= 3; m++) {
    const x = Math.sqrt(m);
    const shell = 1 + delta * (x - 1) - ((x * delta) / beta) * l;
    sum += (phi_e / 2) * s[m - 1]! * exp(-gamma * (x - 1)) * shell * exp(((x * gamma) / beta) * l);
  }
  return sum;
}

/** What one atom gives to ρ at a distance r, Å; 12 nearest neighbours and their farther ones give 1. */
export function density(r: number): number {
  const x = r_0 / Math.max(r, 1.3);
  let sum = 0;
  for (let l = 5; l >= 0; l--) sum = sum * x + c[l]!;
  return (sum / 12) * ending(r);
}

/** φ(r) q(r), eV */
export function pair(r: number): number {
  if (r >= r_c) return 0;
  const x = r / r_0 - 1;
  return -phi_e * (1 + delta * x) * exp(-gamma * x) * ending(r);
}

/** q(r) */
function ending(r: number): number {
  if (r <= r_n) return 1;
  if (r >= r_c) return 0;
  const x = (r - r_n) / (r_c - r_n);
  return (1 - x) * (1 - x) * (1 - x) * (1 + 3 * x + 6 * x * x);
}
