import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import ts from "typescript";
import { shown, testKernel } from "../kernel/kernel.js";
import { repository } from "../needs.js";
import { publicFunctions, sourceOf } from "./sources.js";

/** What users can import. A name is added here, in src/index.ts and in a notebook (or a documented example) together. */
const names = [
  // what every notebook uses
  "profile",
  "progress",
  // steps
  "job",
  "step",
  "sweep",
  // frames
  "bcc",
  "concat",
  "diamond",
  "fcc",
  "pick",
  "rattle",
  "repeat",
  "split",
  "strain",
  "table",
  // formats
  "load",
  "read",
  "write",
  // neighbours
  "neighbours",
  // potentials
  "eam",
  "lennardJones",
  "meiDavenport",
  "open",
  "predict",
  "save",
  "stillingerWeber",
  "tersoff",
  // md
  "md",
  // validation
  "bondOrder",
  "phase",
  "radialDistribution",
  // figures
  "bands",
  "bars",
  "figure",
  "heatmap",
  "histogram",
  "line",
  "network",
  "parity",
  "pipeline",
  "points",
  "structure",
];

test("the public names are these", async () => {
  assert.deepEqual(Object.keys(await import("pesbook")).sort(), names.toSorted());
});

test("index.ts defines nothing", () => {
  const index = sourceOf("src/index.ts");
  for (const statement of index.statements) assert.ok(ts.isExportDeclaration(statement) && statement.moduleSpecifier);
});

test("every public function says what it does, and is used in a notebook or in an example", () => {
  const folder = join(repository, "notebooks");
  const notebooks = readdirSync(folder).filter(file => file.endsWith(".ipynb"));
  const text = notebooks.map(file => readFileSync(join(folder, file), "utf8")).join();
  for (const { name, documentation, example } of publicFunctions()) {
    assert.match(documentation, /\S+ \S+ \S+/, `${name} has no docstring`);
    const used = text.includes(`${name}(`) || example?.includes(`${name}(`);
    assert.ok(used, `${name} is in no notebook and has no @example; show it, or do not export it`);
  }
});

test("the examples of docstrings run, each as a cell", async () => {
  const folder = await mkdtemp(join(tmpdir(), "pesbook-examples-"));
  after(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, "node_modules"));
  await symlink(repository, join(folder, "node_modules", "pesbook"), "junction");
  const kernel = await testKernel({ folder });
  await kernel.execute(`import { ${names.join(", ")} } from "pesbook";`);
  for (const { name, example } of publicFunctions()) {
    if (example === undefined) continue;
    const { status, outputs } = await kernel.execute(example);
    assert.equal(status, "ok", `the example of ${name}: ${shown(outputs)}`);
  }
});
