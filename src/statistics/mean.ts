import { check } from "../check.ts";
import { studentReach } from "./distributions.ts";

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface MeanWithInterval extends Interval {
  readonly mean: number;
  /** Standard deviation of the values, n − 1 in the denominator. */
  readonly deviation: number;
  readonly count: number;
}

export function mean(values: ArrayLike<number>): number {
  check(values.length > 0, "mean: no values; at least one was needed");
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k]!;
  return sum / values.length;
}

/** Of a sample: √[Σ (x − mean)² / (n − 1)]; NaN of one value. */
export function deviation(values: ArrayLike<number>): number {
  const centre = mean(values);
  let squares = 0;
  for (let k = 0; k < values.length; k++) squares += (values[k]! - centre) * (values[k]! - centre);
  return Math.sqrt(squares / (values.length - 1));
}

/**
 * The mean, and the interval that holds the true mean with probability `level`, if values are normal and independent.
 *
 *     mean ± t(level, n − 1) s / √n
 *
 * Student, Biometrika 6, 1 (1908), doi:10.1093/biomet/6.1.1. One value has no interval: its ends are NaN.
 */
export function meanWithInterval(values: ArrayLike<number>, { level = 0.95 } = {}): MeanWithInterval {
  const centre = mean(values);
  const spread = deviation(values);
  const count = values.length;
  const reach = count < 2 ? Number.NaN : (studentReach(level, count - 1) * spread) / Math.sqrt(count);
  return { mean: centre, low: centre - reach, high: centre + reach, deviation: spread, count };
}
