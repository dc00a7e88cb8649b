// Version 2 of the constant of notebook 03: enough steps of relaxation. Version 1 is 03-short.ts.
import { job } from "pesbook";
import { descend } from "./03-short.ts";

const steps = 2000;

export const relax = job(
  import.meta,
  function relax(
    { atoms, start }: { atoms: number; start: number },
    { starts }: { starts: Readonly<Record<string, readonly Float64Array[]>> },
  ) {
    return descend(starts[atoms]![start - 1]!, steps);
  },
);
