import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type FigureStatus, figureStatus } from "#src/figures/status.js";
import { sha256 } from "#src/hash.js";
import { temporaryProject, writeIn } from "../project.js";
import { drawIn, points, writeNotebook } from "./session.js";

const sources = {
  "package.json": JSON.stringify({ name: "pesbook", exports: { ".": { "pesbook-source": "./src/index.ts" } } }),
  "node_modules/tables/package.json": '{ "name": "tables", "version": "1.0.0" }',
  "data/al.xyz": "al",
  "src/index.ts": `
    export { figure } from "./figures/figure.ts";
    export { rdf } from "./validation/rdf.ts";
    export { histogram, line } from "./figures/charts.ts";
    export * from "./frames/load.ts";
    export { unused } from "./unused.ts";`,
  "src/figures/figure.ts": 'import { check } from "../check.ts"; export const figure = () => check(1);',
  "src/figures/charts.ts":
    'import { table } from "tables"; export const line = () => table(7); export const histogram = line;',
  "src/validation/rdf.ts": 'import { cell } from "../frames/cell.ts"; export const rdf = () => cell(8);',
  "src/frames/load.ts": 'import { check } from "../check.ts"; export const load = () => check(2);',
  "src/frames/cell.ts": "export const cell = (r: number) => r + 1;",
  "src/check.ts": "export const check = (x: number) => x;",
  "src/unused.ts": "export const unused = 1;",
};

const cells = [
  { cell_type: "markdown", source: "# Data" },
  'import { figure, histogram, line, load, rdf } from "pesbook";',
  { metadata: { tags: ["parameters"] }, source: "let bins = 20;" },
  'const frames = await load("data/al.xyz");',
  'const g = rdf(frames);\nawait figure("rdf", line(g), { caption: "g(r)" });',
  'await figure("force", histogram(frames.force, { bins }), { caption: "forces" });',
  'await figure("plain", [1, 2], { caption: "two numbers" });',
];
const figures = ["force", "plain", "rdf"];

async function drawnProject(t: TestContext): Promise<string> {
  const root = temporaryProject(t, sources);
  writeNotebook(root, "notebooks/01.ipynb", cells);
  await drawAll(root);
  return root;
}

/** As a run of the notebook would: each figure when its cell is the last that ran. */
async function drawAll(
  root: string,
  run: readonly string[] = cells.slice(1).map(cell => (typeof cell === "string" ? cell : cell.source)),
) {
  const data = join(root, "data/al.xyz");
  const loads = run.findIndex(source => source.includes("load("));
  const reads =
    loads < 0
      ? []
      : [
          {
            cell: run.findIndex(source => source.includes("= await load(")),
            path: data,
            sha256: sha256(readFileSync(data)),
          },
        ];
  for (const [i, source] of run.entries()) {
    const [, name] = /figure\("([a-z]+)"/.exec(source) ?? [];
    if (name === undefined) continue;
    await drawIn({ path: join(root, "notebooks/01.ipynb"), cells: run.slice(0, i + 1), reads }, name, points());
  }
}

async function stale(root: string): Promise<Record<string, readonly string[]>> {
  const found = (await figureStatus(root)).filter(({ state }) => state !== "fresh");
  return Object.fromEntries(found.map(({ name, because }) => [name, because]));
}

test("what was just drawn is fresh", async t => {
  const root = await drawnProject(t);
  const found = await figureStatus(root, { profile: "quick" });
  assert.deepEqual(
    found,
    figures.map((name): FigureStatus => ({ name, notebook: "notebooks/01.ipynb", state: "fresh", because: [] })),
  );
});

test("one number changed in src makes exactly the figures that depend on it stale", async t => {
  const root = await drawnProject(t);
  const edits: { path: keyof typeof sources; from: string; to: string; expect: Record<string, readonly string[]> }[] = [
    { path: "src/validation/rdf.ts", from: "8", to: "9", expect: { rdf: ["src/validation/rdf.ts changed"] } },
    { path: "src/frames/cell.ts", from: "+ 1", to: "+ 2", expect: { rdf: ["src/frames/cell.ts changed"] } },
    {
      path: "src/figures/charts.ts",
      from: "7",
      to: "6",
      expect: { force: ["src/figures/charts.ts changed"], rdf: ["src/figures/charts.ts changed"] },
    },
    {
      path: "src/frames/load.ts",
      from: "2",
      to: "3",
      expect: { force: ["src/frames/load.ts changed"], rdf: ["src/frames/load.ts changed"] },
    },
    { path: "src/figures/figure.ts", from: "1", to: "2", expect: {} },
    { path: "src/unused.ts", from: "1", to: "2", expect: {} },
    { path: "src/frames/cell.ts", from: "r: number", to: "/* Å */ r: any", expect: {} },
    { path: "src/validation/rdf.ts", from: "cell(8)", to: "\n  cell(8)", expect: {} },
    {
      path: "data/al.xyz",
      from: "al",
      to: "si",
      expect: { force: ["data/al.xyz changed"], rdf: ["data/al.xyz changed"] },
    },
    {
      path: "node_modules/tables/package.json",
      from: "1.0.0",
      to: "1.1.0",
      expect: { force: ["package tables: 1.0.0 became 1.1.0"], rdf: ["package tables: 1.0.0 became 1.1.0"] },
    },
    {
      path: "src/validation/rdf.ts",
      from: "import { cell }",
      to: 'import "../unused.ts"; import { cell }',
      expect: { rdf: ["src/unused.ts is used now", "src/validation/rdf.ts changed"] },
    },
  ];
  for (const { path, from, to, expect } of edits) {
    assert.ok(sources[path].includes(from), path);
    writeIn(root, path, sources[path].replace(from, to));
    assert.deepEqual(await stale(root), expect, `${path}: ${from} → ${to}`);
    writeIn(root, path, sources[path]);
  }
  assert.deepEqual(await stale(root), {});
});

test("an edited cell makes exactly the figures below it stale", async t => {
  const root = await drawnProject(t);
  const edits: [number, string, Record<string, readonly string[]>][] = [
    [2, "let bins = 40;", { force: ["cell 3 changed: let bins = 40;"] }],
    [
      3,
      'const frames = await load("data/si.xyz");',
      {
        force: ['cell 4 changed: const frames = await load("data/si.xyz");'],
        rdf: ['cell 4 changed: const frames = await load("data/si.xyz");'],
      },
    ],
    [
      4,
      "const g = rdf(frames, 6);\nawait figure('rdf', line(g), { caption: \"g(r)\" });",
      { rdf: ["cell 5 changed: const g = rdf(frames, 6);"] },
    ],
    [3, 'const frames: Frames = await load("data/al.xyz"); // aluminium\nconst extra = 3;', {}],
    [1, 'import { figure, histogram, line, load, pick, rdf } from "pesbook";', {}],
  ];
  for (const [i, source, expect] of edits) {
    writeNotebook(root, "notebooks/01.ipynb", cells.toSpliced(i, 1, source));
    assert.deepEqual(await stale(root), expect, source);
  }
  writeNotebook(root, "notebooks/01.ipynb", cells.toSpliced(4, 0, "frames.shuffle();"));
  const expected = ["cell 5 changed: frames.shuffle();"];
  assert.deepEqual(await stale(root), { force: expected, rdf: expected });
});

test("a figure drawn with a parameter is not what the notebook alone draws", async t => {
  const root = await drawnProject(t);
  const run = cells.slice(1).map(cell => (typeof cell === "string" ? cell : cell.source));
  await drawAll(root, run.toSpliced(2, 0, "// Parameters\nbins = 50;"));
  assert.deepEqual(await stale(root), { force: ["it was drawn with parameter bins = 50"] });
});

test("a figure drawn after a cell ran twice is not what a run draws", async t => {
  const root = temporaryProject(t, sources);
  const once = ["const a = [];", "a.push(1);", 'await figure("twice", a);'];
  writeNotebook(root, "notebooks/01.ipynb", once);
  await drawIn(
    { path: join(root, "notebooks/01.ipynb"), cells: once.toSpliced(1, 0, "a.push(1);") },
    "twice",
    points(),
  );
  assert.deepEqual(await stale(root), {
    twice: ["some cells had run more than once; run the notebook from its first cell"],
  });
  await drawIn({ path: join(root, "notebooks/01.ipynb"), cells: ["const a = [1];", ...once] }, "twice", points());
  assert.deepEqual(await stale(root), {});
});

test("never made, orphaned, unknown, unreadable and drawn twice", async t => {
  const root = await drawnProject(t);
  await drawIn({ cells: ["1"], figureFolder: join(root, "figures/quick") }, "script", points());
  writeFileSync(join(root, "figures/quick/plain.json"), "{}");
  writeNotebook(root, "notebooks/01.ipynb", [...cells.slice(0, 5), cells[6]!, 'await figure("new", line([1]));']);
  writeNotebook(root, "notebooks/02.ipynb", ['await figure("new", 2);']);
  const found = (await figureStatus(root)).map(({ name, state, because }) => [
    name,
    state,
    because.join("; ").replaceAll(root, ""),
  ]);
  assert.deepEqual(found, [
    ["force", "orphaned", "notebooks/01.ipynb draws it no more"],
    ["new", "never made", "drawn by notebooks/01.ipynb and notebooks/02.ipynb; give one another name"],
    ["plain", "stale", "/figures/quick/plain.json is not a figure; delete it and draw it again"],
    ["rdf", "fresh", ""],
    ["script", "unknown", "drawn outside a notebook"],
  ]);
  mkdirSync(join(root, "figures/other"));
  assert.deepEqual(
    (await figureStatus(root, { profile: "thesis" })).map(({ state }) => state),
    ["never made", "never made", "never made"],
  );
});

test("a figure whose name is computed is found by what drew it", async t => {
  const root = temporaryProject(t, sources);
  const computed = [
    "const r = 1;",
    "for (const name of ['solid']) await figure('rdf-' + name, r, {});",
    "const late = 2;",
  ];
  writeNotebook(root, "notebooks/01.ipynb", computed);
  await drawIn({ path: join(root, "notebooks/01.ipynb"), cells: computed.slice(0, 2) }, "rdf-solid", points());
  assert.deepEqual(await stale(root), {});
  writeNotebook(root, "notebooks/01.ipynb", ["const r = 2;", ...computed.slice(1)]);
  assert.deepEqual(await stale(root), { "rdf-solid": ["cell 1 changed: const r = 2;"] });
});

test("a project without figures or notebooks has no statuses", async t => {
  assert.deepEqual(await figureStatus(temporaryProject(t, {})), []);
});
