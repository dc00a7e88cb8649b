import type { Formatter } from "../notebook.ts";
import { isChart, isPicture } from "./chart.ts";

/** How the kernel draws a chart or a picture that is the last value of a cell. */
export const formatters: readonly Formatter[] = [
  async value => {
    if (!isChart(value) && !isPicture(value)) return undefined;
    const { drawing } = await import("./render.ts");
    return drawing(value);
  },
];
