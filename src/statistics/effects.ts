import { check } from "../check.ts";
import { deviation, mean } from "./mean.ts";
import { differences } from "./paired.ts";

/**
 * How large a paired difference is beside its own spread: mean(a − b) / s(a − b).
 *
 * J. Cohen, Statistical Power Analysis for the Behavioral Sciences (1988), section 2.3.5. Zero differences give 0.
 */
export function cohenDz(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const difference = differences(a, b);
  const centre = mean(difference);
  return centre === 0 ? 0 : centre / deviation(difference);
}

/**
 * How often one of a is above one of b, less how often below, over all pairs: from −1 to 1.
 *
 * N. Cliff, Psychol. Bull. 114, 494 (1993), doi:10.1037/0033-2909.114.3.494
 */
export function cliffDelta(a: ArrayLike<number>, b: ArrayLike<number>): number {
  check(a.length > 0 && b.length > 0, "cliffDelta: no values; at least one of both was needed");
  let above = 0;
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) above += Math.sign(a[i]! - b[j]!);
  }
  return above / (a.length * b.length);
}
