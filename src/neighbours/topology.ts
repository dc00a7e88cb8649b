import { check } from "../check.ts";
import type { Frames } from "../frames/frames.ts";
import { bins } from "./bins.ts";
import type { Room } from "./room.ts";

/** Which pairs there are, without where they are; in a session's memory, until the next are found in the same room. */
export interface Topology {
  /** [N + 1] pairs of atom i are first[i] … first[i + 1] − 1; P pairs in all */
  readonly first: Int32Array;
  /** [P × 2] second atom, number of the shift; sorted by second atom, then shift */
  readonly pair: Int32Array;
  /** [K × 3] shifts that occur, cell vectors added */
  readonly shift: Int32Array;
}

/**
 * The pairs of frame f nearer than the cutoff: each i → j with its reverse, or only one of both.
 *
 * Half the pairs are those with i < j, and of an atom's own images those with a shift above 0.
 */
export function topology(
  { routines, float64, int32 }: Room,
  frames: Frames,
  f: number,
  { cutoff, half }: { readonly cutoff: number; readonly half: boolean },
): Topology {
  const n = frames.offset[f + 1]! - frames.offset[f]!;
  const grid = bins(frames, f, cutoff);
  const shared = [
    half ? 1 : 0,
    n,
    int32("grid", [...grid.count, ...grid.reach, ...frames.periodic.subarray(3 * f, 3 * f + 3)]),
    int32("start", grid.start),
    int32("atom", grid.atom),
    int32("bin", grid.bin),
    float64("inside", grid.inside),
    int32("wrap", grid.wrap),
    float64("found at", frames.position.subarray(3 * frames.offset[f]!, 3 * frames.offset[f + 1]!)),
    float64("found in", frames.cell.subarray(9 * f, 9 * f + 9)),
    cutoff,
  ] as const;
  const near = int32("near", 514);
  const trouble = int32("trouble", 2);
  const first = int32("first", n + 1);
  const counted = routines.findPairs(0, ...shared, first, near, near, near, 0, near, trouble);
  check(counted >= 0, () => `neighbours: atoms ${trouble[0]} and ${trouble[1]} of frame ${f} coincide`);
  for (let i = 0; i < n; i++) first[i + 1]! += first[i]!;

  const pair = int32("pair", 2 * first[n]!);
  for (let room = 1024; ; room *= 8) {
    const shift = int32("shift", 3 * room);
    const slots = int32("slots", 2 * room);
    const shifts = routines.findPairs(1, ...shared, int32("next", first), pair, shift, slots, room, near, trouble);
    if (shifts >= 0) return { first, pair, shift: shift.subarray(0, 3 * shifts) };
  }
}
