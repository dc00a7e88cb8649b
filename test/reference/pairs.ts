import { reciprocal } from "#src/frames/cell.js";
import type { Frames } from "#src/frames/frames.js";

/** One pair by the defining equation. */
export interface Pair {
  readonly i: number;
  readonly j: number;
  readonly shift: readonly [number, number, number];
  readonly vector: readonly [number, number, number];
}

/**
 * Every pair of one frame within the cutoff, straight from r = r_j − r_i + n · cell, |r| < cutoff: all n that the
 * distance between planes allows are tried on all pairs of atoms, and sorted by i, j, n.
 */
export function pairsByDefinition(frames: Frames, cutoff: number): readonly Pair[] {
  const { position, cell, periodic } = frames;
  const dual = reciprocal(frames, 0)!;
  const found: Pair[] = [];
  const N = frames.species.length;
  for (let i = 0; i < N; i++) {
    for (let j = 0; j < N; j++) {
      const d = [0, 1, 2].map(c => position[3 * j + c]! - position[3 * i + c]!);
      const [a = [], b = [], c = []] = [0, 1, 2].map(k => {
        if (!periodic[k]) return [0];
        const u = dual[3 * k]! * d[0]! + dual[3 * k + 1]! * d[1]! + dual[3 * k + 2]! * d[2]!;
        const reach = cutoff * Math.hypot(dual[3 * k]!, dual[3 * k + 1]!, dual[3 * k + 2]!) + 1e-6;
        const from = Math.ceil(-u - reach);
        return Array.from({ length: Math.max(0, Math.floor(-u + reach) - from + 1) }, (_, n) => from + n);
      });
      for (const na of a) {
        for (const nb of b) {
          for (const nc of c) {
            if (i === j && na === 0 && nb === 0 && nc === 0) continue;
            const at = (k: number) => d[k]! + (na * cell[k]! + nb * cell[3 + k]! + nc * cell[6 + k]!);
            const [x, y, z] = [at(0), at(1), at(2)];
            if (x * x + y * y + z * z < cutoff * cutoff) found.push({ i, j, shift: [na, nb, nc], vector: [x, y, z] });
          }
        }
      }
    }
  }
  return found;
}
