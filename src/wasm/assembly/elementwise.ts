import { Lanes } from "./lanes";

/** y = eˣ of n numbers; one of the arrays' lanes beyond an odd n is touched, as arrays fill whole cache lines. */
export function expEach(x: usize, y: usize, n: i32): void {
  for (let at: usize = 0, end = (<usize>n) << 3; at < end; at += 16) v128.store(y + at, Lanes.exp(v128.load(x + at)));
}

/** y = tanh x of n numbers, as expEach. */
export function tanhEach(x: usize, y: usize, n: i32): void {
  for (let at: usize = 0, end = (<usize>n) << 3; at < end; at += 16) v128.store(y + at, Lanes.tanh(v128.load(x + at)));
}
