import assert from "node:assert/strict";
import { test } from "node:test";
import { mapOnThreads } from "#src/parallel/map.js";
import { chunksOf, overSharedMemory, threadCount } from "#src/parallel/threads.js";
import { withTask } from "#src/task.js";

const squares = new URL("./squares.js", import.meta.url);
const items = Array.from({ length: 40 }, (_, k) => k / 8);
const shared = () => ({ scale: Float64Array.of(3), elsewhere: overSharedMemory(new Int32Array(1)) });

test("results are in the order of the items, the same bits for any number of threads", async () => {
  const alone = await mapOnThreads(squares, { items, shared: shared(), threads: 1 });
  assert.deepEqual(alone[16], Float64Array.of(12, Math.exp(-2), 16));
  for (const threads of [2, 3]) {
    const given = shared();
    assert.deepEqual(await mapOnThreads(squares, { items, shared: given, threads }), alone);
    assert.equal(given.elsewhere[0], items.length);
  }
  assert.deepEqual(await mapOnThreads(squares, { items: [], shared: shared() }), []);
});

for (const threads of [1, 2]) {
  test(`progress is told of every item (${threads} threads)`, async () => {
    const told: unknown[] = [];
    const task = { signal: new AbortController().signal, progress: (...all: unknown[]) => told.push(all) };
    await withTask(task, () =>
      mapOnThreads(squares, { items: [1, 2, 3], shared: shared(), threads, label: "squares" }),
    );
    assert.deepEqual(
      told,
      [1, 2, 3].map(done => [done, 3, "squares"]),
    );
  });

  test(`a task that is stopped ends the work (${threads} threads)`, async () => {
    const stop = new AbortController();
    const task = {
      signal: stop.signal,
      progress: (done: number) => done === 5 && stop.abort(new Error("enough")),
    };
    const given = shared();
    await assert.rejects(mapOnThreads(squares, { items, shared: given, threads, task }), /enough/);
    assert.ok(given.elsewhere[0]! < items.length);
    await assert.rejects(mapOnThreads(squares, { items, shared: given, threads, task }), /enough/);
  });

  test(`an error names its item (${threads} threads)`, async () => {
    await assert.rejects(
      mapOnThreads(squares, { items: [1, 2, -1, 4], shared: shared(), threads }),
      /mapOnThreads: item 2 failed: no square of −1/,
    );
  });
}

test("a thread that dies is noticed", async () => {
  await assert.rejects(
    mapOnThreads(squares, { items: [1, -2], shared: shared(), threads: 2 }),
    /a thread ended before its work did \(exit code 3\)/,
  );
});

test("records are moved to shared memory whole", () => {
  const record = {
    name: "a",
    list: [Int32Array.of(1, 2)],
    nested: { x: Float64Array.of(5, 6).subarray(1), nothing: undefined },
  };
  const moved = overSharedMemory(record);
  assert.deepEqual(moved, record);
  assert.ok(moved.list[0]!.buffer instanceof SharedArrayBuffer);
  assert.ok(moved.nested.x.buffer instanceof SharedArrayBuffer);
  assert.equal(overSharedMemory(moved.nested.x), moved.nested.x);
});

test("chunks depend on sizes alone", () => {
  assert.deepEqual(chunksOf(7, 3), [
    [0, 3],
    [3, 6],
    [6, 7],
  ]);
  assert.deepEqual(chunksOf(0, 3), []);
});

test("the number of threads is checked", t => {
  assert.throws(() => threadCount(0), /threads: 0; a whole number from 1 to 1024 was needed/);
  const before = process.env.PESBOOK_THREADS;
  t.after(() => {
    if (before === undefined) delete process.env.PESBOOK_THREADS;
    else process.env.PESBOOK_THREADS = before;
  });
  process.env.PESBOOK_THREADS = "3";
  assert.equal(threadCount(), 3);
  assert.equal(threadCount(2), 2);
});
