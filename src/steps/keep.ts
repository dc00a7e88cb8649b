import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { check, messageOf } from "../check.ts";
import { writeAtomic } from "../files.ts";
import { canonicalJson } from "../hash.ts";
import { decode, encode } from "./encode.ts";
import { markOrigin } from "./origin.ts";
import type { Outcome, Row } from "./rows.ts";
import { secondsIn } from "./seconds.ts";
import { projectHere, type Store } from "./store.ts";

/** A finished row as a committed file holds it. */
interface KeptRow {
  readonly key: string;
  readonly point: unknown;
  /** The result: numbers, words, records and lists; −0, NaN and ±Infinity written out. */
  readonly result: unknown;
  /** Of work on the machine that computed it, to three digits; null where it is not known. */
  readonly seconds: number | null;
}

/** Rows of a sweep in a committed file, so that a fresh clone goes on from them. */
export interface KeptRows {
  /** The rows that the file has, by their keys. */
  read(): Promise<ReadonlyMap<string, Outcome>>;
  /** Put the finished rows in, in the order of the grid; rows of other points stay, those of the same point go. */
  write(rows: readonly Row[], outcomes: readonly (Outcome | undefined)[]): Promise<void>;
}

/** @param steps  keys of the steps that the sweep's inputs came from */
export function keptRows(caller: string, name: string, steps: readonly string[], { folder }: Store): KeptRows {
  const path = resolve(projectHere(), name);
  let before: readonly KeptRow[] = [];

  return {
    async read() {
      before = await readRows(caller, path);
      const outcomes = new Map<string, Outcome>();
      for (const { key, result } of before) {
        const value = await decode({ json: JSON.stringify(result), arrays: [] });
        markOrigin(value, key);
        outcomes.set(key, { value });
      }
      return outcomes;
    },

    async write(rows, outcomes) {
      const seconds = await secondsIn(folder);
      const finished = rows.flatMap((row): KeptRow[] => {
        const outcome = outcomes[row.index];
        if (!outcome || !("value" in outcome)) return [];
        const known = before.find(({ key }) => key === row.key);
        return [known ?? keptRow(caller, row, outcome.value, seconds.get(row.key))];
      });
      const points = new Set(finished.map(({ point }) => canonicalJson(point)));
      const others = before.filter(({ point }) => !points.has(canonicalJson(point)));
      const text = textOf(steps, [...others, ...finished]);
      if (text !== (await readFile(path, "utf8").catch(() => undefined))) await writeAtomic(path, text);
    },
  };
}

async function readRows(caller: string, path: string): Promise<readonly KeptRow[]> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  try {
    const { format, rows } = JSON.parse(text);
    check(format === 1, `it is of format ${format}, 1 is the newest known here`);
    check(Array.isArray(rows) && rows.every(row => typeof row?.key === "string"), "it has no list of rows");
    return rows;
  } catch (error) {
    throw new Error(
      `${caller}: ${path} cannot be read (${messageOf(error)}); put back the committed one, or delete it`,
    );
  }
}

function keptRow(caller: string, { key, point, index }: Row, value: unknown, seconds: number | undefined): KeptRow {
  const { json, arrays } = encode(value, `${caller}: the result of row ${index}`);
  const advice = "return its numbers alone, or leave keep out: all results are in the store";
  check(arrays.length === 0, `${caller}: the result of row ${index} has arrays, which keep does not take; ${advice}`);
  const plainPoint = JSON.parse(encode(point, `${caller}: point ${index}`).json);
  return { key, point: plainPoint, result: JSON.parse(json), seconds: seconds ?? null };
}

/** A row is a line, so that what came and went shows in a diff. */
function textOf(steps: readonly string[], rows: readonly KeptRow[]): string {
  const lines = rows.map(row => `  ${JSON.stringify(row)}`).join(",\n");
  return `{\n "format": 1,\n "steps": ${JSON.stringify(steps)},\n "rows": [\n${lines}\n ]\n}\n`;
}
