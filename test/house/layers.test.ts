import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { test } from "node:test";
import ts from "typescript";
import { repository } from "../needs.js";

/** A file or folder of src/ imports only from those above it here; index.ts, last, from all. */
const layers = [
  "check.ts",
  "units.ts",
  "hash.ts",
  "files.ts",
  "notebook.ts",
  "task.ts",
  "terminal.ts",
  "progress.ts",
  "wasm",
  "random.ts",
  "linalg",
  "statistics",
  "parallel",
  "steps",
  "frames",
  "formats",
  "neighbours",
  "potentials",
  "md",
  "validation",
  "datasets",
  "figures",
  "kernel",
  "runner",
  "cli",
  "index.ts",
];
/** The workbook's own machinery may use, besides itself, only these. */
const topLines = [
  "check.ts",
  "units.ts",
  "hash.ts",
  "files.ts",
  "notebook.ts",
  "task.ts",
  "terminal.ts",
  "progress.ts",
];
const narrow: Record<string, string[]> = { kernel: topLines, runner: ["kernel", ...topLines] };

const src = join(repository, "src");
const sources = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter(file => file.endsWith(".ts"))
  .map(file => file.split("\\").join("/"));

test("imports in src/ run one way", () => {
  const wrong: string[] = [];
  for (const file of sources) {
    const from = layerOf(file);
    assert.ok(
      layers.includes(from),
      `src/${file} is in no layer; add it to the list in this test and to src/README.md`,
    );
    for (const target of importsOf(file)) {
      const to = layerOf(target);
      const allowed = from === to || (narrow[from]?.includes(to) ?? layers.indexOf(to) < layers.indexOf(from));
      if (!allowed) wrong.push(`${file} imports ${target}`);
    }
  }
  assert.deepEqual(wrong, []);
});

function layerOf(file: string): string {
  return file.split("/")[0] ?? file;
}

/** Relative targets of `import`, `export … from`, `import type`, `import()`, `import("…").T` and `new URL("…", import.meta.url)`. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(src, file), "utf8");
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier)
      take(node.moduleSpecifier);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) take(node.argument.literal);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) take(node.arguments[0]);
    if (ts.isNewExpression(node) && node.expression.getText() === "URL") take(node.arguments?.[0]);
    ts.forEachChild(node, visit);
  };
  const take = (node: ts.Node | undefined): void => {
    if (!node || !ts.isStringLiteralLike(node) || !node.text.startsWith(".")) return;
    const target = posix.join(dirname(file), node.text.replace(/\.js$/, ".ts"));
    if (!target.startsWith("..")) found.push(target);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found;
}
