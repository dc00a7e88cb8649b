import type { Chart } from "./chart.ts";
import { type AxesLook, colour, composed, field, leftOut, position } from "./encoding.ts";
import { axisTitle } from "./labels.ts";
import { grouped } from "./lettering.ts";
import { type Columns, columns, numbers, type Rows, records } from "./rows.ts";
import { thinned } from "./thin.ts";

export interface LineOptions extends AxesLook {
  readonly x: string;
  readonly y: string;
  /** column by which rows are taken apart into lines */
  readonly color?: string;
}

/**
 * Lines through the rows in order of x.
 *
 * Above 5,000 rows each line is drawn from the lowest and highest row of equal intervals of x: on paper it looks the same.
 */
export function line(rows: Rows, { x, y, color, ...look }: LineOptions): Chart {
  const found = columns("line", rows, [x, y], color);
  numbers("line", found, x);
  numbers("line", found, y);
  const { drawn, remarks } = thinned(found, { x, y, color });
  return composed(
    {
      description: against(found, { x, y, color }),
      data: { values: records(drawn) },
      mark: { type: "line", clip: true },
      encoding: {
        x: position(x, found.column[x] ?? [], look.xTitle),
        y: position(y, found.column[y] ?? [], look.yTitle),
        ...(color !== undefined && groupsOf(found, color, look)),
      },
    },
    { ...look, remarks: [...leftOut(found.missing), ...remarks] },
  );
}

/** One curve for each value of the column; `detail` parts them even where their colours run along a scale. */
export function groupsOf(found: Columns, color: string, { colorTitle, width }: AxesLook): object {
  return { color: colour(color, found.column[color] ?? [], colorTitle, width), detail: { field: field(color) } };
}

/** A chart in words: `energy per atom (eV/atom) against temperature T (K), by state; 440 rows`. */
export function against(found: Columns, { x, y, color }: { x: string; y: string; color?: string }): string {
  const groups = color === undefined ? "" : `, by ${axisTitle(color)}`;
  return `${axisTitle(y)} against ${axisTitle(x)}${groups}; ${grouped(found.length)} rows`;
}
