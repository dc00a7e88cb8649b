import type { MimeBundle } from "../notebook.ts";
import { gridBundle, rowsShown } from "./grid.ts";

/** What an arquero table can do, as far as drawing it needs; told by its shape, so that any version's will do. */
interface Table {
  columnNames(): string[];
  numRows(): number;
  objects(options: { limit: number }): Record<string, unknown>[];
}

export function isTable(value: object): value is Table {
  const { columnNames, numRows, objects } = value as Partial<Table>;
  return [columnNames, numRows, objects].every(method => typeof method === "function");
}

export function tableBundle(table: Table): MimeBundle {
  const names = table.columnNames();
  const total = table.numRows();
  const rows = table.objects({ limit: rowsShown(total) });
  return gridBundle({ names, columns: names.map(name => rows.map(row => row[name])), total });
}
