import { ownSession } from "./memory.ts";

/** e to the x: the same bits everywhere. */
export function exp(x: number): number {
  return ownSession().scalars.exp(x);
}

/** The natural logarithm: the same bits everywhere. */
export function log(x: number): number {
  return ownSession().scalars.log(x);
}
