/** Tests of what is measured twice: two methods on the same seeds. */
import { check } from "../check.ts";
import { studentTwoSided } from "./distributions.ts";
import { deviation, mean } from "./mean.ts";

export interface TestResult {
  readonly statistic: number;
  /** Two-sided: how likely so large a difference, or a larger one, is by chance alone. */
  readonly p: number;
}

/** a − b, pair by pair. */
export function differences(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  check(a.length === b.length, () => `paired test: ${a.length} values and ${b.length}; as many of both were needed`);
  return Float64Array.from(a, (value, k) => value - b[k]!);
}

/**
 * Student's paired test that a − b has mean 0: t = mean / (s / √n), for differences that are about normal.
 *
 * Differences that are all equal give t = ±∞ and p = 0; all zero, t = 0 and p = 1.
 */
export function pairedT(a: ArrayLike<number>, b: ArrayLike<number>): TestResult {
  const difference = differences(a, b);
  const n = difference.length;
  check(n >= 2, () => `pairedT: ${n} pairs; at least two were needed`);
  const centre = mean(difference);
  const t = centre === 0 ? 0 : centre / (deviation(difference) / Math.sqrt(n));
  return { statistic: t, p: studentTwoSided(t, n - 1) };
}

/** Pairs of which the exact distribution is still made in a moment. */
const MOST = 500;

/**
 * Wilcoxon's signed-rank test that a − b is as often above zero as below, exact with ties too.
 *
 * Zeros are left out and equal sizes share their ranks; p is counted over all 2ⁿ signs. The statistic is the smaller of
 * the sums of positive and negative ranks. F. Wilcoxon, Biometrics Bull. 1, 80 (1945), doi:10.2307/3001968
 */
export function wilcoxon(a: ArrayLike<number>, b: ArrayLike<number>): TestResult {
  const difference = differences(a, b).filter(value => value !== 0);
  const n = difference.length;
  check(n <= MOST, () => `wilcoxon: ${n} pairs that differ; up to ${MOST} were needed for the exact test`);
  const ranks = doubledRanks(difference.map(Math.abs));
  const total = n * (n + 1);
  let positive = 0;
  for (let k = 0; k < n; k++) if (difference[k]! > 0) positive += ranks[k]!;
  const smaller = Math.min(positive, total - positive);
  const probability = signDistribution(ranks, total);
  let p = 0;
  for (let sum = 0; sum <= smaller; sum++) p += probability[sum]!;
  return { statistic: smaller / 2, p: Math.min(1, 2 * p) };
}

/** Twice the ranks from 1, whole numbers even where equal values share the mean of theirs. */
export function doubledRanks(values: ArrayLike<number>): Int32Array {
  const order = Array.from(values, (_, k) => k).sort((i, j) => values[i]! - values[j]!);
  const ranks = new Int32Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let k = from; k < to; k++) ranks[order[k]!] = from + 1 + to;
    from = to;
  }
  return ranks;
}

/** The probability of every sum of ranks when each counts or not with probability 1/2. */
function signDistribution(ranks: Int32Array, total: number): Float64Array {
  const probability = new Float64Array(total + 1);
  probability[0] = 1;
  let reached = 0;
  for (const rank of ranks) {
    reached += rank;
    for (let sum = reached; sum >= 0; sum--) {
      probability[sum] = (probability[sum]! + (sum >= rank ? probability[sum - rank]! : 0)) / 2;
    }
  }
  return probability;
}
