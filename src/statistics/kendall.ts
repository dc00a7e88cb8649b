import { check } from "../check.ts";

/**
 * Kendall's τ-b: how far two orders of the same things agree, from −1 (reversed) to 1 (the same).
 *
 *     τ = (C − D) / √[(P − Tx)(P − Ty)]
 *
 * with C pairs in the same order in both, D in opposite order, P pairs in all, and T pairs tied in one. NaN where one has
 * but one value. M. G. Kendall, Biometrika 33, 239 (1945), doi:10.1093/biomet/33.3.239
 */
export function kendall(x: ArrayLike<number>, y: ArrayLike<number>): number {
  check(x.length === y.length, () => `kendall: ${x.length} values and ${y.length}; as many of both were needed`);
  let agreement = 0;
  let apartInX = 0;
  let apartInY = 0;
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) {
      const dx = Math.sign(x[i]! - x[j]!);
      const dy = Math.sign(y[i]! - y[j]!);
      agreement += dx * dy;
      apartInX += dx * dx;
      apartInY += dy * dy;
    }
  }
  return agreement / Math.sqrt(apartInX * apartInY);
}
