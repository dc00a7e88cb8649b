import { inspect } from "node:util";
import type { MimeBundle } from "../notebook.ts";

/** What an arquero table can do, as far as drawing it needs; told by its shape, so that any version's will do. */
interface Table {
  columnNames(): string[];
  numRows(): number;
  objects(options: { limit: number }): Record<string, unknown>[];
}

/** A table with at most this many rows is drawn whole; of a longer one, the first rows. */
const WHOLE = 30;
const FIRST = 20;
const DIGITS = 6;

export function isTable(value: object): value is Table {
  const { columnNames, numRows, objects } = value as Partial<Table>;
  return [columnNames, numRows, objects].every(method => typeof method === "function");
}

export function tableBundle(table: Table): MimeBundle {
  const names = table.columnNames();
  const total = table.numRows();
  const rows = table.objects({ limit: total <= WHOLE ? total : FIRST });
  const columns = names.map(name => columnText(rows.map(row => row[name])));
  const size = `${counted(total, "row")} × ${counted(names.length, "column")}`;
  const cut = rows.length < total;
  return { "text/html": html(names, columns, { cut, size }), "text/plain": plain(names, columns, { cut, size }) };
}

interface Column {
  readonly numeric: boolean;
  readonly text: readonly string[];
}

/** A column's cells as text; its numbers with one number of decimals, so that they can be compared by eye. */
function columnText(values: readonly unknown[]): Column {
  const numbers = values.filter(value => typeof value === "number" && Number.isFinite(value)) as number[];
  const numeric = values.every(value => typeof value === "number" || typeof value === "bigint" || value == null);
  const largest = Math.max(0, ...numbers.map(Math.abs));
  const whole = numbers.every(Number.isInteger);
  const extreme = largest !== 0 && (largest >= 1e9 || largest < 1e-4);
  const decimals = whole ? 0 : Math.max(0, DIGITS - Math.max(1, String(Math.trunc(largest)).length));
  const needed = Math.max(0, ...numbers.map(value => decimalsOf(value.toFixed(decimals))));
  const number = (value: number): string => {
    if (!Number.isFinite(value)) return String(value);
    return extreme && !whole ? value.toExponential(DIGITS - 2) : value.toFixed(needed);
  };
  return { numeric, text: values.map(value => (typeof value === "number" ? number(value) : cellText(value))) };
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-GB")} ${noun}${count === 1 ? "" : "s"}`;
}

function decimalsOf(fixed: string): number {
  return fixed.includes(".") ? fixed.replace(/0+$/, "").split(".")[1]!.length : 0;
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (value instanceof Date) return value.toISOString();
  return inspect(value, { depth: 1, maxArrayLength: 6, breakLength: Number.POSITIVE_INFINITY });
}

function html(
  names: readonly string[],
  columns: readonly Column[],
  { cut, size }: { cut: boolean; size: string },
): string {
  const align = ({ numeric }: Column) => ` style="text-align: ${numeric ? "right" : "left"}"`;
  const head = names.map((name, k) => `<th${align(columns[k]!)}>${escaped(name)}</th>`).join("");
  const count = columns[0]?.text.length ?? 0;
  const body = Array.from({ length: count }, (_, row) => {
    const cells = columns.map(column => `<td${align(column)}>${escaped(column.text[row]!)}</td>`);
    return `<tr>${cells.join("")}</tr>`;
  });
  if (cut) body.push(`<tr>${columns.map(column => `<td${align(column)}>…</td>`).join("")}</tr>`);
  return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join("\n")}\n</tbody>\n</table>\n<p>${size}</p>`;
}

function plain(
  names: readonly string[],
  columns: readonly Column[],
  { cut, size }: { cut: boolean; size: string },
): string {
  const widths = columns.map(({ text }, k) => Math.max(names[k]!.length, ...text.map(cell => cell.length)));
  const padded = (text: string, k: number) =>
    columns[k]!.numeric ? text.padStart(widths[k]!) : text.padEnd(widths[k]!);
  const line = (cells: readonly string[]) => cells.map(padded).join("  ").trimEnd();
  const count = columns[0]?.text.length ?? 0;
  const rows = Array.from({ length: count }, (_, row) => line(columns.map(({ text }) => text[row]!)));
  return [line(names), ...rows, ...(cut ? ["…"] : []), size].join("\n");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
