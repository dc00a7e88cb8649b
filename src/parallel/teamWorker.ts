/** A thread of a team: waits for a task, does its part, says so. */
import { parentPort, workerData } from "node:worker_threads";
import { messageOf } from "../check.ts";
import { FAILED, PENDING, ROUND, TASK, type TeamData, type TeamWork, waitWhile } from "./team.ts";

const { module, shared, control, complaint, part, parts } = workerData as TeamData;

import(module).then(({ work }: { work: TeamWork<unknown> }) => {
  const own = work(shared);
  let round = Atomics.load(control, ROUND);
  parentPort!.postMessage("ready");
  for (;;) {
    waitWhile(control, ROUND, round);
    const now = Atomics.load(control, ROUND);
    if (now === round) continue;
    round = now;
    try {
      own(Atomics.load(control, TASK), part, parts);
    } catch (error) {
      complaint.set(new TextEncoder().encode(messageOf(error).slice(0, 1000)));
      Atomics.store(control, FAILED, 1);
    }
    if (Atomics.sub(control, PENDING, 1) === 1) Atomics.notify(control, PENDING);
  }
});
