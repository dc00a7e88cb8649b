import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { needs, repository } from "../needs.js";
import { shown, testKernel } from "./kernel.js";

const folder = mkdtempSync(join(tmpdir(), "pesbook-display-"));
after(() => rmSync(folder, { recursive: true }));
const formatters = join(folder, "formatters.mjs");
writeFileSync(
  formatters,
  'export const formatters = [v => v.energy === undefined ? undefined : { "text/plain": "E = " + v.energy + " eV" }];',
);

const kernel = await testKernel({ formatters: pathToFileURL(formatters).href });
const bundleOf = async (code: string) => {
  const { outputs } = await kernel.execute(code, { timeout: 20_000 });
  const [first] = outputs;
  return first && "data" in first ? (first.data as Record<string, string>) : shown(outputs);
};

test("an arquero table is drawn as a table, its numbers readable", async () => {
  const bundle = (await bundleOf(`
    import * as aq from "arquero";
    aq.table({ state: ["solid", "liquid <l>"], T: [300, 1100], energy: [-3.35912345, -3.1], missing: [null, NaN] })`)) as Record<
    string,
    string
  >;
  assert.deepEqual(Object.keys(bundle), ["text/html", "text/plain"]);
  assert.equal(
    bundle["text/plain"],
    [
      "state          T    energy  missing",
      "solid        300  -3.35912",
      "liquid <l>  1100  -3.10000      NaN",
      "2 rows × 4 columns",
    ].join("\n"),
  );
  assert.match(
    bundle["text/html"]!,
    /<td style="text-align: left">liquid &lt;l&gt;<\/td><td style="text-align: right">1100<\/td>/,
  );
});

test("a long table shows its first rows and its size, in the table's own order", async () => {
  const bundle = (await bundleOf(
    'aq.table({ i: Array.from({ length: 1234 }, (_, i) => i) }).orderby(aq.desc("i"))',
  )) as Record<string, string>;
  const lines = bundle["text/plain"]!.split("\n");
  assert.deepEqual([lines[1], lines.at(-2), lines.at(-1)], ["1233", "…", "1,234 rows × 1 column"]);
  assert.equal(lines.length, 23);
});

test("a typed array shows its first values and its range", async () => {
  assert.deepEqual(await bundleOf("Float64Array.of(1, 2.5)"), { "text/plain": "Float64Array(2) [ 1, 2.5 ]" });
  const long = (await bundleOf("Int32Array.from({ length: 1000 }, (_, i) => i - 3)")) as Record<string, string>;
  assert.match(long["text/plain"]!, /^Int32Array\(1000\) \[[\s\S]*990 more items\s*\] from -3 to 996$/);
});

test("what is no number does not hide the range", async () => {
  const code = "Float64Array.from({ length: 12 }, (_, i) => (i % 11 === 0 ? NaN : i))";
  const bundle = (await bundleOf(code)) as Record<string, string>;
  assert.match(bundle["text/plain"]!, / from 1 to 10, 2 NaN$/);
});

test("maps and sets show what they hold, and how much is left out", async () => {
  assert.deepEqual(await bundleOf('new Map([["Al", 13]])'), { "text/plain": "Map(1) { 'Al' => 13 }" });
  const many = (await bundleOf("new Set(Array.from({ length: 80 }, (_, i) => i))")) as Record<string, string>;
  assert.match(many["text/plain"]!, /^Set\(80\) \{[\s\S]*30 more items\s*\}$/);
});

const danfo = needs("danfojs-node", existsSync(join(repository, "node_modules", "danfojs-node")));

test("a DataFrame and a Series are drawn with their index", danfo, async () => {
  const frame = (await bundleOf(`
    import * as dfd from "danfojs-node";
    const df = new dfd.DataFrame({ T: [300, 1100], state: ["solid", null] }, { index: ["a", "b"] });
    df`)) as Record<string, string>;
  assert.equal(frame["text/plain"], ["      T  state", "a   300  solid", "b  1100", "2 rows × 2 columns"].join("\n"));
  assert.match(frame["text/html"]!, /<tr><th style="text-align: left">b<\/th><td style="text-align: right">1100<\/td>/);
  const series = (await bundleOf('df["T"]')) as Record<string, string>;
  assert.equal(series["text/plain"], ["      T", "a   300", "b  1100", "2 rows × 1 column"].join("\n"));
  const described = (await bundleOf("df.describe()")) as Record<string, string>;
  assert.match(described["text/plain"]!, /^mean\s+700/m);
});

test("a tensor shows its type, shape, range and values", danfo, async () => {
  const bundle = await bundleOf('import * as tf from "@tensorflow/tfjs"; tf.tensor2d([[1, 2.5], [3, 4]])');
  assert.deepEqual(bundle, {
    "text/plain": "Tensor float32 [2 × 2] from 1 to 4\n    [[1, 2.5],\n     [3, 4  ]]",
  });
  assert.deepEqual(await bundleOf("const gone = tf.scalar(1); gone.dispose(); gone"), {
    "text/plain": "Tensor float32 [], disposed",
  });
});

test("an error as a value is its name and sentence, without a stack", async () => {
  assert.deepEqual(await bundleOf("new RangeError('far')"), { "text/plain": "RangeError: far" });
});

test("a value draws itself, or nothing; a given formatter comes next", async () => {
  assert.deepEqual(await bundleOf('({ [Symbol.for("Jupyter.display")]: async () => ({ "text/html": "<b>x</b>" }) })'), {
    "text/html": "<b>x</b>",
  });
  assert.equal(await bundleOf('({ [Symbol.for("Jupyter.display")]: () => ({}) })'), "");
  assert.deepEqual(await bundleOf("({ energy: -3 })"), { "text/plain": "E = -3 eV" });
});

test("a notebook knows its cells, what they read, and draws where it is asked", async () => {
  const path = join(folder, "a.ipynb");
  writeFileSync(path, "{}");
  const figures = join(folder, "figures");
  const running = await testKernel({
    folder: join(repository, "test", "kernel"),
    env: { PESBOOK_NOTEBOOK: path, PESBOOK_PROFILE: "thesis", PESBOOK_FIGURES: figures },
  });
  const run = async (code: string) => shown((await running.execute(code, { timeout: 20_000 })).outputs);
  await run('import { notebook } from "../../src/notebook.ts"; const here = notebook()!;');
  assert.equal(
    await run("[here.path, here.profile, here.figureFolder].join()"),
    `'${[path, "thesis", figures].join()}'`,
  );
  assert.equal(
    await run('here.read("x.xyz", "abc"); here.read("x.xyz", "abc"); throw new Error("after")'),
    "Error: after",
  );
  assert.equal(await run("here.cells.length"), "4");
  assert.equal(await run("JSON.stringify(here.reads)"), `'[{"cell":2,"path":"x.xyz","sha256":"abc"}]'`);
  assert.equal(
    await run(
      'here.display({ "text/plain": "one" }, { id: "d" }); here.display({ "text/plain": "two" }, { id: "d", update: true })',
    ),
    "two",
  );
});

test("without pesbook run, the notebook is the one that Jupyter names its session after", async () => {
  const path = join(folder, "a.ipynb");
  writeFileSync(path, "{}");
  const find = async (name: string) => {
    const running = await testKernel({ folder, env: { JPY_SESSION_NAME: name } });
    const code = '(globalThis as any)[Symbol.for("pesbook.notebook")].path ?? "unknown"';
    return shown((await running.execute(code)).outputs);
  };
  assert.equal(await find("a.ipynb"), `'${path}'`);
  assert.equal(await find(path), `'${path}'`);
  assert.equal(await find("no-such.ipynb"), "'unknown'");
});
