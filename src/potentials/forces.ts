import type { Pairs } from "../neighbours/pairs.ts";

/**
 * Forces and virial from the slopes of the energy by every pair's vector. The one place that knows their signs.
 *
 *     F_i = Σ_{p of i} (g_p − g_reverse(p)),   W = −∂E/∂strain = −Σ_p r_p ⊗ g_p,   g_p = ∂E/∂r_p
 *
 * since r_p = r_j − r_i falls as i moves along it, and that of its reverse rises.
 *
 * @param gradient  [P × 3] eV/Å
 * @returns force [N × 3] eV/Å; virial [9] eV
 */
export function forces(
  { first, vector, reverse }: Pairs,
  gradient: Float64Array,
): { readonly force: Float64Array; readonly virial: Float64Array } {
  const n = first.length - 1;
  const force = new Float64Array(3 * n);
  const virial = new Float64Array(9);
  for (let i = 0; i < n; i++) {
    for (let p = first[i]!; p < first[i + 1]!; p++) {
      const q = reverse[p]!;
      for (let c = 0; c < 3; c++) {
        force[3 * i + c]! += gradient[3 * p + c]! - gradient[3 * q + c]!;
        for (let d = 0; d < 3; d++) virial[3 * c + d]! -= vector[3 * p + c]! * gradient[3 * p + d]!;
      }
    }
  }
  return { force, virial };
}
