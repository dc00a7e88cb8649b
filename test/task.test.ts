import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type Task, task, withTask } from "#src/task.js";

test("code finds the task that it was started in, also after it waited", async () => {
  const said: string[] = [];
  const named = (name: string): Task => ({
    signal: new AbortController().signal,
    progress: (done, total) => said.push(`${name} ${done}/${total}`),
  });
  const work = async () => {
    await sleep(1);
    task().progress(1, 2);
  };
  await Promise.all([withTask(named("a"), work), withTask(named("b"), work)]);
  assert.deepEqual(said.toSorted(), ["a 1/2", "b 1/2"]);
});

test("outside a task nothing stops and nothing is said", () => {
  task().progress(1, 2);
  assert.equal(task().signal.aborted, false);
});
