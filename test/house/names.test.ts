import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import ts from "typescript";
import { repository } from "../needs.js";

/** What users can import. A name is added here, in src/index.ts and in a notebook (or a documented example) together. */
const names = [
  // what every notebook uses
  "profile",
  // frames
  "concat",
  "pick",
  "table",
  // formats
  "load",
  "read",
  "write",
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

test("every public function says what it does, and is used in a notebook or in an example of a docstring", () => {
  const notebooks = readdirSync(join(repository, "notebooks"))
    .filter(file => file.endsWith(".ipynb"))
    .map(file => readFileSync(join(repository, "notebooks", file), "utf8"))
    .join();
  for (const { name, documentation } of publicFunctions()) {
    assert.match(documentation, /\S+ \S+ \S+/, `${name} has no docstring`);
    const used = notebooks.includes(`${name}(`) || documentation.includes(`${name}(`);
    assert.ok(used, `${name} is in no notebook and in no example; show it, or do not export it`);
  }
});

function publicFunctions(): { name: string; documentation: string }[] {
  const index = sourceOf("src/index.ts");
  return index.statements.flatMap(statement => {
    assert.ok(ts.isExportDeclaration(statement));
    assert.ok(statement.exportClause && ts.isNamedExports(statement.exportClause));
    const file = sourceOf(join("src", (statement.moduleSpecifier as ts.StringLiteral).text));
    const exported = statement.exportClause.elements.map(({ name }) => name.text);
    return file.statements
      .filter(ts.isFunctionDeclaration)
      .filter(({ name }) => name && exported.includes(name.text))
      .map(node => ({ name: node.name!.text, documentation: file.text.slice(node.pos, node.getStart(file)) }));
  });
}

function sourceOf(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(join(repository, path), "utf8"), ts.ScriptTarget.Latest, true);
}
