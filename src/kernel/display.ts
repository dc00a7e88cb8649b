import { type InspectOptions, inspect, types } from "node:util";
import type { Formatter, MimeBundle } from "../notebook.ts";
import { dataFrameBundle, isDataFrame } from "./dataframe.ts";
import { rangeText } from "./range.ts";
import { isTable, tableBundle } from "./table.ts";
import { isTensor, tensorText } from "./tensor.ts";

const DISPLAY = Symbol.for("Jupyter.display");

let given: string | undefined;
let formatters: readonly Formatter[] | undefined;

/** The module whose `formatters` draw what the kernel itself knows nothing of; loaded when first needed. */
export function useFormatters(url: string | undefined): void {
  given = url;
}

/** How a value is drawn: by itself, by a given formatter, as a table or tensor, or as text. */
export async function bundleOf(value: unknown): Promise<MimeBundle> {
  if ((typeof value === "object" && value !== null) || typeof value === "function") {
    const own = (value as Record<symbol, unknown>)[DISPLAY];
    if (typeof own === "function") return (await own.call(value)) as MimeBundle;
    for (const formatter of await loadedFormatters()) {
      const bundle = await formatter(value);
      if (bundle) return bundle;
    }
    if (isTable(value)) return tableBundle(value);
    if (isDataFrame(value)) return dataFrameBundle(value);
    if (isTensor(value)) return { "text/plain": await tensorText(value) };
    if (value instanceof Error) return { "text/plain": String(value) };
    if (types.isTypedArray(value)) return { "text/plain": typedArrayText(value) };
  }
  return { "text/plain": inspect(value, { depth: 4, maxArrayLength: 50, breakLength: 100 }) };
}

/**
 * On Node 20, AsyncLocalStorage leaves properties on promises that differ from run to run: hide them, here and where
 * the user prints a promise.
 */
export function hideTraces(): void {
  const traces = ["async_id_symbol", "trigger_async_id_symbol", "kResourceStore"];
  Object.defineProperty(Promise.prototype, inspect.custom, {
    configurable: true,
    value(this: Promise<unknown>, _depth: number, options: InspectOptions) {
      for (const symbol of Object.getOwnPropertySymbols(this)) {
        if (traces.includes(symbol.description ?? "")) Object.defineProperty(this, symbol, { enumerable: false });
      }
      return inspect(this, { ...options, customInspect: false });
    },
  });
}

async function loadedFormatters(): Promise<readonly Formatter[]> {
  formatters ??= given ? ((await import(given)) as { formatters: readonly Formatter[] }).formatters : [];
  return formatters;
}

/** `Float64Array(1000) [ 0.5, 1.25, … ] from 0.5 to 12` */
function typedArrayText(array: NodeJS.TypedArray): string {
  const shown = inspect(array, { maxArrayLength: 10, breakLength: 100 });
  return array.length <= 10 ? shown : shown + rangeText(array);
}
