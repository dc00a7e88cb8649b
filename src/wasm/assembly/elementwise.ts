import { Lanes } from "./lanes";

/** y = eˣ of n numbers. Of an odd n one number more is written, for which whole cache lines have room. */
export function expEach(x: usize, y: usize, n: i32): void {
  for (let at: usize = 0, end = (<usize>n) << 3; at < end; at += 16) v128.store(y + at, Lanes.exp(v128.load(x + at)));
}

/** y = tanh x of n numbers, as expEach. */
export function tanhEach(x: usize, y: usize, n: i32): void {
  for (let at: usize = 0, end = (<usize>n) << 3; at < end; at += 16) v128.store(y + at, Lanes.tanh(v128.load(x + at)));
}
