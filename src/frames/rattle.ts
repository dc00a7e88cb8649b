import { check } from "../check.ts";
import { random } from "../random.ts";
import type { Frames } from "./frames.ts";

/**
 * Every atom moved by chance, each of its coordinates by a normal number of standard deviation `size`, Å; labels, which no
 * longer hold, are left behind.
 *
 * @example
 * const warm = rattle(repeat(fcc("Al", 4.05), [2, 2, 2]), { size: 0.1, seed: 1 });
 */
export function rattle(frames: Frames, { size, seed }: { readonly size: number; readonly seed: number }): Frames {
  check(size >= 0 && size < 100, () => `rattle: size is ${size} Å, a small length was needed`);
  const { energy: _energy, force: _force, virial: _virial, source: _source, ...rest } = frames;
  const moves = random(seed, "rattle").normals(frames.position.length);
  return { ...rest, position: frames.position.map((x, k) => x + size * moves[k]!) };
}
