import { check } from "../check.ts";

/**
 * p-values of several tests, made larger so that the chance of any false alarm among them stays what each promises.
 *
 * The kth smallest of m is multiplied by m − k + 1, and none is less than one before it:
 * S. Holm, Scand. J. Stat. 6, 65 (1979). In the order given; NaN stays NaN and is not counted.
 */
export function holm(p: readonly number[]): number[] {
  for (const value of p) check(!(value < 0 || value > 1), () => `holm: a p-value is ${value}; from 0 to 1 was needed`);
  const order = p.map((_, k) => k).filter(k => !Number.isNaN(p[k]));
  order.sort((i, j) => p[i]! - p[j]!);
  const adjusted = [...p];
  let before = 0;
  for (const [k, i] of order.entries()) {
    before = Math.min(1, Math.max(before, (order.length - k) * p[i]!));
    adjusted[i] = before;
  }
  return adjusted;
}
