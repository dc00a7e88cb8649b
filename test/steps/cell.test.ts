import assert from "node:assert/strict";
import { test } from "node:test";
import { shown, testKernel } from "../kernel/kernel.js";
import { projectWith, ranSince } from "./project.js";

const files = {
  "notebooks/tools.ts": "export const double = (x: number): number => 2 * x;",
};

test("functions of cells run in threads and are kept", async t => {
  const folder = projectWith(t, files);
  const kernel = await testKernel({ folder: `${folder}/notebooks` });
  const cell = async (code: string) => shown((await kernel.execute(code)).outputs);
  await cell(`
    import { job, step, sweep as over } from "pesbook";
    import { isMainThread } from "node:worker_threads";
    import * as fs from "node:fs";
    import { double } from "./tools.ts";
    interface Point { readonly x: number }
    const ran = (line: string) => fs.appendFileSync("../ran.txt", line + "\\n");`);

  const sweeping = `
    const { table: squares } = await over("squares", { x: [1, 2, 3] }, { shift: 10 }, async ({ x }: Point, { shift }) => {
      fs.appendFileSync("../ran.txt", "row " + x + "\\n"); // a comment
      return { y: double(x) + shift, isMainThread };
    }, { threads: 2 });
    JSON.stringify(squares.objects())`;
  const rows = [1, 2, 3].map(x => ({ x, y: 2 * x + 10, isMainThread: false }));
  assert.equal(await cell(sweeping), `squares 3/3|'${JSON.stringify(rows)}'`);
  assert.deepEqual(ranSince(folder), ["row 1", "row 2", "row 3"]);
  assert.equal(await cell(sweeping.replace("// a comment", "")), `squares 3/3|'${JSON.stringify(rows)}'`);
  assert.deepEqual(ranSince(folder), []);
  await cell(sweeping.replace("+ shift", "- shift"));
  assert.deepEqual(ranSince(folder), ["row 1", "row 2", "row 3"]);

  const stepping = `
    const work = ({ n }: { n: number }) => { fs.appendFileSync("../ran.txt", "step\\n"); return { halves: [n / 2, n / 2] }; };
    (await step("halving", { n: 3 }, work)).halves.join()`;
  assert.equal(await cell(stepping), "'1.5,1.5'");
  assert.equal(await cell(stepping), "'1.5,1.5'");
  assert.deepEqual(ranSince(folder), ["step"]);

  await cell("const tripled = job(import.meta, function tripled({ x }: Point) { return 3 * x; });");
  const later = `(await over("tripling", { x: [5] }, {}, tripled)).table.array("value").join()`;
  assert.equal(await cell(later), "tripling 1/1|'15'");
});

test("a captured variable is an error of the cell that names it and says what to do", async t => {
  const kernel = await testKernel({ folder: projectWith(t, files) });
  const cell = async (code: string) => shown((await kernel.execute(code)).outputs);
  await cell(`
    import { step, sweep } from "pesbook";
    let rate = 0.1;
    const frames = [1, 2, 3];
    function mean(values: readonly number[]) { return values.reduce((a, b) => a + b) / values.length; }`);
  assert.match(
    await cell('await step("one", {}, function training() { return rate * 2; })'),
    /training uses rate, a variable of the notebook.*sees only its inputs; pass \{ rate \} in its inputs and read inputs\.rate/,
  );
  assert.match(await cell('await sweep("two", { x: [1] }, {}, ({ x }) => ({ frames }))'), /uses frames, a variable/);
  assert.match(
    await cell('await step("three", { frames }, ({ frames }) => mean(frames))'),
    /the function uses mean, a function of the notebook.*write mean inside it, or put it in a file and import it/,
  );
  assert.equal(
    await cell('await step("four", { rate, frames }, inputs => inputs.frames.length * inputs.rate)'),
    "0.30000000000000004",
  );
  assert.match(
    await cell('await step("five", { show: () => 1 }, () => 1)'),
    /step five: inputs\.show is a function; a step takes and gives plain data/,
  );
});

test("a name given to two different steps of a cell is refused", async t => {
  const kernel = await testKernel({ folder: projectWith(t, files) });
  const { outputs } = await kernel.execute(`
    import { step } from "pesbook";
    await step("same", {}, () => 1);
    await step("same", {}, () => 2);`);
  assert.match(shown(outputs), /step same: another step of this notebook has this name and other work/);
});
