import { grouped } from "./lettering.ts";
import { type Columns, distinct, type Value } from "./rows.ts";

/** Rows drawn one by one; above this a builder draws fewer, or counts. */
export const most = 5000;

/**
 * The rows a line needs: all of them up to 5,000, else the lowest and the highest of equal intervals of x in each group,
 * in order of x.
 */
export function thinned(
  found: Columns,
  { x, y, color }: { readonly x: string; readonly y: string; readonly color?: string },
): { readonly drawn: Columns; readonly remarks: readonly string[] } {
  if (found.length <= most) return { drawn: found, remarks: [] };
  const across = found.column[x] as readonly number[];
  const up = found.column[y] as readonly number[];
  const group: readonly Value[] = color === undefined ? across.map(() => "") : (found.column[color] ?? []);
  const groups = distinct(group);
  const intervals = Math.max(1, Math.floor(most / 2 / groups.length));
  const [low, high] = extent(across);
  // [groups × intervals] row of the lowest and of the highest value, −1 while there is none
  const lowest = new Int32Array(groups.length * intervals).fill(-1);
  const highest = lowest.slice();
  const order = new Map(groups.map((value, k) => [value, k]));
  for (let row = 0; row < found.length; row++) {
    const place = high > low ? ((across[row]! - low) / (high - low)) * intervals : 0;
    const slot = order.get(group[row]!)! * intervals + Math.min(intervals - 1, Math.floor(place));
    if (lowest[slot]! < 0 || up[row]! < up[lowest[slot]!]!) lowest[slot] = row;
    if (highest[slot]! < 0 || up[row]! > up[highest[slot]!]!) highest[slot] = row;
  }
  const kept = [...new Set([...lowest, ...highest])]
    .filter(row => row >= 0)
    .sort((a, b) => across[a]! - across[b]! || a - b);
  return {
    drawn: chosen(found, kept),
    remarks: [`lowest and highest of ${intervals} intervals, from ${grouped(found.length)} rows`],
  };
}

export function chosen(found: Columns, rows: readonly number[]): Columns {
  const column = Object.fromEntries(
    Object.entries(found.column).map(([name, values]) => [name, rows.map(row => values[row] as Value)]),
  );
  return { ...found, length: rows.length, column };
}

/** Smallest and largest number. (Math.min(...values) overflows the stack for long arrays.) */
export function extent(values: ArrayLike<number>): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
