/** What the tests of teams run: task t adds t to every element, part p of n taking every nth; task −1 fails in part 1. */
import type { TeamWork } from "#src/parallel/team.js";

export const work: TeamWork<Int32Array> = numbers => (task, part, parts) => {
  if (task === -1 && part === 1) throw new Error("on purpose");
  if (task === -2 && part === 0) throw new Error("in the calling thread");
  for (let k = part; k < numbers.length; k += parts) numbers[k]! += task;
};
