import type { Frames } from "../frames/frames.ts";
import type { Formatter } from "../notebook.ts";
import { isChart, isPicture } from "./chart.ts";

/** How the kernel draws a chart, a picture or a set of structures that is the last value of a cell. */
export const formatters: readonly Formatter[] = [
  async value => {
    if (!isChart(value) && !isPicture(value)) return undefined;
    const { drawing } = await import("./render.ts");
    return drawing(value);
  },
  async value => {
    if (!isFrames(value)) return undefined;
    const { card } = await import("./card.ts");
    return card(value);
  },
];

/** Told by its shape: it may have been made by another version of this package. */
function isFrames(value: unknown): value is Frames {
  if (typeof value !== "object" || value === null) return false;
  const { length, offset, species, position, cell, perFrame } = value as Partial<Frames>;
  return (
    offset instanceof Int32Array &&
    offset.length - 1 === length &&
    species instanceof Uint8Array &&
    position instanceof Float64Array &&
    cell instanceof Float64Array &&
    typeof perFrame === "object"
  );
}
