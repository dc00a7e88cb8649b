import { check } from "../check.ts";
import { meanWithInterval } from "../statistics/mean.ts";
import type { Chart } from "./chart.ts";
import { type AxesLook, band, colour, composed, field, leftOut } from "./encoding.ts";
import { axisTitle } from "./labels.ts";
import { type Columns, columns, numbers, type Rows, records, rounded, type Value } from "./rows.ts";
import { most } from "./thin.ts";

export interface BarsOptions extends AxesLook {
  readonly x: string;
  readonly y: string;
  /** columns with the ends of an interval around y, in its unit, computed by whoever knows the statistics */
  readonly low?: string;
  readonly high?: string;
  /** probability, as 0.95, with which the line drawn around the mean of several rows holds the true mean */
  readonly interval?: number;
  /** column by which bars stand side by side */
  readonly color?: string;
}

/**
 * A bar from zero to the mean of y for each x.
 *
 * Several rows of one x (the seeds of a training) are shown as points on their bar: the spread is seen, not summed up.
 * With `interval` a line shows where the true mean is, by Student's t; with `low` and `high` there is one row a bar, and a
 * line between the two.
 *
 * @example
 * const errors = [
 *   { set: "22", seed: 1, error: 3.1 }, { set: "22", seed: 2, error: 2.8 },
 *   { set: "57", seed: 1, error: 1.6 }, { set: "57", seed: 2, error: 1.4 },
 * ];
 * bars(errors, { x: "set", y: "error", interval: 0.95, yTitle: "test error (meV/atom)" })
 */
export function bars(rows: Rows, { x, y, low, high, interval, color, ...look }: BarsOptions): Chart {
  check((low === undefined) === (high === undefined), "bars: only one end of the interval given; give low and high");
  check(
    interval === undefined || low === undefined,
    "bars: both an interval and its ends are given; leave out interval, or low and high",
  );
  const ends = low === undefined || high === undefined ? [] : [low, high];
  const found = columns("bars", rows, [x, y, ...ends], color);
  for (const name of [y, ...ends]) numbers("bars", found, name);
  check(found.length <= most, () => `bars: ${found.length} rows, at most ${most} are drawn; roll them up first`);
  const places = found.column[x] ?? [];
  const group = color === undefined ? undefined : found.column[color];
  const bar = new Set(places.map((place, row) => JSON.stringify([place, group?.[row]])));
  const several = bar.size < found.length;
  check(
    !several || ends.length === 0,
    () => `bars: ${found.length} rows for ${bar.size} bars with an interval; roll up to one row a bar`,
  );
  const title = axisTitle(y, { title: look.yTitle });
  const beside = color === undefined ? {} : { xOffset: { field: field(color), sort: null } };
  const hue = color === undefined ? {} : { color: colour(color, group ?? [], look.colorTitle, look.width) };
  const mean = { field: field(y), type: "quantitative", title, ...(several && { aggregate: "mean" }) };
  // Longer than the other columns' names, so that they are none of them.
  const [from, to] = [`${x}${color}from`, `${x}${color}to`];
  const around = several && interval !== undefined ? intervals(found, { x, y, color, from, to, level: interval }) : [];
  const marks = { type: "point", color: "black", size: 14, opacity: 0.6 };
  return composed(
    {
      description: `${title} by ${axisTitle(x)}${color === undefined ? "" : ` and ${axisTitle(color)}`}; ${found.length} rows`,
      data: { values: records(found) },
      encoding: {
        x: { field: field(x), title: axisTitle(x, { title: look.xTitle }), ...band(places, look.width) },
        ...beside,
      },
      layer: [
        { mark: { type: "bar" }, encoding: { y: mean, ...hue } },
        ...(several ? [{ mark: marks, encoding: { y: { field: field(y), type: "quantitative", title } } }] : []),
        ...(ends.length > 0 ? [span(low!, high!, title)] : []),
        ...(around.length > 0 ? [{ data: { values: around }, ...span(from, to, title) }] : []),
      ],
    },
    { ...look, remarks: leftOut(found.missing) },
  );
}

function span(low: string, high: string, title: string): object {
  return {
    mark: { type: "rule", color: "black", strokeWidth: 1.5 },
    encoding: { y: { field: field(low), type: "quantitative", title }, y2: { field: field(high) } },
  };
}

/** One row a bar of several: its place, and the ends of the interval of its mean. */
function intervals(
  { column, length }: Columns,
  {
    x,
    y,
    color,
    from,
    to,
    level,
  }: {
    readonly x: string;
    readonly y: string;
    readonly color?: string;
    readonly from: string;
    readonly to: string;
    readonly level: number;
  },
): readonly object[] {
  const bars = new Map<string, { readonly place: Readonly<Record<string, Value>>; readonly values: number[] }>();
  for (let row = 0; row < length; row++) {
    const place = { [x]: column[x]![row]!, ...(color !== undefined && { [color]: column[color]![row]! }) };
    const key = JSON.stringify(place);
    const bar = bars.get(key) ?? { place, values: [] };
    bars.set(key, bar);
    bar.values.push(column[y]![row] as number);
  }
  return [...bars.values()]
    .filter(({ values }) => values.length > 1)
    .map(({ place, values }) => {
      const { low, high } = meanWithInterval(values, { level });
      return { ...place, [from]: rounded(low), [to]: rounded(high) };
    });
}
