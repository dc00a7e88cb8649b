import type { MimeBundle } from "../notebook.ts";
import { gridBundle, rowsShown } from "./grid.ts";

/** What danfojs's DataFrame and Series have in common; told by its shape, since danfojs need not be installed. */
interface DataFrame {
  readonly columns: readonly unknown[];
  readonly index: readonly unknown[];
  readonly shape: readonly number[];
  readonly dtypes: readonly string[];
  readonly $isSeries: boolean;
  /** Rows of a DataFrame, the elements of a Series. */
  readonly values: readonly unknown[];
}

export function isDataFrame(value: object): value is DataFrame {
  const { columns, index, shape, dtypes, $isSeries } = value as Partial<DataFrame>;
  return typeof $isSeries === "boolean" && [columns, index, shape, dtypes].every(Array.isArray);
}

/** With its index: a `describe()` says nothing without. */
export function dataFrameBundle({ columns: names, index, $isSeries, values }: DataFrame): MimeBundle {
  const shown = values.slice(0, rowsShown(values.length));
  const columns = $isSeries ? [shown] : names.map((_, k) => shown.map(row => (row as readonly unknown[])[k]));
  return gridBundle({ names: names.map(String), columns, index: index.slice(0, shown.length), total: values.length });
}
