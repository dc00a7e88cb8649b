import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { type CodeGraph, moduleGraph } from "#src/steps/code.js";
import { temporaryProject, writeIn } from "../project.js";

const project = {
  "package.json": JSON.stringify({
    name: "book",
    exports: { ".": { "pesbook-source": "./src/index.ts", default: "./dist/index.js" }, "./deep/*": "./src/*.ts" },
    imports: { "#src/*": "./src/*" },
  }),
  "node_modules/tables/package.json": '{ "name": "tables", "version": "8.0.1", "exports": { "import": "./x.js" } }',
  "node_modules/@scope/plots/package.json": '{ "version": "2.0.0" }',
  "src/index.ts": `
    export type { Options } from "./types.ts";
    export { Shape } from "./types.ts";
    export { train, train as fit } from "./train.ts";
    export * from "./md.ts";
    export * from "./more/index.ts";
    export * as lists from "./lists.ts";`,
  "src/types.ts": "export interface Options { a: 1 } export type Shape = Options;",
  "src/train.ts": `
    import { readFileSync } from "node:fs";
    import { step } from "./rate.js";
    import type { Options } from "./types.ts";
    import { Shape } from "./types.ts";
    export const train = (o: Options & Shape) => step(o, readFileSync);`,
  "src/rate.ts": 'import { from } from "tables"; export const rate = 0.1; export const step = () => from(rate);',
  "src/md.ts": 'export const md = 3; export { inner as handed } from "./lists.ts";',
  "src/lists.ts": "export const inner = 1; export const outer = 2;",
  "src/more/index.ts": 'import { extra } from "./extra"; export { extra };',
  "src/more/extra.ts": "export const extra = 4;",
};

async function graph(t: TestContext, files: Record<string, string>, entry: string, names: readonly string[] | "all") {
  const root = temporaryProject(t, { ...project, ...files });
  const look = () => moduleGraph([{ specifier: entry, folder: `${root}/notebooks`, names }], { root });
  return { root, look, found: await look() };
}

const modulesOf = (found: CodeGraph) => Object.keys(found.modules).join(" ");

const cases: {
  what: string;
  files?: Record<string, string>;
  entry?: string;
  names?: string[] | "all";
  expect: string;
  packages?: object;
}[] = [
  {
    what: "one name through the index",
    names: ["train"],
    expect: "src/index.ts src/rate.ts src/train.ts",
    packages: { tables: "8.0.1" },
  },
  { what: "a name handed on by two modules", names: ["handed"], expect: "src/index.ts src/lists.ts src/md.ts" },
  { what: "a name of export *", names: ["md"], expect: "src/index.ts src/md.ts" },
  { what: "imported, then exported", names: ["extra"], expect: "src/index.ts src/more/extra.ts src/more/index.ts" },
  { what: "export * as", names: ["lists"], expect: "src/index.ts src/lists.ts" },
  { what: "types", names: ["Options", "Shape"], expect: "src/index.ts" },
  { what: "a name that is nowhere", names: ["nobody"], expect: "" },
  {
    what: "everything",
    names: "all",
    expect: "src/index.ts src/lists.ts src/md.ts src/more/extra.ts src/more/index.ts src/rate.ts src/train.ts",
  },
  { what: "a module of its own", entry: "../src/rate.ts", names: "all", expect: "src/rate.ts" },
  { what: "a subpath of the package", entry: "book/deep/lists", names: "all", expect: "src/lists.ts" },
  { what: "imports of the manifest", entry: "#src/lists.ts", names: "all", expect: "src/lists.ts" },
  { what: "a package", entry: "@scope/plots/deep.js", names: "all", expect: "", packages: { "@scope/plots": "2.0.0" } },
  { what: "Node's own", entry: "node:fs", names: "all", expect: "" },
  { what: "what is not there", entry: "./gone.ts", names: "all", expect: "" },
  {
    what: "workers, wasm, JSON, import(), require and cycles",
    files: {
      "src/a.ts": `
        import "./effects.ts";
        import list from "./list.json" with { type: "json" };
        export { b } from "./b.ts";
        const worker = new URL("worker.js", import.meta.url);
        const bytes = new URL("./core.wasm", import.meta.url);
        const folder = new URL("../data/", import.meta.url);
        export const a = async () => { const { c } = await import("./c.ts"); return [c, list, worker, bytes, folder]; };`,
      "src/effects.ts": "globalThis.x = 1;",
      "src/list.json": "[]",
      "src/worker.ts": 'import { a } from "./a.ts"; a();',
      "src/core.wasm": "wasm",
      "data/x": "",
      "src/b.ts": "export const b = 1;",
      "src/c.ts": 'export { c } from "./d.cjs"; export { b } from "./b.ts";',
      "src/d.cjs": 'exports.c = require("./e.cjs");',
      "src/e.cjs": "module.exports = 1;",
    },
    entry: "../src/a.ts",
    names: ["a"],
    expect: "src/a.ts src/c.ts src/core.wasm src/d.cjs src/e.cjs src/effects.ts src/list.json src/worker.ts",
  },
  {
    what: "a barrel with code of its own counts whole, what it hands on only by name",
    files: {
      "src/a.ts":
        'import { c } from "./c.ts"; export const a = c; export { b } from "./b.ts"; export { d } from "./d.ts";',
      "src/b.ts": "export const b = 1;",
      "src/c.ts": "export const c = 1;",
      "src/d.ts": "export const d = 1;",
    },
    entry: "../src/a.ts",
    names: ["b"],
    expect: "src/a.ts src/b.ts src/c.ts",
  },
  {
    what: "two stars with one name: both",
    files: {
      "src/a.ts": 'export * from "./b.ts"; export * from "./c.ts"; export * from "./d.ts"; export * from "./a.ts";',
      "src/b.ts": "export const x = 1;",
      "src/c.ts": "export const x = 1;",
      "src/d.ts": "export default 1;",
    },
    entry: "../src/a.ts",
    names: ["x"],
    expect: "src/a.ts src/b.ts src/c.ts",
  },
  {
    what: "a name no file gives may come from a package",
    files: { "src/a.ts": 'export * from "./b.ts"; export * from "tables";', "src/b.ts": "export const x = 1;" },
    entry: "../src/a.ts",
    names: ["table"],
    expect: "src/a.ts",
    packages: { tables: "8.0.1" },
  },
];

test("the graph holds what the names need and nothing else", async t => {
  for (const { what, files = {}, entry = "book", names = "all", expect, packages } of cases) {
    const { found } = await graph(t, files, entry, names);
    assert.equal(modulesOf(found), expect, what);
    if (packages) assert.deepEqual(found.packages, packages, what);
  }
});

test("an edit changes the hashes of what it changes, and of nothing else", async t => {
  const { root, look, found } = await graph(t, {}, "book", ["train"]);
  const edits: [string, string, string][] = [
    [
      "a comment and a type",
      "src/rate.ts",
      'import { from } from "tables";\n// rate\nexport const rate: number = 0.1;\nexport const step = () => from(rate);',
    ],
    ["an unused sibling", "src/md.ts", "export const md = 4;"],
    ["types", "src/types.ts", "export interface Options { b: 2 } export type Shape = 1;"],
    ["one more name in the index", "src/index.ts", `${project["src/index.ts"]}\nexport { rate } from "./rate.ts";`],
  ];
  for (const [what, path, text] of edits) {
    writeIn(root, path, text);
    assert.deepEqual(await look(), found, what);
  }
  writeIn(root, "src/rate.ts", project["src/rate.ts"].replace("0.1", "0.2"));
  const changed = (await look()).modules;
  assert.deepEqual(
    Object.keys(changed).filter(path => changed[path] !== found.modules[path]),
    ["src/rate.ts"],
  );
});

test("handing on another function under the same name is a change", async t => {
  const { root, look, found } = await graph(t, {}, "book", ["lists", "md"]);
  writeIn(root, "src/index.ts", 'export { md } from "./md.ts"; export { outer as lists } from "./lists.ts";');
  assert.notDeepEqual(await look(), found);
});

test("a byte of a wasm file and a version of a package are changes", async t => {
  const files = {
    "src/a.ts": 'import "tables"; export const a = new URL("./a.wasm", import.meta.url);',
    "src/a.wasm": "one",
  };
  const { root, look, found } = await graph(t, files, "../src/a.ts", "all");
  writeIn(root, "src/a.wasm", "two");
  const second = await look();
  assert.notEqual(second.modules["src/a.wasm"], found.modules["src/a.wasm"]);
  writeIn(root, "node_modules/tables/package.json", '{ "version": "8.0.2" }');
  assert.deepEqual((await look()).packages, { tables: "8.0.2" });
});

test("outside the clone the package is known by its version", async t => {
  const root = temporaryProject(t, {
    "package.json": '{ "name": "mine" }',
    "node_modules/book/package.json": '{ "version": "1.2.3", "exports": "./dist/index.js" }',
  });
  const found = await moduleGraph([{ specifier: "book", folder: root, names: ["train"] }], { root });
  assert.deepEqual(found, { modules: {}, packages: { book: "1.2.3" } });
});
