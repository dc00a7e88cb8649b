import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import ts from "typescript";
import { repository } from "../needs.js";

/**
 * Results are the same bits everywhere, so their path holds no chance, no clock and no function whose last bits
 * belong to the engine. Math.sqrt, abs, min, max, floor, round, trunc, sign, imul, fround are exact by IEEE 754 or ECMAScript.
 */
const forbidden = new Set(
  "random exp expm1 log log10 log1p log2 pow sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh cbrt hypot".split(
    " ",
  ),
);
/** Protocol, processes, the command line and the bar, whose time left is gone in the end: what they compute is not a result. */
const outside = ["kernel", "runner", "cli", "progress.ts"];

const src = join(repository, "src");

test("no chance, clock or engine-dependent mathematics in the path of results", () => {
  const wrong: string[] = [];
  for (const file of readdirSync(src, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts") || outside.includes(file.split(/[\\/]/)[0] ?? "")) continue;
    const source = ts.createSourceFile(file, readFileSync(join(src, file), "utf8"), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      const found = offence(node);
      if (found) wrong.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${found}`);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  assert.deepEqual(wrong, []);
});

function offence(node: ts.Node): string | undefined {
  if (ts.isIdentifier(node) && (node.text === "Date" || node.text === "performance")) return node.text;
  if (ts.isPropertyAccessExpression(node) && node.expression.getText() === "Math" && forbidden.has(node.name.text)) {
    return `Math.${node.name.text}`;
  }
  if (ts.isVariableDeclaration(node) && node.initializer?.getText() === "Math") return "Math taken apart";
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken) {
    if (!/^\d+$/.test(node.right.getText())) return `** ${node.right.getText()}`;
  }
  return undefined;
}
