import { check } from "../check.ts";
import type { Chart } from "./chart.ts";
import { type AxesLook, band, colour, composed, field, leftOut } from "./encoding.ts";
import { axisTitle } from "./labels.ts";
import { columns, numbers, type Rows, records } from "./rows.ts";
import { most } from "./thin.ts";

export interface BarsOptions extends AxesLook {
  readonly x: string;
  readonly y: string;
  /** columns with the ends of an interval around y, in its unit, computed by whoever knows the statistics */
  readonly low?: string;
  readonly high?: string;
  /** column by which bars stand side by side */
  readonly color?: string;
}

/**
 * A bar from zero to the mean of y for each x.
 *
 * Several rows of one x (the seeds of a training) are shown as points on their bar: the spread is seen, not summed up.
 * With `low` and `high` there is one row a bar, and a line between the two.
 *
 * @example
 * const errors = [
 *   { set: "22", seed: 1, error: 3.1 }, { set: "22", seed: 2, error: 2.8 },
 *   { set: "57", seed: 1, error: 1.6 }, { set: "57", seed: 2, error: 1.4 },
 * ];
 * bars(errors, { x: "set", y: "error", yTitle: "test error (meV/atom)" })
 */
export function bars(rows: Rows, { x, y, low, high, color, ...look }: BarsOptions): Chart {
  check((low === undefined) === (high === undefined), "bars: only one end of the interval given; give low and high");
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
        ...(ends.length > 0
          ? [
              {
                mark: { type: "rule", color: "black", strokeWidth: 1.5 },
                encoding: { y: { field: field(low!), type: "quantitative", title }, y2: { field: field(high!) } },
              },
            ]
          : []),
      ],
    },
    { ...look, remarks: leftOut(found.missing) },
  );
}
