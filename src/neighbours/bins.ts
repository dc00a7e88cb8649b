import { check } from "../check.ts";
import { reciprocal } from "../frames/cell.ts";
import type { Frames } from "../frames/frames.ts";

/** Atoms of one frame, moved into the cell and sorted into a grid of bins about half a cutoff wide. */
export interface Bins {
  /** [3] bins along each direction */
  readonly count: readonly [number, number, number];
  /** [3] how many bins away, along each direction, the cutoff can reach */
  readonly reach: readonly [number, number, number];
  /** [bins + 1] slots of bin b are start[b] … start[b + 1] − 1; the last direction runs fastest */
  readonly start: Int32Array;
  /** [N] atom in each slot */
  readonly atom: Int32Array;
  /** [N] bin of each atom */
  readonly bin: Int32Array;
  /** [3 × N + 2] Å, x, then y, then z of the atom in each slot, moved into the cell; two more are read, but not used */
  readonly inside: Float64Array;
  /** [N × 3] cell vectors that brought each atom there */
  readonly wrap: Int32Array;
}

/** Shifts are 16-bit numbers, and those of two atoms are subtracted. */
const furthest = 16_000;

/** The grid of frame f for a search within `cutoff` Å; what the cell or the positions lack is said here. */
export function bins(frames: Frames, f: number, cutoff: number): Bins {
  const from = frames.offset[f]!;
  const n = frames.offset[f + 1]! - from;
  const cell = frames.cell.subarray(9 * f, 9 * f + 9);
  const periodic = frames.periodic.subarray(3 * f, 3 * f + 3);
  const position = frames.position.subarray(3 * from, 3 * (from + n));
  const dual = reciprocal(frames, f);
  check(
    dual && cell.every(Number.isFinite),
    () => `neighbours: the cell vectors of frame ${f} along its periodic directions span no volume; mend the cell`,
  );

  // Along direction k, coordinates are fractions of the cell, or Å from the lowest atom where it does not repeat.
  const wrap = new Int32Array(3 * n);
  const coordinate = new Float64Array(3 * n);
  const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const high = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < n; i++) {
    const x = position[3 * i]!;
    const y = position[3 * i + 1]!;
    const z = position[3 * i + 2]!;
    check(
      Number.isFinite(x + y + z),
      () => `neighbours: the position of atom ${i} of frame ${f} is ${x}, ${y}, ${z}; finite numbers were needed`,
    );
    for (let k = 0; k < 3; k++) {
      const u = dual[3 * k]! * x + dual[3 * k + 1]! * y + dual[3 * k + 2]! * z;
      const cells = periodic[k] ? Math.floor(u) : 0;
      check(
        Math.abs(cells) <= furthest,
        () => `neighbours: atom ${i} of frame ${f} is ${cells} cells away; move it into the cell`,
      );
      wrap[3 * i + k] = -cells;
      coordinate[3 * i + k] = u - cells;
      low[k] = Math.min(low[k]!, u);
      high[k] = Math.max(high[k]!, u);
    }
  }

  const extent = [0, 1, 2].map(k => (periodic[k] ? 1 : high[k]! - low[k]!));
  // Rounding may not lose a pair that touches the cutoff; the distance decides in the end.
  const near = [0, 1, 2].map(k => (cutoff + 1e-6) * norm(dual, k));
  check(
    near.every((distance, k) => !periodic[k] || distance < 100),
    () => `neighbours: the cell of frame ${f} is over 100 times thinner than the cutoff of ${cutoff} Å; is it in Å?`,
  );
  const count = gridOf(extent, near, n);
  const reach = count.map((number, k) => {
    const width = extent[k]! / number;
    return periodic[k]
      ? Math.ceil(near[k]! / width - 1e-12)
      : Math.min(number - 1, Math.ceil(near[k]! / width - 1e-12));
  });

  const [, b, c] = count as [number, number, number];
  const bin = new Int32Array(n);
  const start = new Int32Array(count[0]! * b * c + 1);
  for (let i = 0; i < n; i++) {
    let number = 0;
    for (let k = 0; k < 3; k++) {
      const u = coordinate[3 * i + k]! - (periodic[k] ? 0 : low[k]!);
      const place = extent[k]! > 0 ? Math.floor((u / extent[k]!) * count[k]!) : 0;
      number = number * count[k]! + Math.max(0, Math.min(count[k]! - 1, place));
    }
    bin[i] = number;
    start[number + 1]!++;
  }
  for (let k = 1; k < start.length; k++) start[k]! += start[k - 1]!;

  const next = start.slice();
  const atom = new Int32Array(n);
  const inside = new Float64Array(3 * n + 2);
  for (let i = 0; i < n; i++) {
    const slot = next[bin[i]!]!++;
    atom[slot] = i;
    for (let k = 0; k < 3; k++) {
      inside[k * n + slot] =
        position[3 * i + k]! +
        wrap[3 * i]! * cell[k]! +
        wrap[3 * i + 1]! * cell[3 + k]! +
        wrap[3 * i + 2]! * cell[6 + k]!;
    }
  }
  return {
    count: count as [number, number, number],
    reach: reach as [number, number, number],
    start,
    atom,
    bin,
    inside,
    wrap,
  };
}

/** Bins half a reach wide, or wider where there would be many more of them than atoms. */
function gridOf(extent: readonly number[], near: readonly number[], atoms: number): number[] {
  const count = extent.map((size, k) => Math.max(1, Math.min(1e6, Math.floor((2 * size) / near[k]!))));
  while (count[0]! * count[1]! * count[2]! > 4 * atoms + 64) {
    const most = count.indexOf(Math.max(...count));
    count[most] = Math.ceil(count[most]! / 2);
  }
  return count;
}

function norm(rows: Float64Array, k: number): number {
  const [x, y, z] = [rows[3 * k]!, rows[3 * k + 1]!, rows[3 * k + 2]!];
  return Math.sqrt(x * x + y * y + z * z);
}
