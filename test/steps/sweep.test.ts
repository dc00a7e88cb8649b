import assert from "node:assert/strict";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { step } from "#src/steps/step.js";
import { sweep } from "#src/steps/sweep.js";
import { type Task, withTask } from "#src/task.js";
import { projectWith, ranSince } from "./project.js";

const files = {
  "jobs.js": `
    import { appendFileSync } from "node:fs";
    import { isMainThread } from "node:worker_threads";
    import { job } from "pesbook";
    const ran = new URL("./ran.txt", import.meta.url);
    export const row = job(import.meta, async function row({ x, how = "well" }, { add, array }, task) {
      appendFileSync(ran, x + "\\n");
      if (how === "badly") throw new Error("x is " + x);
      if (how === "crash") process.exit(3);
      if (how === "function") return { f: () => 1 };
      if (how === "slowly") await new Promise((done, stop) => {
        setTimeout(done, 60_000);
        task.signal.addEventListener("abort", () => stop(new Error("stopped")));
      });
      if (how === "forever") for (;;);
      array[x] += 1;
      return { sum: x + add, isMainThread, curve: Float64Array.of(x, -0, NaN) };
    });
    export const hidden = 1;`,
};

// biome-ignore lint/suspicious/noExplicitAny: a job of a JavaScript file
async function jobsIn(folder: string): Promise<any> {
  return await import(pathToFileURL(join(folder, "jobs.js")).href);
}

test("rows in threads and rows here are the same, and come back as they were first given", async t => {
  const folder = projectWith(t, files);
  const { row } = await jobsIn(folder);
  const array = new Int32Array(new SharedArrayBuffer(16));
  const grid = { x: [0, 1, 2], how: ["well"] };
  const run = (on: "threads" | "here", store = on) =>
    sweep("rows", grid, { add: 10, array }, row, { on, threads: 2, store: join(folder, store) });
  const threaded = await run("threads");
  assert.deepEqual(ranSince(folder), ["0", "1", "2"]);
  assert.deepEqual([...array], [1, 1, 1, 0], "inputs over shared memory are shared, not copied");
  array.fill(0);
  assert.deepEqual(await run("threads"), threaded);
  assert.deepEqual(ranSince(folder), []);
  const here = await run("here");
  assert.deepEqual(here.table.objects(), threaded.table.derive({ isMainThread: () => true }).objects());
  assert.deepEqual(threaded.table.columnNames(), ["x", "how", "sum", "isMainThread"]);
  assert.deepEqual(threaded.results[2], { sum: 12, isMainThread: false, curve: Float64Array.of(2, -0, Number.NaN) });
});

test("a failed row is a row with its error and is tried again; a worker that dies costs one row", async t => {
  const folder = projectWith(t, files);
  const { row } = await jobsIn(folder);
  const points = [
    { x: 0 },
    { x: 1, how: "badly" },
    { x: 2, how: "crash" },
    { x: 3, how: "function" },
    { x: 4 },
    { x: 5 },
  ];
  const run = () => sweep("rows", points, { add: 0, array: new Int32Array(9) }, row, { threads: 2, store: folder });
  const { table, results, failed } = await run();
  assert.deepEqual(ranSince(folder), ["0", "1", "2", "3", "4", "5"]);
  assert.deepEqual(table.array("sum"), [0, null, null, null, 4, 5]);
  assert.deepEqual(
    failed.map(({ error }) => error),
    [
      "x is 1",
      "its worker ended: exit code 3",
      "row 3 of sweep rows: its result.f is a function; a step takes and gives plain data: numbers, words, records, lists, maps, typed arrays, tables",
    ],
  );
  assert.deepEqual(failed[0]?.point, { x: 1, how: "badly" });
  assert.equal(results[1], undefined);
  assert.deepEqual((await run()).table.objects(), table.objects());
  assert.deepEqual(ranSince(folder), ["1", "2", "3"]);
});

test("an interrupt stops in order, keeps what is done, and ends workers that do not listen", async t => {
  const folder = projectWith(t, files);
  const { row } = await jobsIn(folder);
  const stop = new AbortController();
  const points = [{ x: 0 }, { x: 1 }, { x: 2, how: "slowly" }, { x: 3, how: "forever" }, { x: 4 }];
  const said: string[] = [];
  const task: Task = {
    signal: stop.signal,
    progress(done, total, label) {
      said.push(`${label} ${done}/${total}`);
      if (done === 2) setTimeout(() => stop.abort(new Error("interrupted")), 300);
    },
  };
  const inputs = { add: 0, array: new Int32Array(9) };
  const swept = withTask(task, () => sweep("rows", points, inputs, row, { threads: 2, store: folder }));
  await assert.rejects(swept, /^Error: interrupted$/);
  assert.deepEqual(said, ["rows 1/5", "rows 2/5"]);
  assert.deepEqual(ranSince(folder), ["0", "1", "2", "3"]);
  await sweep("rows", points.slice(0, 2), inputs, row, { store: folder });
  assert.deepEqual(ranSince(folder), [], "rows 0 and 1 were kept");
});

test("bad input is said at the door", async t => {
  const folder = projectWith(t, files);
  const { row } = await jobsIn(folder);
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  const given = { add: 0, array: new Int32Array(9) };
  const refused: [() => Promise<unknown>, RegExp][] = [
    [() => sweep("s", { x: [] }, given, row), /sweep s: axis x is empty; give it a value or leave it out/],
    [() => sweep("s", {}, given, row), /sweep s: its grid has no axis/],
    [() => sweep("s", [], given, row), /its list of points is empty/],
    [() => sweep("s", { x: 3 } as never, given, row), /axis x is no list/],
    [() => sweep("", { x: [1] }, given, row), /sweep: invalid name ""/],
    [() => sweep("s", { x: [1] }, { f() {} }, row), /sweep s: inputs\.f is a function/],
    [() => sweep("s", { x: [1] }, circle, row), /sweep s: inputs\.self contains itself/],
    [() => sweep("s", { x: [() => 1] }, given, row), /sweep s: point 0\.x is a function/],
    [() => sweep("s", { x: [1] }, given, 5 as never), /sweep s: found number in place of a function/],
    [() => sweep("s", { x: [1] }, given, row, { on: "moon" as never }), /invalid on of sweep s: moon; one of threads/],
    [() => sweep("s", { x: [1] }, given, row, { threads: 0.5 }), /threads is 0\.5/],
    [() => sweep("s", { x: [1] }, given, () => 1), /a function that is no job of a file runs only here/],
    [() => step("s", { socket: new (class Socket {})() }, row), /step s: inputs\.socket is a Socket/],
  ];
  for (const [call, message] of refused) await assert.rejects(call, message);
  assert.deepEqual(ranSince(folder), []);
});

test("a folder that cannot be written to is said before any work", async t => {
  const folder = projectWith(t, { ...files, "a-file": "" });
  const { row } = await jobsIn(folder);
  const given = { add: 0, array: new Int32Array(9) };
  const at = (store: string) => sweep("s", { x: [1] }, given, row, { store: join(folder, store) });
  await assert.rejects(
    at("a-file/store"),
    /row 0 of sweep s: results cannot be kept in .*a-file.store \(.*\); make it/,
  );
  assert.deepEqual(ranSince(folder), []);
});

test("a result file that was damaged is computed again", async t => {
  const folder = projectWith(t, files);
  const { row } = await jobsIn(folder);
  const run = () => sweep("s", { x: [1] }, { add: 0, array: new Int32Array(9) }, row, { on: "here", store: folder });
  const first = await run();
  const { openStore } = await import("#src/steps/store.js");
  const { readdirSync } = await import("node:fs");
  const name = readdirSync(folder, { recursive: true, encoding: "utf8" }).find(file => file.endsWith(".safetensors"))!;
  const bytes = readFileSync(join(folder, name));
  bytes[bytes.length - 3]! ^= 4;
  chmodSync(join(folder, name), 0o644);
  writeFileSync(join(folder, name), bytes);
  ranSince(folder);
  assert.deepEqual((await run()).table.objects(), first.table.objects());
  assert.deepEqual(ranSince(folder), ["1"]);
  assert.match(
    readFileSync(join(openStore(folder).folder, "log.txt"), "utf8"),
    /row 0 of sweep s: .*checksum is wrong/,
  );
});
