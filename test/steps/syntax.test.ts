import assert from "node:assert/strict";
import { test } from "node:test";
import { bareModule, canonicalText, typescript } from "#src/steps/syntax.js";

const ts = await typescript();
const canonical = (text: string) => canonicalText(ts, bareModule(ts, "a.ts", text));

const same: [string, string, string][] = [
  ["comments", "/* a */ const a = 1; // one", "const a = 1"],
  ["pinned comments", "/*! licence */ const a = 1;", "const a = 1;"],
  ["documentation", "/** What it is. @param a one */ function f(a) { return a; }", "function f(a) { return a; }"],
  ["layout", "const a = { b: [1, 2], c };", "const a = {\n  b: [\n    1,\n    2,\n  ],\n  c,\n};\n"],
  ["quotes", "const a = 'it';", 'const a = "it";'],
  ["semicolons", "const a = 1\nconst b = 2", "const a = 1; const b = 2;"],
  ["digits", "const a = 1_000;", "const a = 1000;"],
  ["redundant parentheses", "const a = (b && c) || (d * e) % f;", "const a = b && c || d * e % f;"],
  ["parentheses of an arrow", "const f = (x) => (x + 1);", "const f = x => x + 1;"],
  ["async arrow", "const f = async (x) => await (x);", "const f = async x => await x;"],
  ["annotations", "const a: number = b as number;", "const a = b;"],
  ["generics", "function f<T>(x: T): T { return x!; } f<number>(1);", "function f(x) { return x; } f(1);"],
  ["interfaces", "interface A { b: 1 }\ntype C = A;\ndeclare const d: C;\nconst a = 1;", "const a = 1;"],
  ["satisfies", "const a = { b: 1 } satisfies object;", "const a = { b: 1 };"],
  ["class types", "abstract class A { private readonly b: number = 1; declare c: 1; }", "class A { b = 1; }"],
  ["type imports", 'import { type A } from "./a.ts"; import type { B } from "b"; const a = 1;', "const a = 1;"],
  ["imports that become types", 'import { A } from "./a.ts"; const a: A = 1;', "const a = 1;"],
];

test("what does not run does not show", () => {
  for (const [what, one, other] of same) {
    const bare = (text: string) => canonical(text).replace(/ ?export \{ } ;$/, "");
    assert.equal(bare(one), bare(other), what);
  }
});

const different: [string, string][] = [
  ["const a = 1;", "const a = 2;"],
  ["const a = 1;", "let a = 1;"],
  ["a - (b - c);", "a - b - c;"],
  ["(a + b) * c;", "a + b * c;"],
  ["a ?? (b || c);", "(a ?? b) || c;"],
  ["(a?.b).c;", "a?.b.c;"],
  ["new (a())();", "new a()();"],
  ["const a = [1, ,];", "const a = [1];"],
  ["const a = [,];", "const a = [];"],
  ["for (; a; ) b();", "for (a; ; ) b();"],
  ["const { a: b } = c;", "const { a = b } = c;"],
  ["a\n++b", "a++\nb"],
  ["const f = () => {};", "const f = () => ({});"],
  ["if (a) { b(); c(); }", "if (a) { b(); } c();"],
  ["const a = `x`;", "const a = `x `;"],
  ["const a = /b/g;", "const a = /b/;"],
  ["const a = 'b c';", "const a = 'b  c';"],
  ["for await (const a of b) c();", "for (const a of b) c();"],
  ["const f = (...a) => a;", "const f = a => a;"],
  ["import.meta.url;", "a.meta.url;"],
  ["class A { static b = 1; }", "class A { b = 1; }"],
  ["async () => {};", "() => {};"],
];

test("what runs differently shows", () => {
  for (const [one, other] of different) assert.notEqual(canonical(one), canonical(other), `${one} and ${other}`);
});
