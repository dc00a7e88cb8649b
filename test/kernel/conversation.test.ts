import assert from "node:assert/strict";
import { test } from "node:test";
import { shown, testKernel } from "./kernel.js";

const kernel = await testKernel();
const run = async (code: string, options = {}) =>
  shown((await kernel.execute(code, { timeout: 20_000, ...options })).outputs);

test("a cell asks and goes on with the answer, one question after the other", async () => {
  const asked: object[] = [];
  const onQuestion = (question: { prompt: string }) => {
    asked.push(question);
    return `${question.prompt.length} letters`;
  };
  const code = `const [a, b] = await Promise.all([prompt("cutoff?"), prompt("key", { password: true })]);
[a, b].join()`;
  assert.equal(await run(code, { onQuestion }), "'7 letters,3 letters'");
  assert.deepEqual(asked, [
    { prompt: "cutoff?", password: false },
    { prompt: "key", password: true },
  ]);
});

test("where nobody can answer, a question is an error that says so", async () => {
  assert.match(await run('await prompt("cutoff?")'), /^Error: prompt: what runs this notebook takes no input/);
});

test("a question whose cell was interrupted is given up; the next one is asked anew", async () => {
  let interrupted: Promise<void> | undefined;
  const forever = new Promise<string>(() => {});
  const onQuestion = () => {
    interrupted ??= kernel.interrupt();
    return forever;
  };
  assert.match(await run('await prompt("wait")', { onQuestion }), /^KeyboardInterrupt/);
  await interrupted;
  assert.equal(await run('await prompt("again")', { onQuestion: () => "yes" }), "'yes'");
});

test("a cell takes its output back", async () => {
  assert.equal(await run("console.log(1); clearOutput(); console.log(2); clearOutput({ wait: true });"), "2");
  assert.equal(await run("console.log(1); clearOutput({ wait: true }); console.log(2)"), "2");
});

test("history gives the last cells, a range of them, or those that match", async () => {
  const fresh = await testKernel();
  for (const code of ["1 + 1", "const cutoff = 6.5;", "cutoff", "1 + 1"]) await fresh.execute(code);
  const history = async (content: object) =>
    (await fresh.request("history_request", { raw: true, output: false, ...content })).history;
  assert.deepEqual(await history({ hist_access_type: "tail", n: 2 }), [
    [1, 3, "cutoff"],
    [1, 4, "1 + 1"],
  ]);
  assert.deepEqual(await history({ hist_access_type: "tail", n: 2, output: true }), [
    [1, 3, ["cutoff", "6.5"]],
    [1, 4, ["1 + 1", "2"]],
  ]);
  assert.deepEqual(await history({ hist_access_type: "range", session: 0, start: 2, stop: 3 }), [
    [1, 2, "const cutoff = 6.5;"],
  ]);
  assert.deepEqual(await history({ hist_access_type: "range", session: 7, start: 0, stop: 9 }), []);
  const ones = { hist_access_type: "search", pattern: "?*+ 1" };
  assert.deepEqual(await history(ones), [
    [1, 1, "1 + 1"],
    [1, 4, "1 + 1"],
  ]);
  assert.equal(((await history({ ...ones, unique: true })) as unknown[]).length, 1);
  assert.deepEqual(await history({ ...ones, n: 1 }), [[1, 4, "1 + 1"]]);
});

test("there are no comms", async () => {
  assert.deepEqual(await kernel.request("comm_info_request", {}), { status: "ok", comms: {} });
});
