import { check } from "../check.ts";
import type { Frames } from "../frames/frames.ts";
import { ownSession } from "../wasm/memory.ts";
import type { Pairs } from "./pairs.ts";
import { roomIn } from "./room.ts";
import { type Topology, topology } from "./topology.ts";

/**
 * All ordered pairs of atoms of one frame nearer than a cutoff, periodic images included.
 *
 *     vector = r_j − r_i + shift · cell,   |vector| < cutoff
 *
 * Right for any cell, however small, flat or skewed, for any of its directions repeating or not, and for positions
 * outside the cell. Atoms are sorted into bins and only bins within reach are searched, once to count and once to
 * write: time and memory grow with the number of pairs.
 *
 * @param frames          one frame, or several and `options.frame`
 * @param options.cutoff  Å
 * @returns pairs sorted by first atom, second atom, shift; atoms are numbered from the first of their frame
 * @throws when a position is not finite, when two atoms are at the same place, when the cell has no volume
 *
 * @example
 * const aluminium = pick(await load("al-eam"), [0]);
 * const pairs = neighbours(aluminium, { cutoff: 4 });
 * console.log(pairs.j.length / aluminium.species.length, "neighbours an atom");
 */
export function neighbours(
  frames: Frames,
  { cutoff, frame }: { readonly cutoff: number; readonly frame?: number },
): Pairs {
  check(cutoff > 0 && cutoff < 1000, () => `neighbours: cutoff is ${cutoff} Å, a positive distance was needed`);
  check(
    frame !== undefined || frames.length === 1,
    () => `neighbours: ${frames.length} frames, one was needed; say which: neighbours(frames, { cutoff, frame: 0 })`,
  );
  const f = frame ?? 0;
  check(
    Number.isInteger(f) && f >= 0 && f < frames.length,
    () => `neighbours: there is no frame ${f}; they are numbered 0 to ${frames.length - 1}`,
  );
  const session = ownSession();
  return session.scoped(() => {
    const half = topology(roomIn(session), frames, f, { cutoff, half: true });
    return { cutoff, ...placed(whole(half), frames, f) };
  });
}

type Whole = Pick<Pairs, "first" | "j" | "shift" | "reverse">;

/**
 * Both directions from one: the row of each atom begins with the reverses of the rows before it, then come its own pairs.
 *
 * Going through the rows i in order, their pairs i → j add i to the rows of j in order. Several images of one j stand together,
 * sorted by their shift; their reverses have the negative shifts, so they stand in the opposite order.
 */
function whole({ first: firstHalf, pair, shift: shifts }: Topology): Whole {
  const n = firstHalf.length - 1;
  const P = pair.length;
  const first = new Int32Array(n + 1);
  for (let p = 0; p < P; p += 2) first[pair[p]! + 1]!++;
  for (let i = 0; i < n; i++) first[i + 1]! += first[i]! + firstHalf[i + 1]! - firstHalf[i]!;

  const j = new Int32Array(P);
  const shift = new Int16Array(3 * P);
  const reverse = new Int32Array(P);
  // Where the next reverse pair of each row goes; all of those of row i are there when its own pairs are met.
  const next = first.slice(0, n);
  for (let i = 0; i < n; i++) {
    const end = firstHalf[i + 1]!;
    let to = first[i + 1]! - (end - firstHalf[i]!);
    for (let p = firstHalf[i]!; p < end; ) {
      const other = pair[2 * p]!;
      let images = 1;
      while (p + images < end && pair[2 * (p + images)] === other) images++;
      const last = next[other]! + images - 1;
      next[other]! += images;
      for (let k = 0; k < images; k++) {
        const back = last - k;
        const s = 3 * pair[2 * p + 1]!;
        j[to] = other;
        j[back] = i;
        for (let c = 0; c < 3; c++) {
          shift[3 * to + c] = shifts[s + c]!;
          shift[3 * back + c] = -shifts[s + c]!;
        }
        reverse[to] = back;
        reverse[back] = to;
        to++;
        p++;
      }
    }
  }
  return { first, j, shift, reverse };
}

/** The pairs with their vectors and distances. */
function placed(pairs: Whole, frames: Frames, f: number): Omit<Pairs, "cutoff"> {
  const P = pairs.j.length;
  const result = { ...pairs, vector: new Float64Array(3 * P), distance: new Float64Array(P) };
  const from = frames.offset[f]!;
  follow(result, frames.position.subarray(3 * from, 3 * frames.offset[f + 1]!), frames.cell.subarray(9 * f, 9 * f + 9));
  return result;
}

/** Vectors and distances of the pairs where their atoms are now. */
export function follow(
  { first, j, shift, vector, distance }: Omit<Pairs, "cutoff">,
  position: Float64Array,
  cell: Float64Array,
): void {
  const [ax = 0, ay = 0, az = 0, bx = 0, by = 0, bz = 0, cx = 0, cy = 0, cz = 0] = cell;
  for (let i = 0; i < first.length - 1; i++) {
    const x = position[3 * i]!;
    const y = position[3 * i + 1]!;
    const z = position[3 * i + 2]!;
    const end = first[i + 1]!;
    for (let p = first[i]!; p < end; p++) {
      const q = 3 * j[p]!;
      const a = shift[3 * p]!;
      const b = shift[3 * p + 1]!;
      const c = shift[3 * p + 2]!;
      const dx = position[q]! - x + (a * ax + b * bx + c * cx);
      const dy = position[q + 1]! - y + (a * ay + b * by + c * cy);
      const dz = position[q + 2]! - z + (a * az + b * bz + c * cz);
      vector[3 * p] = dx;
      vector[3 * p + 1] = dy;
      vector[3 * p + 2] = dz;
      distance[p] = Math.sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
}
