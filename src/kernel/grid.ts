import { inspect } from "node:util";
import type { MimeBundle } from "../notebook.ts";

/** Named columns of values, all of one length, as an output: the first rows of so many. */
export interface Grid {
  readonly names: readonly string[];
  readonly columns: readonly (readonly unknown[])[];
  /** What stands before each row, where rows have names. */
  readonly index?: readonly unknown[];
  /** How many rows there are in all. */
  readonly total: number;
}

/** Of a table with `total` rows, how many are drawn: all of a short one. */
export function rowsShown(total: number): number {
  return total <= WHOLE ? total : FIRST;
}

const WHOLE = 30;
const FIRST = 20;
const DIGITS = 6;

export function gridBundle({ names, columns, index, total }: Grid): MimeBundle {
  const shown = columns[0]?.length ?? index?.length ?? 0;
  const size = `${counted(total, "row")} × ${counted(names.length, "column")}`;
  const drawn: Drawn = {
    names,
    columns: columns.map(columnText),
    index: index && columnText(index),
    rows: Array.from({ length: shown }, (_, row) => row),
    size,
    cut: shown < total,
  };
  return { "text/html": html(drawn), "text/plain": plain(drawn) };
}

interface Drawn {
  readonly names: readonly string[];
  readonly columns: readonly Column[];
  readonly index: Column | undefined;
  readonly rows: readonly number[];
  readonly size: string;
  readonly cut: boolean;
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

function html({ names, columns, index, rows, size, cut }: Drawn): string {
  const align = ({ numeric }: Column) => ` style="text-align: ${numeric ? "right" : "left"}"`;
  const line = (named: string, cells: readonly string[], tag: "td" | "th") => {
    const first = index ? `<th${align(index)}>${escaped(named)}</th>` : "";
    return `<tr>${first}${cells.map((cell, k) => `<${tag}${align(columns[k]!)}>${escaped(cell)}</${tag}>`).join("")}</tr>`;
  };
  const body = rows.map(row =>
    line(
      index?.text[row] ?? "",
      columns.map(({ text }) => text[row]!),
      "td",
    ),
  );
  if (cut)
    body.push(
      line(
        "…",
        columns.map(() => "…"),
        "td",
      ),
    );
  const head = line("", names, "th");
  return `<table>\n<thead>${head}</thead>\n<tbody>\n${body.join("\n")}\n</tbody>\n</table>\n<p>${size}</p>`;
}

function plain({ names, columns, index, rows, size, cut }: Drawn): string {
  const all = index ? [index, ...columns] : columns;
  const heads = index ? ["", ...names] : names;
  const widths = all.map(({ text }, k) => Math.max(heads[k]!.length, ...text.map(cell => cell.length)));
  const padded = (text: string, k: number) => (all[k]!.numeric ? text.padStart(widths[k]!) : text.padEnd(widths[k]!));
  const line = (cells: readonly string[]) => cells.map(padded).join("  ").trimEnd();
  const body = rows.map(row => line(all.map(({ text }) => text[row]!)));
  return [line(heads), ...body, ...(cut ? ["…"] : []), size].join("\n");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
