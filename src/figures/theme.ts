import type { Chart } from "./chart.ts";
import { fontFamily, thinSpace } from "./lettering.ts";

/** The version JupyterLab and VS Code draw; vega-lite 6 has no renderer there. */
export const schema = "https://vega.github.io/schema/vega-lite/v5.json";

/**
 * Eight colours that readers with any common colour blindness tell apart: Okabe and Ito, Color Universal Design (2008),
 * https://jfly.uni-koeln.de/color/. Yellow comes last: it is faint on white.
 */
export const palette = [
  "#0072B2",
  "#D55E00",
  "#009E73",
  "#CC79A7",
  "#56B4E9",
  "#E69F00",
  "#000000",
  "#F0E442",
] as const;

/** Ink for text and axes, and the lighter one for what should recede. */
export const ink = "#222222";
export const faint = "#666666";

/** Width of the plotting area, px: a notebook's column and, at half size in print, a paper's. */
export const width = 460;
export const height = 300;

const config = {
  background: "white",
  font: fontFamily,
  padding: 8,
  view: {
    continuousWidth: width,
    continuousHeight: height,
    discreteWidth: width,
    discreteHeight: height,
    stroke: null,
  },
  title: {
    anchor: "start",
    color: ink,
    fontSize: 14,
    fontWeight: "bold",
    subtitleColor: faint,
    subtitleFontSize: 12,
    subtitlePadding: 5,
    offset: 10,
  },
  axis: {
    labelFontSize: 12,
    titleFontSize: 13,
    titleFontWeight: "normal",
    labelColor: ink,
    titleColor: ink,
    titlePadding: 8,
    labelPadding: 4,
    domainColor: faint,
    tickColor: faint,
    gridColor: "#E6E6E6",
    tickCount: 6,
    labelOverlap: "greedy",
    labelFlush: false,
    labelSeparation: 4,
    labelLimit: 220,
    titleLimit: 440,
  },
  legend: {
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: "normal",
    labelColor: ink,
    titleColor: ink,
    labelLimit: 240,
    symbolSize: 70,
    symbolStrokeWidth: 2,
    rowPadding: 4,
    columnPadding: 14,
    gradientLength: 180,
    gradientThickness: 12,
    tickCount: 5,
    symbolOpacity: 1,
  },
  header: { labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal", labelColor: ink, titleColor: ink },
  range: { category: palette, heatmap: { scheme: "viridis" }, ramp: { scheme: "viridis" } },
  // Marks without ARIA labels: one a point would make SVGs ten times larger. The description speaks for the whole chart.
  mark: { color: palette[0], aria: false, tooltip: true },
  line: { strokeWidth: 2, strokeJoin: "round" },
  point: { filled: true, size: 30 },
  scale: { barBandPaddingInner: 0.15, rectBandPaddingInner: 0 },
  // Thin spaces between thousands, as SI asks; vega's comma is a decimal sign to half of its readers.
  locale: { number: { decimal: ".", thousands: thinSpace, grouping: [3], currency: ["", ""] } },
  axisBand: { grid: false },
} satisfies Record<string, unknown>;

/** The chart in our theme: its own settings win, key by key. Applied twice it changes nothing more. */
export function themed(chart: Chart): Chart {
  return { ...chart, $schema: schema, config: over(config, chart.config) };
}

function over(below: unknown, above: unknown): unknown {
  if (above === undefined) return below;
  if (!isRecord(below) || !isRecord(above)) return above;
  const keys = new Set([...Object.keys(below), ...Object.keys(above)]);
  return Object.fromEntries([...keys].map(key => [key, over(below[key], above[key])]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
