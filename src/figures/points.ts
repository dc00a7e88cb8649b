import type { Chart } from "./chart.ts";
import { type AxesLook, colour, composed, leftOut, position } from "./encoding.ts";
import { grouped } from "./lettering.ts";
import { against } from "./line.ts";
import { columns, numbers, type Rows, records } from "./rows.ts";
import { chosen, most } from "./thin.ts";

export interface PointsOptions extends AxesLook {
  readonly x: string;
  readonly y: string;
  readonly color?: string;
}

/**
 * One point a row; x may hold words.
 *
 * Above 5,000 rows every k-th is drawn, and the chart says so; where density matters, use `parity` or `heatmap`.
 */
export function points(rows: Rows, { x, y, color, ...look }: PointsOptions): Chart {
  const found = columns("points", rows, [x, y], color);
  numbers("points", found, y);
  const every = Math.ceil(found.length / most);
  const kept = Array.from({ length: Math.ceil(found.length / every) }, (_, k) => k * every);
  return composed(
    {
      description: against(found, { x, y, color }),
      data: { values: records(every === 1 ? found : chosen(found, kept)) },
      mark: { type: "point", opacity: 0.6 },
      encoding: {
        x: position(x, found.column[x] ?? [], look.xTitle, look.width),
        y: position(y, found.column[y] ?? [], look.yTitle),
        ...(color !== undefined && { color: colour(color, found.column[color] ?? [], look.colorTitle, look.width) }),
      },
    },
    {
      ...look,
      remarks: [
        ...leftOut(found.missing),
        ...(every === 1 ? [] : [`one of every ${every} of ${grouped(found.length)} rows`]),
      ],
    },
  );
}
