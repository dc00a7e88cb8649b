import { check } from "../check.ts";
import type { Chart } from "./chart.ts";
import { type AxesLook, band, composed, field, leftOut } from "./encoding.ts";
import { axisTitle } from "./labels.ts";
import { textWidth } from "./lettering.ts";
import { columns, distinct, numbers, type Rows, records } from "./rows.ts";
import { height as standardHeight, width as standardWidth } from "./theme.ts";
import { extent, most } from "./thin.ts";

export interface HeatmapOptions extends AxesLook {
  readonly x: string;
  readonly y: string;
  /** column of the numbers shown as colour */
  readonly value: string;
}

/**
 * One coloured cell a row, at its x and y; with its number written in it where that fits. Numbers along y grow upwards.
 *
 * @example
 * const losses = [10, 20].flatMap(width => [1, 2, 3].map(depth => ({ width, depth, loss: 1 / (width * depth) })));
 * heatmap(losses, { x: "depth", y: "width", value: "loss" })
 */
export function heatmap(rows: Rows, { x, y, value, ...look }: HeatmapOptions): Chart {
  const found = columns("heatmap", rows, [x, y, value]);
  const amounts = numbers("heatmap", found, value);
  check(found.length <= most, () => `heatmap: ${found.length} cells, at most ${most} are drawn; roll them up first`);
  const across = found.column[x] ?? [];
  const up = found.column[y] ?? [];
  const cells = new Set(across.map((place, row) => JSON.stringify([place, up[row]])));
  check(
    cells.size === found.length,
    () => `heatmap: ${found.length} rows for ${cells.size} cells; roll up to one row for each ${x} and ${y}`,
  );
  const size = { width: look.width ?? standardWidth, height: look.height ?? standardHeight };
  const places = distinct(up);
  const rising = places.every(place => typeof place === "number") ? places.toReversed() : places;
  const text = amounts.map(short);
  const cell = size.width / distinct(across).length;
  const room = Math.max(...text.map(label => textWidth(label, 11))) + 6 < cell && size.height / places.length > 14;
  const [low, high] = extent(amounts);
  const label = {
    mark: { type: "text", fontSize: 11, tooltip: false },
    encoding: {
      text: { field: "label" },
      color: {
        condition: { test: `datum[${JSON.stringify(value)}] > ${low + 0.55 * (high - low)}`, value: "black" },
        value: "white",
      },
    },
  };
  const values = records(found).map((record, row) => (room ? { ...record, label: text[row] } : record));
  return composed(
    {
      description: `${axisTitle(value)} by ${axisTitle(x)} and ${axisTitle(y)}; ${found.length} cells`,
      data: { values },
      encoding: {
        x: { field: field(x), title: axisTitle(x, { title: look.xTitle }), ...band(across, size.width) },
        y: {
          field: field(y),
          title: axisTitle(y, { title: look.yTitle }),
          ...band(up, Number.POSITIVE_INFINITY),
          sort: rising,
        },
      },
      layer: [
        {
          mark: { type: "rect" },
          encoding: {
            color: {
              field: field(value),
              type: "quantitative",
              title: axisTitle(value, { title: look.colorTitle }),
              scale: { scheme: "viridis", zero: false },
            },
          },
        },
        ...(room ? [label] : []),
      ],
    },
    { ...look, remarks: leftOut(found.missing) },
  );
}

function short(value: number): string {
  return String(Number(value.toPrecision(3))).replace("-", "−");
}
