import { check } from "../check.ts";
import type { Frames } from "../frames/frames.ts";
import { type Bins, bins } from "./bins.ts";
import type { Pairs } from "./pairs.ts";

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
  const found = search(frames, f, cutoff);

  const n = frames.offset[f + 1]! - frames.offset[f]!;
  const first = new Int32Array(n + 1);
  for (let i = 0; i < n; i++) first[i + 1] = first[i]! + found.around(i);

  // The search for the neighbours of i meets them in the order of the bins. Written as pairs j → i, with i rising, they
  // come out sorted in the row of each j: the list is its own transpose.
  const P = first[n]!;
  const next = first.slice();
  const second = new Int32Array(P);
  const shift = new Int16Array(3 * P);
  const vector = new Float64Array(3 * P);
  const distance = new Float64Array(P);
  for (let i = 0; i < n; i++) {
    const count = found.around(i);
    for (let k = 0; k < count; k++) {
      const p = next[found.atom[k]!]!++;
      second[p] = i;
      distance[p] = Math.sqrt(found.square[k]!);
      for (let c = 0; c < 3; c++) {
        shift[3 * p + c] = found.shift[3 * k + c]!;
        vector[3 * p + c] = found.vector[3 * k + c]!;
      }
    }
  }
  return { cutoff, first, j: second, shift, vector, distance, reverse: reverseOf(first, second) };
}

/**
 * Where the opposite of each pair is.
 *
 * Going through rows i in order, the pairs j → i are met in the order of row j. Several images of one j stand together,
 * sorted by their shift; their opposites have the negative shifts, so they stand in the opposite order.
 */
function reverseOf(first: Int32Array, second: Int32Array): Int32Array {
  const reverse = new Int32Array(second.length);
  const next = first.slice();
  for (let i = 0; i < first.length - 1; i++) {
    const end = first[i + 1]!;
    for (let p = first[i]!; p < end; ) {
      const j = second[p]!;
      let images = 1;
      while (p + images < end && second[p + images] === j) images++;
      const last = next[j]! + images - 1;
      for (let k = 0; k < images; k++) reverse[p + k] = last - k;
      next[j]! += images;
      p += images;
    }
  }
  return reverse;
}

/** The neighbours of one atom after another; the arrays hold those of the atom last searched. */
interface Found {
  /** Find the pairs j → i within the cutoff, and how many they are. */
  around(i: number): number;
  atom: Int32Array;
  /** vector and shift from j to i */
  vector: Float64Array;
  shift: Int32Array;
  square: Float64Array;
}

function search(frames: Frames, f: number, cutoff: number): Found {
  const grid: Bins = bins(frames, f, cutoff);
  const { start, atom, bin, inside, wrap } = grid;
  const [na, nb, nc] = grid.count;
  const [ra, rb, rc] = grid.reach;
  const from = frames.offset[f]!;
  const position = frames.position.subarray(3 * from, 3 * frames.offset[f + 1]!);
  const periodic = frames.periodic.subarray(3 * f, 3 * f + 3);
  const [ax = 0, ay = 0, az = 0, bx = 0, by = 0, bz = 0, cx = 0, cy = 0, cz = 0] = frames.cell.subarray(9 * f);
  const [alongA, alongB, alongC] = [periodic[0] === 1, periodic[1] === 1, periodic[2] === 1];
  const cutoffSquare = cutoff * cutoff;
  const nearSquare = (cutoff + 1e-7) * (cutoff + 1e-7);

  const found: Found = {
    around,
    atom: new Int32Array(256),
    vector: new Float64Array(768),
    shift: new Int32Array(768),
    square: new Float64Array(256),
  };

  // Bins are visited with falling shifts n of j, so that the shifts of j → i rise.
  function around(i: number): number {
    const ia = Math.floor(bin[i]! / (nb * nc));
    const ib = Math.floor(bin[i]! / nc) % nb;
    const ic = bin[i]! % nc;
    let count = 0;
    for (let oa = ia + ra; oa >= ia - ra; oa--) {
      const sa = Math.floor(oa / na);
      if (sa !== 0 && !alongA) continue;
      for (let ob = ib + rb; ob >= ib - rb; ob--) {
        const sb = Math.floor(ob / nb);
        if (sb !== 0 && !alongB) continue;
        const column = ((oa - sa * na) * nb + (ob - sb * nb)) * nc;
        const lowest = alongC ? Math.floor((ic - rc) / nc) : 0;
        for (let sc = alongC ? Math.floor((ic + rc) / nc) : 0; sc >= lowest; sc--) {
          const low = Math.max(0, ic - rc - sc * nc);
          const high = Math.min(nc - 1, ic + rc - sc * nc);
          count = along(i, start[column + low]!, start[column + high + 1]!, sa, sb, sc, count);
        }
      }
    }
    return count;
  }

  /** Add those in slots `slot` to `end`, moved by the shift, that are near. */
  function along(i: number, slot: number, end: number, sa: number, sb: number, sc: number, count: number): number {
    const x = position[3 * i]! + wrap[3 * i]! * ax + wrap[3 * i + 1]! * bx + wrap[3 * i + 2]! * cx;
    const y = position[3 * i + 1]! + wrap[3 * i]! * ay + wrap[3 * i + 1]! * by + wrap[3 * i + 2]! * cy;
    const z = position[3 * i + 2]! + wrap[3 * i]! * az + wrap[3 * i + 1]! * bz + wrap[3 * i + 2]! * cz;
    const ox = sa * ax + sb * bx + sc * cx - x;
    const oy = sa * ay + sb * by + sc * cy - y;
    const oz = sa * az + sb * bz + sc * cz - z;
    for (; slot < end; slot++) {
      const u = inside[3 * slot]! + ox;
      const v = inside[3 * slot + 1]! + oy;
      const w = inside[3 * slot + 2]! + oz;
      if (u * u + v * v + w * w >= nearSquare) continue;
      const j = atom[slot]!;
      const ta = wrap[3 * i]! - wrap[3 * j]! - sa;
      const tb = wrap[3 * i + 1]! - wrap[3 * j + 1]! - sb;
      const tc = wrap[3 * i + 2]! - wrap[3 * j + 2]! - sc;
      if (i === j && ta === 0 && tb === 0 && tc === 0) continue;
      // From the positions as given: the same numbers, but for the sign, as from the other side.
      const dx = position[3 * i]! - position[3 * j]! + (ta * ax + tb * bx + tc * cx);
      const dy = position[3 * i + 1]! - position[3 * j + 1]! + (ta * ay + tb * by + tc * cy);
      const dz = position[3 * i + 2]! - position[3 * j + 2]! + (ta * az + tb * bz + tc * cz);
      const square = dx * dx + dy * dy + dz * dz;
      if (square >= cutoffSquare) continue;
      check(square > 0, () => `neighbours: atoms ${Math.min(i, j)} and ${Math.max(i, j)} of frame ${f} coincide`);
      if (count === found.atom.length) grow(found);
      found.atom[count] = j;
      found.square[count] = square;
      found.vector[3 * count] = dx;
      found.vector[3 * count + 1] = dy;
      found.vector[3 * count + 2] = dz;
      found.shift[3 * count] = ta;
      found.shift[3 * count + 1] = tb;
      found.shift[3 * count + 2] = tc;
      count++;
    }
    return count;
  }
  return found;
}

function grow(found: Found): void {
  const size = 2 * found.atom.length;
  const larger = <T extends Int32Array | Float64Array>(array: T, to: T): T => {
    to.set(array);
    return to;
  };
  found.atom = larger(found.atom, new Int32Array(size));
  found.square = larger(found.square, new Float64Array(size));
  found.vector = larger(found.vector, new Float64Array(3 * size));
  found.shift = larger(found.shift, new Int32Array(3 * size));
}
