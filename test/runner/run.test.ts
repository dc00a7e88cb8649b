import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { type NotebookRun, type RunOptions, runNotebook } from "#src/runner/run.js";
import { repository } from "../needs.js";

const command = [process.execPath, join(repository, "dist", "cli", "main.js"), "kernel", "{connection_file}"];
const scratch = mkdtempSync(join(tmpdir(), "pesbook-run-"));
after(() => rm(scratch, { recursive: true, force: true }));

interface Made {
  readonly source: string;
  readonly tags?: readonly string[];
  readonly outputs?: readonly object[];
}

let made = 0;

/** A notebook of these code cells, in a folder of its own. */
function write(...cells: readonly (string | Made)[]): string {
  const folder = join(scratch, String(made++));
  mkdirSync(folder);
  const file = join(folder, "n.ipynb");
  const full = cells.map((cell, index) => {
    const { source, tags, outputs = [] } = typeof cell === "string" ? { source: cell } : (cell as Made);
    const metadata = tags ? { tags } : {};
    return { cell_type: "code", execution_count: null, id: `c${index}`, metadata, outputs, source };
  });
  writeFileSync(file, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: full }));
  return file;
}

const run = (path: string, options: Partial<RunOptions> = {}) => runNotebook(path, { command, ...options });
const text = (path: string) => readFileSync(path, "utf8");

/** What each cell showed, as text. */
function shown({ executed }: NotebookRun): string[] {
  return executed.cells.map(({ outputs = [] }) =>
    outputs
      .map(output => {
        if (output.output_type === "stream") return output.text;
        return output.output_type === "error" ? `${output.ename}: ${output.evalue}` : String(output.data["text/plain"]);
      })
      .join("|"),
  );
}

const note = { output_type: "stream", name: "stdout", text: ["as committed\n"] };

test("a run fills in outputs and counts; run again, not a byte changes", async () => {
  const file = write("const a = 20;", "console.log(a);\na + 1", "");
  const first = await run(file);
  assert.deepEqual(shown(first), ["", "20\n|21", ""]);
  assert.deepEqual(
    first.executed.cells.map(cell => cell.execution_count),
    [1, 2, null],
  );
  const once = text(file);
  await run(file);
  assert.equal(text(file), once);
});

test("a notebook that its run does not change keeps its bytes, whatever their layout", async () => {
  const file = write("const a = 20;");
  await run(file);
  const laidOut = JSON.stringify(JSON.parse(text(file)));
  writeFileSync(file, laidOut);
  await run(file);
  assert.equal(text(file), laidOut);
});

test("parameters are put in below their cell, and taken out by a run without", async () => {
  const file = write({ source: 'let seed = 1;\nlet name = "a";', tags: ["parameters"] }, "name + seed");
  const plain = await run(file);
  assert.deepEqual(shown(plain), ["", "'a1'"]);
  const before = text(file);
  const given = await run(file, { parameters: { seed: 42, name: "b" } });
  assert.equal(given.executed.cells[1]?.source, '// Parameters\nseed = 42;\nname = "b";');
  assert.deepEqual(shown(given), ["", "", "'b42'"]);
  await run(file);
  assert.equal(text(file), before);
});

test("a parameter of the wrong type or of no known name is an error of the cell", async () => {
  const file = write({ source: "let seed = 1;", tags: ["parameters"] }, "seed");
  const wrong = await run(file, { parameters: { seed: "many" } });
  assert.equal(wrong.failure?.cell, 2);
  assert.match(wrong.failure?.message ?? "", /not assignable to type 'number'/);
  const unknown = await run(file, { parameters: { sead: 2 } });
  assert.match(unknown.failure?.message ?? "", /Cannot find name 'sead'/);
  await assert.rejects(run(write("1"), { parameters: { seed: 2 } }), /no code cell is tagged "parameters"/);
});

test("the first error ends the run: what ran is written, what did not has no outputs", async () => {
  const file = write("1", "\nthrow new TypeError('too short');", { source: "3", outputs: [note] });
  const { failure } = await run(file);
  assert.deepEqual(
    { ...failure, traceback: [] },
    { cell: 2, line: "throw new TypeError('too short');", name: "TypeError", message: "too short", traceback: [] },
  );
  assert.ok(failure!.traceback.join("\n").includes("too short"));
  const [ran, failed, rest] = JSON.parse(text(file)).cells;
  assert.equal(ran.outputs.length, 1);
  assert.equal(failed.outputs[0].output_type, "error");
  assert.deepEqual([rest.outputs, rest.execution_count], [[], null]);
});

test("an error that comes after its cell has ended fails the run, with that cell's line", async () => {
  const file = write(
    "void setTimeout(() => { throw new Error('late') }, 100)",
    "await new Promise(done => setTimeout(done, 500))",
    "2",
  );
  const { failure, ...rest } = await run(file);
  assert.deepEqual([failure?.cell, failure?.name, failure?.message], [1, "Error", "late"]);
  assert.deepEqual(shown({ ...rest, failure }), ["Error: late", "", ""]);
});

test("raises-exception lets an error pass, skip-execution leaves a cell alone", async () => {
  const file = write(
    { source: "throw new Error('expected')", tags: ["raises-exception"] },
    { source: "globalThis.skipped = true;", tags: ["skip-execution"], outputs: [note] },
    "'skipped' in globalThis",
  );
  const result = await run(file);
  assert.equal(result.failure, undefined);
  assert.deepEqual(shown(result), ["Error: expected", "as committed\n", "false"]);
});

test("a cell that needs absent data keeps its outputs, and the cells below their numbers", async () => {
  const folder = join(scratch, "datasets", "frames-of-mine");
  const file = write("1", { source: "1 + 1", tags: ["needs:frames-of-mine"], outputs: [note] }, "3");
  const before = process.env.PESBOOK_SHARED;
  process.env.PESBOOK_SHARED = scratch;
  try {
    const absent = await run(file);
    assert.deepEqual(absent.kept, [{ cell: 2, absent: ["frames-of-mine"] }]);
    assert.deepEqual(shown(absent), ["1", "as committed\n", "3"]);
    assert.equal(absent.executed.cells[2]?.execution_count, 3);
    mkdirSync(folder, { recursive: true });
    const present = await run(file);
    assert.deepEqual(present.kept, []);
    assert.deepEqual(shown(present), ["1", "2", "3"]);
  } finally {
    if (before === undefined) delete process.env.PESBOOK_SHARED;
    else process.env.PESBOOK_SHARED = before;
  }
  await assert.rejects(run(write({ source: "1", tags: ["needs:../etc"] })), /invalid tag needs:\.\.\/etc/);
});

test("a cell may take only so long", async () => {
  const file = write("1", "await null;\nwhile (true) {}", "3");
  const { failure } = await run(file, { timeout: 1 });
  assert.equal(failure?.cell, 2);
  assert.match(failure?.message ?? "", /longer than 1 s/);
  assert.equal(JSON.parse(text(file)).cells[1].outputs[0].output_type, "error");
});

test("a cell that ends its process is an error of the cell", async () => {
  const { failure } = await run(write("process.exit(3)", "2"));
  assert.equal(failure?.cell, 1);
});

test("where the kernel itself dies, the run ends there and what ran before is written", async () => {
  const file = write("1", 'process.kill(process.ppid, "SIGKILL");\nawait new Promise(() => {});', "3");
  const { failure } = await run(file);
  assert.deepEqual([failure?.cell, failure?.name], [2, "KernelDied"]);
  assert.equal(JSON.parse(text(file)).cells[0].outputs.length, 1);
});

test("a kernel that does not start is told, and nothing is written", async () => {
  const file = write("1");
  const before = text(file);
  await assert.rejects(
    run(file, { command: [process.execPath, "-e", "console.error('no luck'); process.exit(7)"] }),
    /no luck/,
  );
  assert.equal(text(file), before);
});

test("the thesis profile leaves the notebook alone", async () => {
  const file = write("process.env.PESBOOK_PROFILE");
  const before = text(file);
  const { output } = await run(file, { profile: "thesis" });
  assert.equal(text(file), before);
  assert.equal(output, join(file, "..", ".executed", "n.ipynb"));
  assert.match(text(output), /'thesis'/);
});

test("cells run in the notebook's folder and know the notebook and where figures go", async () => {
  const file = write("console.log(process.cwd(), process.env.PESBOOK_NOTEBOOK, process.env.PESBOOK_FIGURES);");
  const figures = join(scratch, "figures");
  const output = join(scratch, "copy", "n.ipynb");
  const result = await run(file, { figures, output });
  assert.deepEqual(shown(result), [`${join(file, "..")} ${file} ${figures}\n`]);
  assert.ok(existsSync(output));
});

test("an aborted run writes nothing", async () => {
  const file = write({ source: "await new Promise(() => {})", outputs: [note] });
  const before = text(file);
  const stop = new AbortController();
  const onProgress = () => void setTimeout(() => stop.abort(), 500);
  await assert.rejects(run(file, { signal: stop.signal, onProgress }), { name: "AbortError" });
  assert.equal(text(file), before);
});

test("no kernel is started, and nothing written, for what is no notebook of ours", async () => {
  const started = join(scratch, "started");
  const marks = [process.execPath, "-e", `require("fs").writeFileSync(${JSON.stringify(started)}, "")`];
  const good = text(write("1"));
  const bad = [
    good.slice(0, -20),
    good.replace('"nbformat":4', '"nbformat":3'),
    "",
    "[]",
    good.replace('"metadata":{}', '"metadata":{"kernelspec":{"language":"python"}}'),
  ];
  for (const content of bad) {
    const file = join(scratch, "bad.ipynb");
    writeFileSync(file, content);
    await assert.rejects(run(file, { command: marks }), /bad\.ipynb/);
    assert.equal(text(file), content);
  }
  assert.ok(!existsSync(started));
});
