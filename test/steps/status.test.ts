import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { figureStatus } from "#src/figures/status.js";
import { stepStatus } from "#src/figures/stepStatus.js";
import { pesbook } from "../cli/pesbook.js";
import { writeNotebook } from "../figures/session.js";
import { shown, testKernel } from "../kernel/kernel.js";
import { writeIn } from "../project.js";
import { projectWith } from "./project.js";

const jobs = `
  import { job } from "pesbook";
  import { factor } from "./factor.js";
  export const scaled = job(import.meta, function scaled({ x }, { shift }) { return { y: factor * x + shift }; });`;

const cells = [
  'import { figure, line, step, sweep } from "pesbook";\nimport { scaled } from "./jobs.js";\nconst shift = 1;',
  'const { table: rows } = await sweep("scaling", { x: [1, 2, 3] }, { shift }, scaled, { on: "here" });',
  'const sum = await step("sum", { y: rows.array("y") as number[] }, ({ y }) => y.reduce((a, b) => a + b, 0));',
  'await figure("scaled", line(rows, { x: "x", y: "y" }), { caption: "y against x." });',
];

test("status says why a step would rerun, a figure follows its steps, clean removes what nothing refers to", async t => {
  const folder = projectWith(t, { "notebooks/jobs.js": jobs, "notebooks/factor.js": "export const factor = 2;" });
  const notebook = join(folder, "notebooks", "a.ipynb");
  writeNotebook(folder, "notebooks/a.ipynb", cells);
  const run = async (count = cells.length) => {
    const kernel = await testKernel({ folder: join(folder, "notebooks"), env: { PESBOOK_NOTEBOOK: notebook } });
    for (const cell of cells.slice(0, count)) {
      const { status, outputs } = await kernel.execute(cell);
      assert.equal(status, "ok", shown(outputs));
    }
  };
  const steps = async () => (await stepStatus(folder)).map(({ name, state, because }) => [name, state, ...because]);
  const figures = async () => (await figureStatus(folder)).map(({ name, state, because }) => [name, state, ...because]);
  const results = () =>
    readdirSync(join(folder, "data/cache/steps"), { recursive: true, encoding: "utf8" }).filter(name =>
      name.endsWith(".safetensors"),
    ).length;

  await run();
  assert.deepEqual(await steps(), [
    ["scaling", "kept"],
    ["sum", "kept"],
  ]);
  assert.deepEqual(await figures(), [["scaled", "fresh"]]);
  assert.equal(results(), 4);

  writeIn(folder, "notebooks/factor.js", "export const factor = 3;");
  assert.deepEqual((await steps())[0], ["scaling", "would rerun", "notebooks/factor.js changed"]);
  await run(2);
  assert.deepEqual((await steps())[0], ["scaling", "kept"]);
  assert.deepEqual(await figures(), [
    ["scaled", "stale", "notebooks/factor.js changed", "step scaling has another result now"],
  ]);
  await run();
  assert.deepEqual(await figures(), [["scaled", "fresh"]]);
  assert.equal(results(), 8);

  assert.match(pesbook(["clean", folder]).err, /there is no terminal to ask at; give --yes/);
  const cleaned = pesbook(["clean", folder, "--yes"]);
  assert.match(cleaned.out, /^4 results that nothing refers to, 4 files/, cleaned.err);
  assert.equal(results(), 4);
  assert.deepEqual(await steps(), [
    ["scaling", "kept"],
    ["sum", "kept"],
  ]);

  writeNotebook(folder, "notebooks/a.ipynb", cells.slice(0, 2));
  assert.deepEqual((await steps())[1], ["sum", "orphaned", "notebooks/a.ipynb calls it no more"]);
  pesbook(["clean", folder, "--yes"]);
  assert.equal(results(), 3);
  assert.match(pesbook(["status", folder]).out, /Steps and sweeps:\nscaling {2}notebooks\/a\.ipynb {2}kept/);
  assert.equal(pesbook(["clean", folder, "--yes"]).out, "Nothing to remove.\n");
  assert.ok(existsSync(join(folder, "figures/quick/scaled.json")));
});
