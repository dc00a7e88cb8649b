import assert from "node:assert/strict";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { openSession, ownSession } from "#src/wasm/memory.js";

test("arrays are copied into a session's memory, and out of it", () => {
  const { float64, memory } = openSession();
  const given = Float64Array.of(1, -0, Number.POSITIVE_INFINITY);
  const inside = float64(given);
  assert.deepEqual([...inside], [...given]);
  assert.ok(inside.buffer === memory.buffer);
  const outside = inside.slice();
  inside[0] = 9;
  assert.equal(outside[0], 1);
  assert.ok(outside.buffer instanceof ArrayBuffer);
});

test("new arrays hold zeros and start at cache lines, whatever was there before", () => {
  const { int32, float32, uint8, int16, scoped } = openSession();
  scoped(() => int32(1000).fill(7));
  for (const array of [uint8(3), int16(3), float32(3), int32(1000)]) {
    assert.equal(array.byteOffset % 64, 0);
    assert.ok(array.every(x => x === 0));
  }
});

test("a scope gives its room back, also when it throws", () => {
  const { float64, scoped } = openSession();
  const first = scoped(() => float64(10).byteOffset);
  assert.throws(() =>
    scoped(() => {
      float64(10);
      throw new Error("on purpose");
    }),
  );
  assert.equal(float64(1).byteOffset, first);
  assert.throws(() => scoped(async () => {}), /work returned a promise/);
});

test("arrays stay valid while the memory grows", () => {
  const { float64 } = openSession();
  const before = float64([1, 2, 3]);
  float64(2_000_000)[1_999_999] = 5;
  assert.deepEqual([...before], [1, 2, 3]);
});

test("more than 4 GiB is refused in words", () => {
  assert.throws(() => openSession().float64(2 ** 29), /do not fit into 4 GiB; work on fewer frames/);
});

test("a thread has one session of its own", () => {
  assert.equal(ownSession(), ownSession());
});

test("a worker attached to a session works in its arrays", async () => {
  const session = openSession();
  const x = session.float64(4);
  const code = `
    const { parentPort, workerData: { url, memory, x } } = require("node:worker_threads");
    import(url).then(({ attachSession }) => {
      const { scalars } = attachSession(memory);
      x[2] = scalars.exp(1);
      parentPort.postMessage("done");
    });`;
  const url = import.meta.resolve("#src/wasm/memory.js");
  const worker = new Worker(code, { eval: true, workerData: { url, memory: session.memory, x } });
  await new Promise((resolve, reject) => worker.on("message", resolve).on("error", reject));
  await worker.terminate();
  assert.deepEqual([...x], [0, 0, session.scalars.exp(1), 0]);
});
