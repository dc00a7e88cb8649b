import { check } from "./check.ts";
import { sha256 } from "./hash.ts";
import { ownSession } from "./wasm/memory.ts";

/**
 * A stream of random numbers. Every draw has a number, and depends on seed, name and that number alone: draws can be
 * skipped or repeated at no cost, and threads given streams of different names, or different parts of one, share none.
 */
export interface Random {
  /** How many draws were made. `random(seed, name, drawn)` goes on from there. */
  readonly drawn: number;
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Of mean 0 and variance 1. */
  normal(): number;
  /** A whole number from 0 to below − 1, each as likely as the others; below at most 2⁵³. */
  integer(below: number): number;
  /** The items in a new order, each order as likely as the others. */
  shuffle<T>(items: Iterable<T>): T[];
  /** One of the items. */
  choice<T>(items: readonly T[]): T;
  /** The next draws, of normal() or uniform(), in one go. */
  normals(count: number): Float64Array;
  uniforms(count: number): Float64Array;
  /** Leave out so many draws. */
  jump(draws: number): void;
  /** A stream of its own, from its first draw, whatever was drawn here. */
  split(name: string | number): Random;
}

/** Draws made ahead, so that few calls enter WebAssembly. */
const AHEAD = 64;

/**
 * The stream of a name from a seed: Philox4x32-10 under a key of 64 bits made from both by SHA-256.
 *
 *     const noise = random(seed, "langevin");
 *     const start = random(seed, "velocities").normals(3 * N);
 */
export function random(seed: number, name: string, drawn = 0): Random {
  check(
    Number.isSafeInteger(seed) && seed >= 0,
    () => `random: the seed is ${seed}; a whole number from 0 up was needed`,
  );
  return stream(`${seed}/${name}`, drawn);
}

function stream(path: string, from: number): Random {
  const hash = sha256(path);
  const key0 = Number.parseInt(hash.slice(0, 8), 16);
  const key1 = Number.parseInt(hash.slice(8, 16), 16);
  let drawn = from;
  let ahead: Float64Array = new Float64Array(0);
  let aheadFrom = 0;

  const draw = (): number => {
    if (drawn < aheadFrom || drawn >= aheadFrom + ahead.length) {
      ahead = bulk("uniforms", AHEAD);
      aheadFrom = drawn;
    }
    return ahead[drawn++ - aheadFrom]!;
  };

  const bulk = (kind: "uniforms" | "normals", count: number): Float64Array => {
    const { scoped, float64, routines } = ownSession();
    return scoped(() => {
      const to = float64(count);
      routines[kind](key0, key1, drawn, count, to);
      return to.slice();
    });
  };

  const integer = (below: number): number => {
    check(Number.isSafeInteger(below) && below > 0, () => `integer: below is ${below}; from 1 to 2⁵³ − 1 was needed`);
    // Of the 2⁵³ outcomes the last few, which would make some numbers likelier than others, are drawn again.
    const fair = 2 ** 53 - (2 ** 53 % below);
    for (;;) {
      const outcome = draw() * 2 ** 53;
      if (outcome < fair) return outcome % below;
    }
  };

  return {
    get drawn() {
      return drawn;
    },
    uniform: draw,
    normal: () => ownSession().scalars.normalOf(draw()),
    integer,
    shuffle(items) {
      const order = [...items];
      for (let k = order.length - 1; k > 0; k--) {
        const other = integer(k + 1);
        [order[k], order[other]] = [order[other]!, order[k]!];
      }
      return order;
    },
    choice(items) {
      check(items.length > 0, "choice: there is nothing to choose from");
      return items[integer(items.length)]!;
    },
    normals(count) {
      const draws = bulk("normals", count);
      drawn += count;
      return draws;
    },
    uniforms(count) {
      const draws = bulk("uniforms", count);
      drawn += count;
      return draws;
    },
    jump(draws) {
      drawn += draws;
    },
    split: name => stream(`${path}/${name}`, 0),
  };
}
