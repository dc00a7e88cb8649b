/** A task of a Slurm array: computes its rows and writes each to the store; `node slurmTask.js FOLDER_OF_THE_ARRAY`. */
import { join } from "node:path";
import { check, messageOf } from "../check.ts";
import { writeAtomic } from "../files.ts";
import { type Task, withTask } from "../task.ts";
import { readContainer } from "./container.ts";
import { decode, type Encoded, encode } from "./encode.ts";
import { workAt } from "./job.ts";
import { codeOf } from "./key.ts";
import type { Row } from "./rows.ts";
import { timed } from "./seconds.ts";
import { type ArrayWork, versionsOf } from "./slurm.ts";
import { IMPORTED } from "./step.ts";
import { openStore } from "./store.ts";

const { SLURM_JOB_ID, SLURM_ARRAY_TASK_ID, SLURMD_NODENAME, SLURM_RESTART_COUNT = "0" } = process.env;

async function computeRows(folder: string): Promise<void> {
  const job = `SLURM_JOB_ID=${SLURM_JOB_ID} task ${SLURM_ARRAY_TASK_ID} on ${SLURMD_NODENAME}`;
  console.log(`${job}, restarted ${SLURM_RESTART_COUNT} times`);
  const work = (await decode(await readContainer(join(folder, "work.safetensors")))) as ArrayWork;
  process.env.PESBOOK_PROFILE = work.profile;
  process.env.PESBOOK_THREADS ??= "1";
  const store = openStore(work.store);
  const from = Number(SLURM_ARRAY_TASK_ID) * work.rowsPerTask;
  for (const row of work.rows.slice(from, from + work.rowsPerTask)) {
    const label = `row ${row.index} of sweep ${work.name}`;
    if (await store.read(row.key, label)) {
      console.log(`${label}: done before`);
      continue;
    }
    try {
      const result = await timed(store.folder, row.key, () => computed(row, work, label));
      await store.write(row.key, result);
      console.log(`${label}: done`);
    } catch (error) {
      console.error(`${label}:`, error);
      await writeAtomic(store.pathOf(row.key, "failure"), messageOf(error));
    }
  }
}

async function computed({ point }: Row, { home, inputs, versions }: ArrayWork, label: string): Promise<Encoded> {
  const { node, code } = versionsOf(await codeOf(home));
  check(
    node === versions.node,
    `Node is ${node} on ${SLURMD_NODENAME}, but ${versions.node} where the sweep was started`,
  );
  check(code === versions.code, `the job's code on ${SLURMD_NODENAME} is not that with which the sweep was started`);
  Object.defineProperty(globalThis, IMPORTED, { value: true, configurable: true });
  const run = await workAt(home);
  const task: Task = { signal: new AbortController().signal, progress() {} };
  return encode(await withTask(task, () => run(point, inputs, task)), `${label}: its result`);
}

void computeRows(process.argv[2] ?? "");
