import { check } from "../check.ts";
import type { Chart } from "./chart.ts";
import { type AxesLook, composed, field, leftOut, position } from "./encoding.ts";
import { against, groupsOf } from "./line.ts";
import { columns, numbers, type Rows, records } from "./rows.ts";
import { most } from "./thin.ts";

export interface BandsOptions extends AxesLook {
  readonly x: string;
  readonly y: string;
  /** column with the lower edge of the band, in the unit of y */
  readonly low: string;
  /** column with its upper edge */
  readonly high: string;
  /** column by which rows are taken apart into curves */
  readonly color?: string;
}

/** Curves in bands: a line along y and, in its colour, the region from low to high (an interval, a spread, quartiles). */
export function bands(rows: Rows, { x, y, low, high, color, ...look }: BandsOptions): Chart {
  const found = columns("bands", rows, [x, y, low, high], color);
  for (const name of [x, y, low, high]) numbers("bands", found, name);
  check(found.length <= most, () => `bands: ${found.length} rows, at most ${most} are drawn; roll them up first`);
  const across = position(x, found.column[x] ?? [], look.xTitle);
  const up = position(y, [...(found.column[low] ?? []), ...(found.column[high] ?? [])], look.yTitle);
  const group = color === undefined ? {} : groupsOf(found, color, look);
  return composed(
    {
      description: `${against(found, { x, y, color })}, in bands`,
      data: { values: records(found) },
      encoding: { x: across, ...group },
      layer: [
        {
          mark: { type: "area", opacity: 0.22, tooltip: false },
          encoding: { y: { ...up, field: field(low) }, y2: { field: field(high) } },
        },
        { mark: { type: "line" }, encoding: { y: up } },
      ],
    },
    { ...look, remarks: leftOut(found.missing) },
  );
}
