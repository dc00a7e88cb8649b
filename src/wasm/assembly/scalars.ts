/**
 * Scalar functions: AssemblyScript's ports of musl's (FreeBSD's sin and cos, ARM's exp, log and pow). Only IEEE 754
 * operations and tables, hence the same bits wherever WebAssembly runs.
 */
import { Lanes } from "./lanes";

export function exp(x: f64): f64 {
  return NativeMath.exp(x);
}

export function log(x: f64): f64 {
  return NativeMath.log(x);
}

export function sin(x: f64): f64 {
  return NativeMath.sin(x);
}

export function cos(x: f64): f64 {
  return NativeMath.cos(x);
}

/** One of two lanes, since musl's is off by up to 1.8 ulp. */
export function tanh(x: f64): f64 {
  return f64x2.extract_lane(Lanes.tanh(f64x2.splat(x)), 0);
}

/** xʸ; exactly x · x for y = 2 and the square root for y = 1/2. */
export function pow(x: f64, y: f64): f64 {
  return NativeMath.pow(x, y);
}
