/** Student's and the normal distribution, to twelve digits and more. */
import { check } from "../check.ts";
import { exp, log } from "../wasm/mathematics.ts";
import { ownSession } from "../wasm/memory.ts";

/** The probability that a standard normal number is below x. */
export function normalCdf(x: number): number {
  return x < 0 ? erfc(-x / Math.SQRT2) / 2 : 1 - erfc(x / Math.SQRT2) / 2;
}

/** The number below which a standard normal one is with probability p. */
export function normalQuantile(p: number): number {
  return ownSession().scalars.normalQuantile(p);
}

/** The probability that |t| of so many degrees of freedom is at least as large: the p of a two-sided test. */
export function studentTwoSided(t: number, freedom: number): number {
  if (Number.isNaN(t)) return t;
  const whole = freedom + t * t;
  return incompleteBeta(freedom / whole, (t * t) / whole, freedom / 2, 1 / 2);
}

/** The t that |t| exceeds with probability 1 − level: intervals of that level reach so many standard errors. */
export function studentReach(level: number, freedom: number): number {
  check(level > 0 && level < 1, () => `level ${level}; a probability between 0 and 1 was needed, as 0.95`);
  const beyond = 1 - level;
  let low = 0;
  let high = 1;
  while (studentTwoSided(high, freedom) > beyond) [low, high] = [high, 2 * high];
  for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (studentTwoSided(middle, freedom) > beyond) low = middle;
    else high = middle;
  }
  return high;
}

/** erfc x = 2/√π ∫ₓ^∞ exp(−s²) ds for x ≥ 0: Abramowitz & Stegun 7.1.6 near 0, the continued fraction 7.1.14 beyond. */
function erfc(x: number): number {
  const bell = exp(-x * x) / Math.sqrt(Math.PI);
  if (x < 2) {
    let sum = 0;
    for (let n = 0, term = 2 * x * bell; sum + term !== sum; n++, term *= (2 * x * x) / (2 * n + 1)) sum += term;
    return 1 - sum;
  }
  let fraction = x;
  for (let n = 200; n > 0; n--) fraction = x + n / 2 / fraction;
  return bell / fraction;
}

/**
 * The regularised incomplete beta function I_x(a, b); y is 1 − x, given since the difference may lose all its digits.
 *
 * Its continued fraction by Lentz's method: Press et al., Numerical Recipes, 3rd edition (2007), section 6.4.
 */
function incompleteBeta(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(y, x, b, a);
  const front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log(y)) / a;
  const tiny = 1e-300;
  const away = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return front * fraction;
}

/** ln Γ(x) for x > 0: Stirling's series (Abramowitz & Stegun 6.1.41), from x ≥ 15 on by Γ(x + 1) = x Γ(x). */
function logGamma(x: number): number {
  let product = 1;
  let z = x;
  for (; z < 15; z++) product *= z;
  const w = 1 / (z * z);
  const series = 1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w * (1 / 1188 - w * (691 / 360360)))));
  return (z - 0.5) * log(z) - z + log(2 * Math.PI) / 2 + series / z - log(product);
}
