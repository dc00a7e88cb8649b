import type { ColumnTable } from "arquero";
import { check } from "../check.ts";

/** What charts are drawn from: an arquero table, records, or columns of equal length. */
export type Rows = ColumnTable | readonly object[] | Readonly<Record<string, ArrayLike<unknown>>>;

export type Value = number | string;

/** The columns a chart shows, without the rows that cannot be shown. */
export interface Columns {
  readonly length: number;
  /** How many rows were left out because a needed value was missing, NaN or infinite. */
  readonly missing: number;
  readonly column: Readonly<Record<string, readonly Value[]>>;
}

/**
 * The needed columns of a table, and a grouping one whose gaps are kept as "not given".
 *
 * @param verb  the builder asking, for the errors
 * @throws when a column is not there (its message names those that are), and when no row is left to draw
 */
export function columns(verb: string, rows: Rows, needed: readonly string[], grouping?: string): Columns {
  const source = opened(rows);
  const wanted = [...new Set(grouping === undefined ? needed : [...needed, grouping])];
  for (const name of wanted) {
    check(
      source.length === 0 || source.names.includes(name),
      () => `${verb}: there is no column ${JSON.stringify(name)}; the table has ${source.names.join(", ")}`,
    );
  }
  check(source.length > 0, `${verb}: the table has no rows; give at least one`);
  const inputs = wanted.map(name => source.column(name));
  for (const [k, input] of inputs.entries()) {
    check(
      input.length === source.length,
      () =>
        `${verb}: column ${wanted[k]} has ${input.length} values, ${wanted[0]} has ${source.length}; give equal lengths`,
    );
  }
  const outputs = wanted.map((): Value[] => []);
  let missing = 0;
  for (let row = 0; row < source.length; row++) {
    const values = inputs.map((input, k) => shown(input[row]) ?? (wanted[k] === grouping ? "not given" : undefined));
    if (values.includes(undefined)) missing++;
    else for (const [k, value] of values.entries()) outputs[k]?.push(value as Value);
  }
  const length = source.length - missing;
  check(
    length > 0,
    () => `${verb}: all ${missing} rows lack a value of ${needed.join(" or ")}; nothing is left to draw`,
  );
  return { length, missing, column: Object.fromEntries(wanted.map((name, k) => [name, outputs[k] ?? []])) };
}

/** Numbers of a column; words there are an error. */
export function numbers(verb: string, { column }: Columns, name: string): readonly number[] {
  const values = column[name] ?? [];
  const word = values.find(value => typeof value !== "number");
  check(word === undefined, () => `${verb}: column ${name} holds ${JSON.stringify(word)}, needed numbers`);
  return values as readonly number[];
}

/** Different values of a column: numbers ascending, words in order of appearance. */
export function distinct(values: readonly Value[]): readonly Value[] {
  const found = [...new Set(values)];
  return found.every(value => typeof value === "number") ? found.sort((a, b) => a - b) : found;
}

/** Rows of plain JSON for a specification. */
export function records({ length, column }: Columns): Record<string, Value>[] {
  const names = Object.keys(column);
  return Array.from({ length }, (_, row) =>
    Object.fromEntries(names.map(name => [name, rounded(column[name]?.[row] ?? "")])),
  );
}

/** Numbers to eight significant digits, more than a drawing can show: it keeps specifications small. */
export function rounded<T>(value: T): T {
  return typeof value === "number" ? (Number(value.toPrecision(8)) as T) : value;
}

function opened(rows: Rows): { length: number; names: readonly string[]; column(name: string): ArrayLike<unknown> } {
  if (Array.isArray(rows)) {
    const list = rows as readonly Readonly<Record<string, unknown>>[];
    const names = [...new Set(list.flatMap(record => Object.keys(record)))];
    return { length: list.length, names, column: name => list.map(record => record[name]) };
  }
  if (isTable(rows)) {
    return {
      length: rows.numRows(),
      names: rows.columnNames(),
      column: name => rows.array(name) as ArrayLike<unknown>,
    };
  }
  const record = rows as Readonly<Record<string, ArrayLike<unknown>>>;
  const names = Object.keys(record);
  return { length: record[names[0] ?? ""]?.length ?? 0, names, column: name => record[name] ?? [] };
}

function isTable(rows: Rows): rows is ColumnTable {
  return typeof (rows as ColumnTable).columnNames === "function";
}

function shown(value: unknown): Value | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (value === null || value === undefined || value === "") return undefined;
  return typeof value === "bigint" ? Number(value) : String(value);
}
