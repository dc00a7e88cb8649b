import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { openTeam } from "#src/parallel/team.js";
import { overSharedMemory } from "#src/parallel/threads.js";

const sums = new URL("./sums.js", import.meta.url);

for (const threads of [1, 2, 3]) {
  test(`tasks are done one after the other, each whole (${threads} threads)`, async t => {
    const shared = overSharedMemory(new Int32Array(100));
    const team = await openTeam(sums, { threads, shared });
    t.after(team.close);
    let expected = 0;
    for (let task = 1; task <= 300; task++) {
      team.run(task);
      expected += task;
      assert.ok(shared.every(number => number === expected));
      // Now and then long enough for the threads to fall asleep.
      if (task % 100 === 0) await new Promise(resolve => setTimeout(resolve, 20));
    }
  });
}

test("what fails in a thread is said in the caller's", async t => {
  const team = await openTeam(sums, { threads: 2, shared: overSharedMemory(new Int32Array(10)) });
  t.after(team.close);
  assert.throws(() => team.run(-2), /in the calling thread/);
  assert.throws(() => team.run(-1), /team: a thread failed: on purpose/);
});

test("a module that is not there is refused when the team opens", async () => {
  const missing = new URL("./missing.js", import.meta.url);
  await assert.rejects(openTeam(missing, { threads: 2, shared: 0 }), /missing/);
});

test("a process with an open team ends", { timeout: 20_000 }, async () => {
  const code = `(async () => {
    const { openTeam } = await import(${JSON.stringify(import.meta.resolve("#src/parallel/team.js"))});
    const shared = new Int32Array(new SharedArrayBuffer(8));
    const team = await openTeam(new URL(${JSON.stringify(sums.href)}), { threads: 2, shared });
    team.run(1);
    console.log("done");
  })()`;
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", code]);
  assert.equal(stdout, "done\n");
});
