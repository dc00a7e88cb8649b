import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";
import { sha256 } from "#src/hash.js";
import { writeContainer } from "#src/steps/container.js";
import { encode } from "#src/steps/encode.js";
import { codeOf } from "#src/steps/key.js";
import { type ArrayWork, versionsOf } from "#src/steps/slurm.js";
import { openStore } from "#src/steps/store.js";
import { repository } from "../needs.js";
import { projectWith } from "./project.js";

const key = sha256("row");

/** A task as Slurm starts it, without Slurm; and what became of its one row. */
async function taskOf(
  t: TestContext,
  {
    versions = {},
    execArgv = [],
    program = "dist/steps/slurmTask.js",
  }: {
    versions?: Partial<ArrayWork["versions"]>;
    execArgv?: readonly string[];
    program?: string;
  },
): Promise<{ value: unknown; failure: string | undefined; log: string }> {
  const folder = projectWith(t, {
    "jobs.js": `
      import { job } from "pesbook";
      export const row = job(import.meta, function row({ x }, { add }) { return { sum: x + add }; });`,
  });
  const store = openStore(join(folder, "store"));
  const home = { file: join(folder, "jobs.js"), name: "row" };
  const work: ArrayWork = {
    name: "sums",
    home,
    inputs: { add: 1 },
    rows: [{ index: 0, point: { x: 2 }, key }],
    rowsPerTask: 1,
    store: store.folder,
    profile: "quick",
    versions: { ...versionsOf(await codeOf(home)), ...versions },
  };
  await writeContainer(join(folder, "work.safetensors"), encode(work, "work"));
  const { stdout, stderr } = spawnSync(process.execPath, [...execArgv, join(repository, program), folder], {
    env: { ...process.env, SLURM_ARRAY_TASK_ID: "0", SLURM_JOB_ID: "17", SLURMD_NODENAME: "n1" },
    encoding: "utf8",
  });
  const failed = store.pathOf(key, "failure");
  return {
    value: (await store.read(key, "row"))?.value,
    failure: existsSync(failed) ? readFileSync(failed, "utf8") : undefined,
    log: stdout + stderr,
  };
}

test("a task computes its row and says which job it is", async t => {
  const { value, failure, log } = await taskOf(t, {});
  assert.deepEqual([value, failure], [{ sum: 3 }, undefined], log);
  assert.match(log, /^SLURM_JOB_ID=17 task 0 on n1, restarted 0 times\nrow 0 of sweep sums: done\n$/);
});

test("a task runs as a kernel in a clone hands it in: from sources, by the kernel's loader", async t => {
  const loader = pathToFileURL(join(repository, "dist", "kernel", "loader.js")).href;
  const { value, log } = await taskOf(t, { execArgv: [`--import=${loader}`], program: "src/steps/slurmTask.ts" });
  assert.deepEqual(value, { sum: 3 }, log);
});

test("with another Node, or other code, no row is written", async t => {
  const older = await taskOf(t, { versions: { node: "v18.0.0" } });
  assert.equal(older.value, undefined);
  assert.match(older.failure ?? "", /^Node is v.* on n1, but v18\.0\.0 where the sweep was started$/);
  const other = await taskOf(t, { versions: { code: sha256("other") } });
  assert.equal(other.value, undefined);
  assert.match(other.failure ?? "", /^the job's code on n1 is not that with which the sweep was started$/);
});
