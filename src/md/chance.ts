import { log } from "../wasm/mathematics.ts";
import type { Chance } from "./integrator.ts";

/**
 * The chance of one step: what another step draws is independent of it, and a run that is resumed needs none before it.
 *
 * sfc32 of C. Doty-Humphrey's PractRand, seeded by seed and step; normal numbers by G. Marsaglia's polar method,
 * G. Marsaglia, T. A. Bray, SIAM Rev. 6, 260 (1964), doi:10.1137/1006063
 */
export function chanceOf(seed: number, step: number): Chance {
  let a = seed | 0;
  let b = Math.trunc(seed / 2 ** 32) | 0;
  let c = step | 0;
  let counter = 1;
  let spare: number | undefined;

  function next(): number {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return t;
  }
  for (let round = 0; round < 15; round++) next();

  return {
    normal() {
      if (spare !== undefined) {
        const kept = spare;
        spare = undefined;
        return kept;
      }
      for (;;) {
        // Whole numbers of 32 bits as numbers in (−1, 1), never 0.
        const x = (next() + 0.5) / 0x80000000;
        const y = (next() + 0.5) / 0x80000000;
        const square = x * x + y * y;
        if (square >= 1) continue;
        const factor = Math.sqrt((-2 * log(square)) / square);
        spare = y * factor;
        return x * factor;
      }
    },
  };
}
