/**
 * Scalar functions: AssemblyScript's ports of musl's (which are FreeBSD's msun, and ARM's optimised routines for exp, log
 * and pow). Only IEEE 754 operations and tables, hence the same bits wherever WebAssembly runs.
 */
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

export function tanh(x: f64): f64 {
  return NativeMath.tanh(x);
}
