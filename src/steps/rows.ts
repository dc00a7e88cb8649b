import { type ColumnTable, table } from "arquero";
import type { Encoded } from "./encode.ts";

export interface Row {
  /** Its place in the grid, from 0. */
  readonly index: number;
  readonly point: Readonly<Record<string, unknown>>;
  readonly key: string;
}

/** How a row ended. */
export type Outcome = { readonly value: unknown } | { readonly error: string };

/** What computes rows. */
export interface Pool {
  /** @throws RowError where the row's own work failed */
  compute(row: Row): Promise<Encoded>;
  close(): Promise<void>;
}

/** An error of a row's own work: the sweep goes on without it. */
export class RowError extends Error {}

/**
 * One row a point: its axes, then the numbers and words of its result, then `error` where a row failed.
 *
 * What of a result is a record, list or array stays in `results`.
 */
export function tableOf(rows: readonly Row[], outcomes: readonly (Outcome | undefined)[]): ColumnTable {
  const columns = new Map<string, unknown[]>();
  const put = (name: string, i: number, value: unknown) => {
    const column = columns.get(name) ?? new Array(rows.length).fill(null);
    columns.set(name, column);
    column[i] = value;
  };
  rows.forEach(({ point }, i) => {
    for (const [axis, value] of Object.entries(point)) if (isScalar(value)) put(axis, i, value);
  });
  outcomes.forEach((outcome, i) => {
    if (!outcome || !("value" in outcome)) return;
    const { value } = outcome;
    const entries = isRecord(value) ? Object.entries(value) : [["value", value] as const];
    for (const [name, part] of entries) if (isScalar(part) && !(name in rows[i]!.point)) put(name, i, part);
  });
  outcomes.forEach((outcome, i) => {
    if (outcome && "error" in outcome) put("error", i, outcome.error);
  });
  return table([...columns]);
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !ArrayBuffer.isView(value) && !Array.isArray(value);
}

function isScalar(value: unknown): boolean {
  return ["number", "string", "boolean", "bigint"].includes(typeof value);
}
