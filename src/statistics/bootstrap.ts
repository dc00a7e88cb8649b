import { check } from "../check.ts";
import { random } from "../random.ts";
import { normalCdf, normalQuantile } from "./distributions.ts";
import { type Interval, mean } from "./mean.ts";

/**
 * An interval for any statistic of a sample, by drawing from the sample again: bias-corrected and accelerated.
 *
 * B. Efron, J. Am. Stat. Assoc. 82, 171 (1987), doi:10.1080/01621459.1987.10478410. A statistic that is the same of every
 * resample has itself for both ends.
 *
 * @param statistic of a sample, such as `mean` or a median
 */
export function bootstrap(
  values: ArrayLike<number>,
  statistic: (sample: Float64Array) => number,
  {
    level = 0.95,
    resamples = 9999,
    seed,
  }: { readonly level?: number; readonly resamples?: number; readonly seed: number },
): Interval {
  const n = values.length;
  check(n >= 2, () => `bootstrap: ${n} values; at least two were needed`);
  check(level > 0 && level < 1, () => `bootstrap: level ${level}; a probability between 0 and 1 was needed, as 0.95`);
  const given = Float64Array.from(values);
  const found = statistic(given);

  const chance = random(seed, "bootstrap");
  const drawn = new Float64Array(resamples);
  const sample = new Float64Array(n);
  for (let r = 0; r < resamples; r++) {
    for (let k = 0; k < n; k++) sample[k] = given[chance.integer(n)]!;
    drawn[r] = statistic(sample);
  }
  drawn.sort();
  if (drawn[0] === drawn[resamples - 1]) return { low: drawn[0]!, high: drawn[0]! };

  // Half of those that are equal count as below, as SciPy counts.
  const below = drawn.reduce((count, value) => count + (value < found ? 1 : value === found ? 0.5 : 0), 0);
  const bias = normalQuantile(below / resamples);
  const a = acceleration(given, statistic);
  const end = (z: number) => quantile(drawn, normalCdf(bias + (bias + z) / (1 - a * (bias + z))));
  const z = normalQuantile((1 + level) / 2);
  return { low: end(-z), high: end(z) };
}

/** From the statistic of all samples with one value left out: Efron's equation (6.6), a sixth of their skewness. */
function acceleration(values: Float64Array, statistic: (sample: Float64Array) => number): number {
  const without = values.map((_, k) => statistic(values.filter((_, other) => other !== k)));
  const centre = mean(without);
  let squares = 0;
  let cubes = 0;
  for (const value of without) {
    const away = centre - value;
    squares += away * away;
    cubes += away * away * away;
  }
  return squares === 0 ? 0 : cubes / (6 * squares * Math.sqrt(squares));
}

/** Between the two nearest of sorted values, linearly. */
function quantile(sorted: Float64Array, p: number): number {
  const place = p * (sorted.length - 1);
  const before = Math.floor(place);
  const after = Math.min(before + 1, sorted.length - 1);
  return sorted[before]! + (place - before) * (sorted[after]! - sorted[before]!);
}
