import assert from "node:assert/strict";
import { test } from "node:test";
import { plain, shown, testKernel } from "./kernel.js";

const kernel = await testKernel();
const run = async (code: string, timeout = 20_000) => {
  const { status, outputs, error } = await kernel.execute(code, { timeout });
  return { status, shows: shown(outputs), trace: error?.traceback.map(plain).join("\n") ?? "", outputs };
};
const later = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds));

test("text, displays and results come out in the order they were made", async () => {
  const code = `
    import { execSync } from "node:child_process";
    for (let i = 0; i < 3; i++) {
      console.log("out", i);
      console.error("err", i);
      execSync("echo child " + i, { stdio: "inherit" });
      await display(i);
      execSync("echo child err " + i + " >&2", { stdio: "inherit" });
    }
    "end"`;
  const turn = (i: number) => [`out ${i}`, `err ${i}`, `child ${i}`, `${i}`, `child err ${i}`];
  const expected = [0, 1, 2].flatMap(turn);
  for (let again = 0; again < 5; again++) {
    const { shows } = await run(code);
    assert.deepEqual(shows.split(/[|\n]/), [...expected, "'end'"]);
  }
});

test("output of a timer goes to the cell that set it", async () => {
  const first = await run('setTimeout(() => console.log("from the first"), 200); "first"');
  const second = await run('await new Promise(done => setTimeout(done, 500)); "second"');
  assert.deepEqual([shown(first.outputs), second.shows], ["'first'|from the first", "'second'"]);
});

test("much text comes whole", async () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the cell's own template
  const { shows } = await run("for (let i = 0; i < 20_000; i++) console.log(`line ${i} ångström`)");
  const lines = shows.split("\n");
  assert.equal(lines.length, 20_000);
  assert.ok(lines.every((line, i) => line === `line ${i} ångström`));
});

test("an error stands at the user's line and column, without frames of the kernel", async () => {
  const { trace } = await run(`interface Point { x: number }

function fails(point: Point): never {
  // why
  throw new RangeError(\`bad \${point.x}\`);
}
const call = () => fails({ x: 3 });
call();`);
  assert.match(trace, /^RangeError: bad 3/);
  assert.match(trace, />\s+5 │ {3}throw new RangeError/);
  assert.deepEqual(
    trace
      .split("\n")
      .filter(line => line.includes("at "))
      .map(line => line.replace(/In\[\d+\]/, "In[n]").trim()),
    ["at fails (In[n]:5:9)", "at call (In[n]:7:20)", "at In[n]:8:1"],
  );
});

test("an error of an earlier cell's function is shown in that cell", async () => {
  await run("\nconst broken = () => {\n  throw new Error('inside');\n};");
  const { trace } = await run("broken()");
  assert.match(trace, />\s+3 │ {3}throw new Error\('inside'\)/);
});

test("a type error stops the cell before it runs, with every problem's line", async () => {
  const { status, trace } = await run('console.log("not printed");\nconst a: number = "text";\nconst b: string = 1;');
  assert.equal(status, "error");
  assert.match(trace, /TS2322: Type 'string' is not assignable to type 'number'/);
  assert.match(trace, />\s+2 │ const a[\s\S]*>\s+3 │ const b/);
  assert.doesNotMatch(trace, /printed\n$/);
});

test("cells that wait behind one that fails are aborted", async () => {
  const all = await Promise.all(
    ["await new Promise(done => setTimeout(done, 200)); throw new Error('stop')", "1", "2"].map(code => run(code)),
  );
  assert.deepEqual(
    all.map(({ status }) => status),
    ["error", "aborted", "aborted"],
  );
  assert.equal((await run("3")).shows, "3");
});

test("an interrupt stops every kind of waiting and keeps the variables", async () => {
  await run("let kept = 42");
  const endless = [
    "for (;;) kept",
    "await null; let n = 0; while (true) n++",
    "await new Promise(() => {})",
    "for (;;) await new Promise(done => setTimeout(done, 20))",
    "const spin = () => { do {} while (true) }; spin()",
    "Array.from({ length: 1e9 }, () => JSON.stringify({ kept }))",
  ];
  for (const code of endless) {
    const running = run(code);
    await later(300);
    await kernel.interrupt();
    const { status, shows } = await running;
    assert.equal(status, "error", code);
    assert.match(shows, /^KeyboardInterrupt: the cell was interrupted$/, code);
  }
  assert.equal((await run("kept")).shows, "42");
});

test("a cell can catch the interrupt", async () => {
  const running = run("try { for (;;); } catch (error) { console.log((error as Error).name) }\n'went on'");
  await later(300);
  await kernel.interrupt();
  assert.equal((await running).shows, "KeyboardInterrupt|'went on'");
});

test("a cell that caught the interrupt may take its time", async () => {
  const running = run(`
    try { for (;;); } catch {}
    await new Promise(done => setTimeout(done, 400));
    "saved"`);
  await later(300);
  await kernel.interrupt();
  assert.equal((await running).shows, "'saved'");
});

test("what an interrupted cell left undone is not done while later cells run", async () => {
  const left = [
    "await new Promise(done => setTimeout(done, 600)); console.log('went on')",
    "for (;;) { await new Promise(done => setTimeout(done, 50)); console.log('turn') }",
    "async function* ticks() { for (;;) { await new Promise(done => setTimeout(done, 50)); yield 1 } }\n" +
      "let taken = 0; for await (const tick of ticks()) taken += tick;",
    "const task = async () => { await new Promise(done => setTimeout(done, 600)); console.log('task') }; await task()",
  ];
  for (const code of left) {
    const running = run(code);
    await later(300);
    await kernel.interrupt();
    const { outputs } = await running;
    const before = outputs.length;
    await run("await new Promise(done => setTimeout(done, 800))");
    assert.match(shown(outputs), /KeyboardInterrupt: the cell was interrupted$/, code);
    assert.equal(outputs.length, before, code);
  }
});

test("work that listens to its cell's signal ends in order when interrupted", async () => {
  await run(`async function sweep(signal: AbortSignal) {
    const rows: number[] = [];
    const stopped = new Promise(stop => signal.addEventListener("abort", stop, { once: true }));
    void stopped.then(async () => {
      await new Promise(done => setTimeout(done, 400));
      rows.push(1);
      console.log("rows kept:", rows.length);
    });
    await stopped;
    await new Promise(done => setTimeout(done, 500));
    signal.throwIfAborted();
  }
  type Tasks = { getStore(): { signal: AbortSignal } };
  const tasks = (globalThis as unknown as Record<symbol, Tasks>)[Symbol.for("pesbook.task")]!;`);
  const running = run("await sweep(tasks.getStore().signal)");
  await later(300);
  await kernel.interrupt();
  assert.equal((await running).shows, "rows kept: 1|KeyboardInterrupt: the cell was interrupted");
});

test("a late error fails its own cell: by an output there when it has ended, and no other cell", async () => {
  const first = await run("setTimeout(() => {\n  throw new RangeError('too late');\n}, 300); 1");
  const rejected = await run(
    "void (async () => { await new Promise(done => setTimeout(done, 300)); (null as unknown as { x: 1 }).x })()",
  );
  const other = await run("await new Promise(done => setTimeout(done, 600)); 'fine'");
  assert.equal(other.shows, "'fine'");
  assert.equal(shown(first.outputs), "1|RangeError: too late");
  assert.match(shown(rejected.outputs), /^TypeError: Cannot read properties of null/);
  const late = first.outputs.at(-1)!;
  assert.match(late.output_type === "error" ? plain(late.traceback.join("\n")) : "", />\s+2 │ {3}throw new RangeError/);
  const nobody = await run("void setTimeout(() => { throw new Error('alone') }, 100)");
  await later(500);
  assert.equal(shown(nobody.outputs), "Error: alone");
});

test("completion, hover and is_complete answer while a cell runs", async () => {
  await run("const word: Map<string, number> = new Map();");
  const running = run("const until = Date.now() + 1500; while (Date.now() < until);\n'done'");
  await later(100);
  const completed = await kernel.request("complete_request", { code: "word.si", cursor_pos: 7 });
  assert.deepEqual(completed.matches, ["size"]);
  assert.deepEqual([completed.cursor_start, completed.cursor_end], [5, 7]);
  const inspected = await kernel.request("inspect_request", { code: "word", cursor_pos: 2, detail_level: 0 });
  assert.match((inspected.data as Record<string, string>)["text/plain"]!, /Map<string, number>/);
  const complete = async (code: string) => (await kernel.request("is_complete_request", { code })).status;
  assert.deepEqual(
    await Promise.all(["1 + 1", "function f() {", "`text", "const a = ", "let 1x = 2; f()"].map(complete)),
    ["complete", "incomplete", "incomplete", "incomplete", "invalid"],
  );
  assert.equal(await Promise.race([running.then(() => "done"), later(0).then(() => "busy")]), "busy");
  assert.equal((await running).shows, "'done'");
});

test("positions are code points where the text has characters beyond 16 bits", async () => {
  const code = 'const 𝛼 = "😀"; word.si';
  const points = [...code].length;
  const completed = await kernel.request("complete_request", { code, cursor_pos: points });
  assert.deepEqual([completed.matches, completed.cursor_start, completed.cursor_end], [["size"], points - 2, points]);
});

test("the end of the process is an error of the cell, and the next cell runs in a fresh one", async () => {
  await run("const lost = 1");
  assert.match(
    (await run('console.log("last words"); process.exit(3)')).shows,
    /^last words\|ProcessEnded: .*exit code 3/,
  );
  assert.equal((await run("1 + 1")).shows, "2");
  assert.match((await run("lost")).shows, /Cannot find name 'lost'/);
  await run("setTimeout(() => process.kill(process.pid, 'SIGKILL'), 50)");
  await later(600);
  assert.equal((await run("2 + 2")).shows, "4");
});

test("what cannot be interrupted is killed after five seconds, and said so", async () => {
  const running = run("import { pbkdf2Sync } from 'node:crypto'; pbkdf2Sync('a', 'b', 1e9, 64, 'sha512')");
  await later(300);
  await kernel.interrupt();
  const { shows } = await running;
  assert.match(shows, /ProcessEnded: .*could not be interrupted.*variables are lost/);
  assert.equal((await run("1")).shows, "1");
});

test("what is displayed can be drawn again", async () => {
  const { outputs } = await run(`
    import { display as draw, newDisplay } from "tslab";
    draw.html("<b>once</b>");
    const live = newDisplay();
    for (const state of ["first", "second"]) live.text(state);
    draw.raw("application/json", "{}");`);
  assert.deepEqual(
    outputs.map(output => "data" in output && output.data),
    [{ "text/html": "<b>once</b>" }, { "text/plain": "second" }, { "application/json": "{}" }],
  );
});

test("kernel_info says what front ends need", async () => {
  const { status, protocol_version, language_info } = kernel.info as Record<string, Record<string, unknown>>;
  assert.deepEqual([status, protocol_version], ["ok", "5.4"]);
  assert.equal(language_info?.name, "typescript");
  assert.equal(language_info?.file_extension, ".ts");
});

test("an interrupt aborts the task of the cell, so that long work can stop in order", async () => {
  const running = run(`
    const task = (globalThis as any)[Symbol.for("pesbook.task")].getStore();
    await new Promise(done => task.signal.addEventListener("abort", done));
    console.log(task.signal.reason.name);`);
  await later(300);
  await kernel.interrupt();
  assert.match((await running).shows, /^KeyboardInterrupt/);
});
