/**
 * Functions whose last bits belong to no engine: the same on every machine and every Node, unlike those of `Math`.
 *
 * Errors in units of the last place, as measured in test/wasm/mathematics.test.ts:
 * exp, log and pow below 0.6 wherever the result is a normal number; sin and cos below 0.9 (measured up to a million);
 * tanh below 0.9 (measured from 10⁻²⁰ to 20).
 *
 * Square roots are exact to half a unit everywhere: Math.sqrt. NaN gives NaN.
 */
import { ownSession } from "./memory.ts";

/** eˣ */
export function exp(x: number): number {
  return ownSession().scalars.exp(x);
}

/** The natural logarithm. */
export function log(x: number): number {
  return ownSession().scalars.log(x);
}

/** sin x, x in radians. */
export function sin(x: number): number {
  return ownSession().scalars.sin(x);
}

/** cos x, x in radians. */
export function cos(x: number): number {
  return ownSession().scalars.cos(x);
}

/** The hyperbolic tangent. */
export function tanh(x: number): number {
  return ownSession().scalars.tanh(x);
}

/** xʸ; exactly x · x for y = 2, and Math.sqrt(x) for y = 1/2. */
export function pow(x: number, y: number): number {
  return ownSession().scalars.pow(x, y);
}
