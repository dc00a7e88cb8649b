import { check, oneOf } from "../check.ts";
import { type Bins, bins as binsOf, edge, interval } from "./binning.ts";
import type { Chart } from "./chart.ts";
import { colour, composed, field, type Look, leftOut } from "./encoding.ts";
import { axisTitle, withUnit } from "./labels.ts";
import { grouped } from "./lettering.ts";
import { columns, distinct, numbers, type Rows, rounded, type Value } from "./rows.ts";
import { width as standardWidth } from "./theme.ts";
import { extent } from "./thin.ts";

export interface HistogramOptions extends Look {
  /** column of the values; with an array of numbers, the known column whose title they take */
  readonly x?: string;
  /** about how many intervals, √n up to 100 unless told; their width is 1, 2 or 5 times a power of ten */
  readonly bins?: number;
  /** column of groups, drawn over each other; readable to about four */
  readonly color?: string;
  /** column of groups, each drawn in a panel of its own, under a common axis */
  readonly facet?: string;
  /** probability density (1/unit) instead of counts: groups of different sizes compare */
  readonly density?: boolean;
  /** counts of very different size are read on a log scale */
  readonly yScale?: "linear" | "log";
  readonly unit?: string;
  readonly xTitle?: string;
  readonly colorTitle?: string;
}

/** How often values occur. Intervals are counted here: the chart holds counts, however many values there are. */
export function histogram(
  values: ArrayLike<number> | Rows,
  {
    x = "value",
    bins,
    color,
    facet,
    density = false,
    yScale = "linear",
    unit,
    xTitle,
    colorTitle,
    ...look
  }: HistogramOptions = {},
): Chart {
  oneOf("yScale", yScale, ["linear", "log"]);
  const by = color ?? facet;
  check(color === undefined || facet === undefined, "histogram: groups by color and by facet; give one of them");
  const plain = ArrayBuffer.isView(values) || (Array.isArray(values) && typeof values[0] !== "object");
  const rows = plain ? { [x]: values as ArrayLike<number> } : (values as Rows);
  const found = columns("histogram", rows, [x], by);
  const all = numbers("histogram", found, x);
  const intervals = binsOf(all, bins ?? Math.min(100, Math.max(10, Math.ceil(Math.sqrt(all.length)))));
  const group = by === undefined ? undefined : found.column[by];
  const groups = group === undefined ? [""] : distinct(group);
  const amount = density ? "density" : "count";
  const data = counted(all, group ?? [], groups, intervals).flatMap((counts, k) => {
    const whole = density ? counts.reduce((sum, count) => sum + count, 0) * intervals.step : 1;
    return outline(counts).map(i => ({
      low: edge(intervals, i),
      high: edge(intervals, i + 1),
      [amount]: rounded((counts[i] ?? 0) / whole),
      ...(by !== undefined && { [by]: groups[k] }),
    }));
  });

  const title = axisTitle(x, { title: xTitle, unit });
  const log = yScale === "log";
  // An empty interval lies on the floor of a log scale.
  const powers = log ? powersAround(data.map(record => record[amount] as number).filter(value => value > 0)) : [];
  const floor = powers[0] ?? 0;
  const axes = {
    x: {
      field: "low",
      type: "quantitative",
      title,
      scale: { domain: [edge(intervals, 0), edge(intervals, intervals.count)], nice: false },
    },
    y: {
      field: log ? "drawn" : amount,
      type: "quantitative",
      title: density ? withUnit("probability density", inverse(/\((.*)\)$/.exec(title)?.[1] ?? "")) : "count",
      stack: null,
      ...(log && { scale: { type: "log", domain: [floor, powers.at(-1)], nice: false }, axis: { values: powers } }),
    },
  };
  const about = {
    description: `histogram of ${title}${by === undefined ? "" : ` by ${axisTitle(by)}`}; ${grouped(found.length)} values`,
    data: { values: data },
    ...(log && { transform: [{ calculate: `max(datum.${amount}, ${floor})`, as: "drawn" }] }),
  };
  const remarks = leftOut(found.missing);
  if (color !== undefined) {
    const steps = { interpolate: "step-after", clip: true };
    const layer = [
      ...(log ? [] : [{ mark: { type: "area", ...steps, fillOpacity: 0.15, line: false, tooltip: false } }]),
      { mark: { type: "line", ...steps, strokeWidth: 1.5 } },
    ];
    const encoding = { ...axes, color: colour(color, groups, colorTitle, look.width) };
    return composed({ ...about, encoding, layer }, { ...look, remarks });
  }
  const mark = { type: "rect", stroke: "white", strokeWidth: 0.4, clip: true };
  const encoding = { ...axes, x2: { field: "high" }, y2: { datum: floor } };
  if (facet === undefined) return composed({ ...about, mark, encoding }, { ...look, remarks });
  const across = Math.min(groups.length, 3);
  const facets = {
    facet: { field: field(facet), type: "ordinal", sort: groups, header: { title: null, labelPadding: 2 } },
    columns: across,
    spacing: { row: 12, column: 16 },
    spec: {
      width: Math.floor((look.width ?? standardWidth) / across) - 12,
      height: 80,
      mark,
      encoding: { ...encoding, x: { ...axes.x, axis: { titleFontSize: 11 } }, y: { ...axes.y, axis: null } },
    },
    resolve: { scale: { y: "independent" } },
  };
  return composed({ ...about, ...facets }, { ...look, remarks: [...remarks, "each panel has a height of its own"] });
}

/** [groups] of [intervals] counts */
function counted(
  values: readonly number[],
  group: readonly Value[],
  groups: readonly Value[],
  intervals: Bins,
): readonly Float64Array[] {
  const counts = groups.map(() => new Float64Array(intervals.count));
  const order = new Map(groups.map((name, k) => [name, counts[k]]));
  for (const [row, value] of values.entries()) {
    const mine = order.get(group[row] ?? "");
    if (mine) mine[interval(intervals, value)]! += 1;
  }
  return counts;
}

/** The intervals worth drawing: those with a count, and the empty ones beside them, where the line comes down. */
function outline(counts: Float64Array): number[] {
  const places = Array.from({ length: counts.length + 2 }, (_, k) => k - 1);
  return places.filter(i => [-1, 0, 1].some(step => (counts[i + step] ?? 0) > 0));
}

/** Powers of ten from the last one below all the numbers to the first one above them. */
function powersAround(numbers: readonly number[]): number[] {
  const [first = 0, last = 0] = extent(numbers).map(number => Number(number.toExponential().split("e")[1]));
  return Array.from({ length: last - first + 2 }, (_, k) => Number(`1e${first + k}`));
}

/** eV/Å → Å/eV, the unit of a density. */
function inverse(unit: string): string {
  if (unit === "") return "";
  const [above = "", below] = unit.split("/");
  return below === undefined ? `1/${above}` : `${below}/${above}`;
}
