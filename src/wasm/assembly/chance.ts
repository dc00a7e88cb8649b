import { normalQuantile } from "./normalQuantile";

/**
 * Draws first … first + n − 1 of a stream, uniform in [0, 1) with 53 bits: two draws a block of Philox4x32-10, whose
 * counter is the number of the block.
 *
 * Salmon, Moraes, Dror & Shaw, Parallel random numbers: as easy as 1, 2, 3, SC11 (2011), doi:10.1145/2063384.2063405
 */
export function uniforms(key0: u32, key1: u32, first: f64, n: i32, to: usize): void {
  const end = <u64>first + <u64>n;
  const start = to - ((<usize>(<u64>first)) << 3);
  for (let block = <u64>first >> 1; block << 1 < end; block++) {
    let x0 = <u32>block;
    let x1 = <u32>(block >> 32);
    let x2: u32 = 0;
    let x3: u32 = 0;
    let k0 = key0;
    let k1 = key1;
    for (let round = 0; round < 10; round++) {
      const product0 = <u64>x0 * 0xd2511f53;
      const product1 = <u64>x2 * 0xcd9e8d57;
      x0 = <u32>(product1 >> 32) ^ x1 ^ k0;
      x1 = <u32>product1;
      x2 = <u32>(product0 >> 32) ^ x3 ^ k1;
      x3 = <u32>product0;
      k0 += 0x9e3779b9;
      k1 += 0xbb67ae85;
    }
    const draw = block << 1;
    if (draw >= <u64>first) store<f64>(start + ((<usize>draw) << 3), uniform(x0, x1));
    if (draw + 1 < end) store<f64>(start + ((<usize>draw + 1) << 3), uniform(x2, x3));
  }
}

/** The same draws as uniforms, each carried to the normal distribution. */
export function normals(key0: u32, key1: u32, first: f64, n: i32, to: usize): void {
  uniforms(key0, key1, first, n, to);
  for (let at = to, end = to + ((<usize>n) << 3); at < end; at += 8) store<f64>(at, normalOf(load<f64>(at)));
}

/** The normal number that belongs to a uniform one, by its first 52 bits and a half, which is never 0 nor 1. */
export function normalOf(u: f64): f64 {
  return normalQuantile((floor(u * 4503599627370496) + 0.5) * (1.0 / 4503599627370496));
}

function uniform(high: u32, low: u32): f64 {
  return <f64>((((<u64>high) << 32) | low) >> 11) * (1.0 / 9007199254740992);
}
