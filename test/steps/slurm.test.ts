import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { readQueue } from "#src/steps/queue.js";
import type { SlurmOptions } from "#src/steps/slurm.js";
import { sweep } from "#src/steps/sweep.js";
import { withTask } from "#src/task.js";
import { needs } from "../needs.js";
import { type Cluster, hasSlurm, startCluster } from "./cluster.js";
import { projectWith, ranSince } from "./project.js";

const files = {
  "jobs.js": `
    import { appendFileSync } from "node:fs";
    import { job } from "pesbook";
    export const row = job(import.meta, async function row({ x }, { add, wait }) {
      appendFileSync(import.meta.dirname + "/ran.txt", x + "\\n");
      await new Promise(done => setTimeout(done, wait));
      if (x === 99) throw new Error("x is 99");
      return { sum: x + add, curve: Float64Array.of(x, 1 / (x + 1), -0) };
    });`,
};

async function clusterFor(t: TestContext): Promise<Cluster> {
  const cluster = await startCluster();
  const before = process.env.SLURM_CONF;
  process.env.SLURM_CONF = cluster.env.SLURM_CONF;
  t.after(() => {
    cluster.stop();
    if (before === undefined) delete process.env.SLURM_CONF;
    else process.env.SLURM_CONF = before;
  });
  return cluster;
}

// biome-ignore lint/suspicious/noExplicitAny: a job of a JavaScript file
async function rowIn(folder: string): Promise<any> {
  return (await import(pathToFileURL(join(folder, "jobs.js")).href)).row;
}

function logsOf(store: string): string {
  const names = readdirSync(join(store, "arrays"), { recursive: true, encoding: "utf8" });
  const logs = names.filter(name => name.endsWith(".log"));
  return logs.map(name => readFileSync(join(store, "arrays", name), "utf8")).join("");
}

function resultFiles(store: string): Record<string, string> {
  const names = readdirSync(store, { recursive: true, encoding: "utf8" });
  const results = names.filter(name => /^..[/\\][0-9a-f]{64}\.safetensors$/.test(name)).sort();
  return Object.fromEntries(results.map(name => [name, readFileSync(join(store, name), "latin1")]));
}

const slurm: SlurmOptions = { poll: 0.5, time: "00:05:00", memory: "200M", partition: "main" };

test(
  "rows of Slurm are those of threads, byte for byte, and a failed row is a row",
  needs("Slurm", hasSlurm()),
  async t => {
    await clusterFor(t);
    const folder = projectWith(t, files);
    const row = await rowIn(folder);
    const grid = { x: [0, 1, 2, 3, 99] };
    const inputs = { add: 0.1, wait: 0 };
    const run = (on: "slurm" | "threads") =>
      sweep("both", grid, inputs, row, {
        on,
        store: join(folder, on),
        slurm: { ...slurm, rowsPerTask: 2, throttle: 2 },
      });
    const there = await run("slurm");
    assert.deepEqual(ranSince(folder), ["0", "1", "2", "3", "99"]);
    const here = await run("threads");
    assert.deepEqual(there.table.objects(), here.table.objects());
    assert.deepEqual(there.failed, [{ point: { x: 99 }, error: "x is 99" }]);
    assert.deepEqual(resultFiles(join(folder, "slurm")), resultFiles(join(folder, "threads")));
    const ids = [...logsOf(join(folder, "slurm")).matchAll(/SLURM_JOB_ID=(\d+) task (\d) on n[12]/g)];
    assert.deepEqual(ids.map(([, , task]) => task).sort(), ["0", "1", "2"]);
  },
);

test("no row is lost with a node, nor with the notebook", needs("Slurm", hasSlurm()), async t => {
  const cluster = await clusterFor(t);
  const folder = projectWith(t, files);
  const row = await rowIn(folder);
  const x = Array.from({ length: 10 }, (_, i) => i);
  const store = join(folder, "store");
  const run = () => sweep("lasting", { x }, { add: 1, wait: 1500 }, row, { on: "slurm", store, slurm });

  const closed = new AbortController();
  const first = withTask({ signal: closed.signal, progress() {} }, run);
  const isStarted = () => ranSince(folder).length > 0;
  while (!isStarted()) await sleep(100);
  closed.abort(new Error("the notebook was closed"));
  await assert.rejects(first, /the notebook was closed/);

  const second = run();
  const stored = () => Object.keys(resultFiles(store)).length;
  while (stored() < 3) await sleep(100);
  cluster.kill("n2");
  cluster.command("scontrol", "update", "NodeName=n2", "State=DOWN", "Reason=killed");
  while (stored() < 5) await sleep(100);
  cluster.start("n2");
  const { table, failed } = await second;
  assert.deepEqual(failed, []);
  assert.deepEqual(
    table.array("sum"),
    x.map(i => i + 1),
  );
  assert.equal(readdirSync(join(store, "arrays")).length, 1, "the second run followed the array of the first");
  const ids = new Set([...logsOf(store).matchAll(/SLURM_JOB_ID=(\d+) /g)].map(([, id]) => id));
  assert.equal(ids.size, x.length);
});

test("rows whose tasks were cancelled are handed in again", needs("Slurm", hasSlurm()), async t => {
  const cluster = await clusterFor(t);
  const folder = projectWith(t, files);
  const row = await rowIn(folder);
  const store = join(folder, "store");
  const swept = sweep("again", { x: [1, 2, 3] }, { add: 1, wait: 500 }, row, { on: "slurm", store, slurm });
  while (ranSince(folder).length === 0) await sleep(100);
  cluster.command(
    "scancel",
    readFileSync(join(store, "arrays", readdirSync(join(store, "arrays"))[0]!, "id"), "utf8").trim(),
  );
  const { table, failed } = await swept;
  assert.deepEqual(failed, []);
  assert.deepEqual(table.array("sum"), [2, 3, 4]);
});

test("a Slurm that does not answer is an error, and what is done stays", async t => {
  const folder = projectWith(t, files);
  const row = await rowIn(folder);
  const path = process.env.PATH;
  t.after(() => {
    process.env.PATH = path;
  });
  const store = join(folder, "store");
  const run = (on: "slurm" | "here", x: number[]) => sweep("s", { x }, { add: 1, wait: 0 }, row, { on, store });
  await run("here", [1]);
  process.env.PATH = "";
  await assert.rejects(run("slurm", [1, 2]), /sweep s: squeue does not answer \(.*ENOENT.*\); run this where Slurm's/);
  assert.deepEqual((await run("slurm", [1])).table.array("sum"), [2]);
});

test("the queue is read in the dialects of Slurm 22 and 24", () => {
  const old = [
    { name: "a", job_state: "RUNNING", array_task_id: 3, array_task_string: "" },
    { name: "a", job_state: "PENDING", array_task_id: 0, array_task_string: "5,7-9%2" },
    { name: "a", job_state: "COMPLETED", array_task_id: 1 },
    { name: "b", job_state: "PENDING", array_task_string: "0-4:2" },
  ];
  const recent = [
    {
      name: "a",
      job_state: ["RUNNING"],
      array_task_id: { set: true, infinite: false, number: 3 },
      array_task_string: "",
    },
    {
      name: "a",
      job_state: ["PENDING", "REQUEUED"],
      array_task_id: { set: false, number: 0 },
      array_task_string: "5,7-9",
    },
    { name: "a", job_state: ["NODE_FAIL"], array_task_id: { set: true, number: 1 } },
    { name: "b", job_state: ["PENDING"], array_task_id: null, array_task_string: "0-4:2" },
  ];
  for (const jobs of [old, recent]) {
    const active = readQueue(JSON.stringify({ jobs }));
    assert.deepEqual([...active.get("a")!], [3, 5, 7, 8, 9]);
    assert.deepEqual([...active.get("b")!], [0, 2, 4]);
  }
  assert.throws(() => readQueue("{}"), /lists no jobs/);
});
