import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import ts from "typescript";
import { repository } from "../needs.js";

const manifest = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));

test("npm scripts hold no shell syntax but &&, which every shell reads alike", () => {
  for (const [name, line] of Object.entries<string>(manifest.scripts)) {
    assert.doesNotMatch(line.replaceAll(" && ", " "), /[&|;<>$`*?'"\\(){}~=]/, `scripts.${name}: ${line}`);
  }
});

test("every path that package.json names is there", () => {
  const named = [
    ...Object.values<string>(manifest.bin),
    ...Object.values<string>(manifest.exports["."]),
    ...["README.md", "LICENSE", "CHANGELOG.md"],
  ];
  assert.deepEqual(
    named.filter(path => !existsSync(join(repository, path))),
    [],
  );
});

test("the command starts with a line that Unix can execute", () => {
  assert.match(readFileSync(join(repository, manifest.bin.pesbook), "utf8"), /^#!\/usr\/bin\/env node\n/);
});

test("no top-level await in src/, so that CommonJS can require what is built", () => {
  const src = join(repository, "src");
  const wrong: string[] = [];
  for (const file of readdirSync(src, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts")) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node)) return;
      if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) wrong.push(file);
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, readFileSync(join(src, file), "utf8"), ts.ScriptTarget.Latest, true));
  }
  assert.deepEqual(wrong, []);
});
