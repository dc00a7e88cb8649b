import type { Chart } from "./chart.ts";
import { axisTitle } from "./labels.ts";
import { grouped, textWidth, wrapped } from "./lettering.ts";
import { distinct, rounded, type Value } from "./rows.ts";
import { palette, height as standardHeight, width as standardWidth, themed } from "./theme.ts";
import { extent } from "./thin.ts";

/** Options that every chart takes. */
export interface Look {
  readonly title?: string;
  /** px of the plotting area */
  readonly width?: number;
  /** px of the plotting area */
  readonly height?: number;
}

/** Options of charts with two axes: titles replace those known for the columns, units stand in brackets after them. */
export interface AxesLook extends Look {
  readonly xTitle?: string;
  readonly yTitle?: string;
  readonly colorTitle?: string;
}

/** A chart of our size and theme. Remarks (what was left out, what the numbers are) stand under the title. */
export function composed(
  spec: Chart,
  {
    title,
    width = standardWidth,
    height = standardHeight,
    remarks = [],
  }: Look & { readonly remarks?: readonly string[] },
): Chart {
  const size = 12;
  const lines = remarks.length > 0 ? wrapped(remarks.join(" · "), size, width + 40, " · ") : [];
  const heading =
    title === undefined
      ? lines.length > 0 && { title: { text: lines, fontSize: size, fontWeight: "normal", color: "#444444" } }
      : { title: { text: wrapped(title, 14, width), ...(lines.length > 0 && { subtitle: lines }) } };
  return themed({ ...heading, ...(spec.facet === undefined && { width, height }), ...spec });
}

/** How a missing-value count is said. */
export function leftOut(missing: number): readonly string[] {
  return missing === 0 ? [] : [`${grouped(missing)} row${missing === 1 ? "" : "s"} without a value left out`];
}

/** A column's name as Vega-Lite's field: dots and brackets there would mean parts of an object. */
export function field(name: string): string {
  return name.replace(/[.[\]\\'"]/g, "\\$&");
}

/** An axis along a column: numbers with a little room around them, words in their order of appearance. */
export function position(
  name: string,
  values: readonly Value[],
  title: string | undefined,
  width = standardWidth,
): object {
  const common = { field: field(name), title: axisTitle(name, { title }) };
  if (values.every(value => typeof value === "number")) {
    return { ...common, type: "quantitative", scale: { domain: roomFor(values), nice: false, zero: false } };
  }
  return { ...common, ...band(values, width) };
}

/** From the lowest to the highest value and a little further; from zero itself where all are above it and start near it. */
function roomFor(values: readonly number[]): readonly [number, number] {
  const [low, high] = extent(values);
  const room = high > low ? 0.04 * (high - low) : Math.abs(high) / 10 || 1;
  const startsAtZero = low >= 0 && low < 0.1 * (high - low);
  return [startsAtZero ? 0 : rounded(low - room), rounded(high + room)];
}

/** An axis with one place for each value, its labels turned when they would not fit side by side. */
export function band(values: readonly Value[], width = standardWidth): object {
  const places = distinct(values);
  const widest = Math.max(...places.map(place => textWidth(String(place), 12)));
  const words = places.some(place => typeof place === "string");
  const turned = words && widest + 8 > width / places.length;
  const axis = {
    labelAngle: turned ? -40 : 0,
    labelOverlap: words && places.length <= 40 ? false : "greedy",
    grid: false,
  };
  return { type: "ordinal", sort: places, axis };
}

/** Colours of groups: the palette for up to eight kinds, a sequence for numbers in order, a scale for many numbers. */
export function colour(
  name: string,
  values: readonly Value[],
  title: string | undefined,
  width = standardWidth,
): object {
  const groups = distinct(values);
  const numeric = groups.every(group => typeof group === "number");
  const common = { field: field(name), title: axisTitle(name, { title }) };
  // The last fifth of viridis is too light for lines and points on white.
  const sequence = { scheme: { name: "viridis", extent: [0, 0.9] } };
  if (numeric && groups.length > 24) return { ...common, type: "quantitative", scale: sequence };
  const few = groups.length <= palette.length;
  return {
    ...common,
    type: numeric ? "ordinal" : "nominal",
    scale: { domain: groups, ...(few && !numeric ? { range: palette.slice(0, groups.length) } : sequence) },
    legend: legend(groups, width),
  };
}

/** Beside the chart while it is short, else below in columns as wide as its longest label. */
function legend(groups: readonly Value[], width: number): object {
  const widest = Math.max(...groups.map(group => textWidth(String(group), 12)));
  if (groups.length <= 14 && widest <= 150) return { orient: "right" };
  return { orient: "bottom", columns: Math.max(1, Math.floor(width / (Math.min(widest, 240) + 40))) };
}
