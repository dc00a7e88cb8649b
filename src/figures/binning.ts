import { check } from "../check.ts";
import { extent } from "./thin.ts";

/** Equal intervals from `low`, `step` wide, `count` of them. */
export interface Bins {
  readonly low: number;
  readonly step: number;
  readonly count: number;
}

/**
 * About `wanted` intervals over the values, their width 1, 2 or 5 times a power of ten and their edges multiples of it.
 *
 * @throws when there is no value
 */
export function bins(values: ArrayLike<number>, wanted: number): Bins {
  check(wanted >= 1, () => `bins: ${wanted} intervals asked for; ask for at least 1`);
  const [least, greatest] = extent(values);
  const span = greatest > least ? greatest - least : Math.abs(greatest) / 10 || 1;
  const step = roundStep(span / wanted);
  const low = Math.floor(least / step) * step;
  return { low, step, count: Math.max(1, Math.floor((greatest - low) / step + 1e-9) + 1) };
}

/** The edge below interval k, without the digits that multiplying leaves behind. */
export function edge({ low, step }: Bins, k: number): number {
  return Number((low + k * step).toPrecision(10));
}

/** Which interval a value falls in; the last one holds its upper edge. */
export function interval({ low, step, count }: Bins, value: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor((value - low) / step + 1e-9)));
}

/** The smallest of 1, 2, 5 × 10^k that is not below the number. */
export function roundStep(number: number): number {
  const [digits = "1", exponent = "0"] = number.toExponential().split("e");
  const step = [1, 2, 5, 10].find(candidate => candidate >= Number(digits) - 1e-9) ?? 10;
  return Number(`${step}e${exponent}`);
}
