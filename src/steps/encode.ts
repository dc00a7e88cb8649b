import { check } from "../check.ts";

/** Typed arrays that can be kept, by the names that safetensors has for their elements. */
export const elements = {
  F64: Float64Array,
  F32: Float32Array,
  I64: BigInt64Array,
  U64: BigUint64Array,
  I32: Int32Array,
  U32: Uint32Array,
  I16: Int16Array,
  U16: Uint16Array,
  I8: Int8Array,
  U8: Uint8Array,
} as const;
export type Element = keyof typeof elements;
export type Column = InstanceType<(typeof elements)[Element]>;

/** A value as text that JSON can hold, and the typed arrays that the text names by number. */
export interface Encoded {
  readonly json: string;
  readonly arrays: readonly Column[];
}

/**
 * Take a value apart: numbers, words, records, lists, maps, sets, typed arrays and tables, in one another.
 *
 * NaN, ±Infinity, −0, undefined and big integers, which JSON cannot hold, are written out: `{"$number": "NaN"}`.
 *
 * @throws for what has no content (functions, sockets, class instances) and for circles, by its name
 */
export function encode(value: unknown, name: string): Encoded {
  const arrays: Column[] = [];
  const numbers = new Map<Column, number>();
  const json = JSON.stringify(
    plainOf(value, name, {
      array(column) {
        if (!numbers.has(column)) numbers.set(column, arrays.push(column) - 1);
        return { $array: numbers.get(column) };
      },
    }),
  );
  return { json, arrays };
}

export interface Plainly {
  /** What stands for a typed array. */
  array(column: Column): unknown;
  /** What stands for an object that is known by other means; undefined for all others. */
  known?(value: object): unknown;
  /** Records by their sorted keys, so that equal content gives equal text. */
  readonly sorted?: boolean;
}

/** A value as JSON would hold it. `name` is how a message calls it. */
export function plainOf(value: unknown, name: string, { array, known, sorted = false }: Plainly): unknown {
  const around = new Set<object>();

  const plain = (here: unknown, path: string): unknown => {
    if (here === undefined) return { $undefined: true };
    if (typeof here === "bigint") return { $bigint: String(here) };
    if (typeof here === "number") {
      if (Number.isFinite(here) && !Object.is(here, -0)) return here;
      return { $number: Object.is(here, -0) ? "-0" : String(here) };
    }
    if (here === null || typeof here === "string" || typeof here === "boolean") return here;
    check(typeof here === "object", () => refusal(path, `is a ${typeof here}`));
    const meant = known?.(here);
    if (meant !== undefined) return meant;
    check(!around.has(here), () => refusal(path, "contains itself"));
    around.add(here);
    const parts = partsOf(here, path);
    around.delete(here);
    return parts;
  };

  const partsOf = (here: object, path: string): unknown => {
    const each = (items: Iterable<unknown>) => Array.from(items, (item, i) => plain(item, `${path}[${i}]`));
    if (isColumn(here)) return array(here);
    if (Array.isArray(here)) return each(here);
    if (here instanceof Map) return { $map: each(here) };
    if (here instanceof Set) return { $set: each(here) };
    if (isTable(here)) {
      return { $table: here.columnNames().map(column => [column, each(here.array(column))]) };
    }
    const prototype = Object.getPrototypeOf(here);
    const isRecord = prototype === null || Object.getPrototypeOf(prototype) === null;
    check(isRecord, () => refusal(path, `is a ${prototype.constructor?.name || "class instance"}`));
    const keys = Object.keys(here).filter(key => (here as Record<string, unknown>)[key] !== undefined);
    const entries = (sorted ? keys.sort() : keys).map(
      key => [key, plain((here as Record<string, unknown>)[key], `${path}.${key}`)] as const,
    );
    return keys.some(key => key.startsWith("$")) ? { $record: entries } : Object.fromEntries(entries);
  };

  return plain(value, name);
}

function refusal(path: string, found: string): string {
  return `${path} ${found}; a step takes and gives plain data: numbers, words, records, lists, maps, typed arrays, tables`;
}

/** The value that was taken apart. Tables need arquero, which is loaded for the first of them. */
export async function decode({ json, arrays }: Encoded): Promise<unknown> {
  const content: unknown = JSON.parse(json);
  const arquero = json.includes('"$table"') ? await import("arquero") : undefined;

  const whole = (here: unknown): unknown => {
    if (typeof here !== "object" || here === null) return here;
    if (Array.isArray(here)) return here.map(whole);
    const [tag = "", inner] = Object.entries(here)[0] ?? [];
    if (!tag.startsWith("$")) return recordOf(Object.entries(here));
    if (tag === "$array") return arrays[inner as number];
    if (tag === "$number") return Number(inner);
    if (tag === "$bigint") return BigInt(inner as string);
    if (tag === "$undefined") return undefined;
    if (tag === "$map") return new Map(whole(inner) as [unknown, unknown][]);
    if (tag === "$set") return new Set(whole(inner) as unknown[]);
    if (tag === "$table") return arquero?.table(whole(inner) as [string, unknown[]][]);
    check(tag === "$record", `a value has the unknown tag ${tag}`);
    return recordOf(inner as [string, unknown][]);
  };
  const recordOf = (entries: readonly [string, unknown][]) =>
    Object.fromEntries(entries.map(([key, item]) => [key, whole(item)]));

  return whole(content);
}

export function elementOf(column: Column): Element {
  const found = Object.entries(elements).find(([, kind]) => column instanceof kind);
  return (found as [Element, unknown])[0];
}

export function bytesOf(column: Column): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

/** bytes; more is hashed, read and written in pieces, since Node takes no more than 2 GiB at once */
export const PIECE = 2 ** 28;

export function* pieces(parts: readonly Uint8Array[]): Generator<Uint8Array> {
  for (const part of parts) {
    for (let at = 0; at < part.length; at += PIECE) yield part.subarray(at, at + PIECE);
  }
}

function isColumn(value: object): value is Column {
  return Object.values(elements).some(kind => value instanceof kind);
}

interface Table {
  columnNames(): string[];
  array(name: string): Iterable<unknown>;
}

/** An arquero table, seen from outside: its visible rows in their order. */
function isTable(value: object): value is Table {
  const { columnNames, array, numRows } = value as Record<string, unknown>;
  return [columnNames, array, numRows].every(method => typeof method === "function");
}
