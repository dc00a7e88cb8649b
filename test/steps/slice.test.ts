import assert from "node:assert/strict";
import { test } from "node:test";
import { readStatements } from "#src/steps/effects.js";
import { slice } from "#src/steps/slice.js";

/** The target is the last statement of the last cell; whatever is not listed as left out must be in. */
interface Case {
  readonly what: string;
  readonly cells: readonly string[];
  readonly out: readonly string[];
  readonly imports?: Record<string, readonly string[] | "all">;
}

const cases: readonly Case[] = [
  {
    what: "names",
    cells: ["const a = 1; const b = 2;", "const c = a; const d = b;", "f(c);"],
    out: ["const b = 2;", "const d = b;"],
  },
  { what: "redeclared", cells: ["const a = 1;", "const a = 2;", "f(a);"], out: ["const a = 1;"] },
  {
    what: "redeclared after use",
    cells: ["const a = 1;", "const b = a;", "const a = 2;", "f(b);"],
    out: ["const a = 2;"],
  },
  {
    what: "a function sees what is declared later",
    cells: ["const a = 1;", "const b = () => a;", "const a = 2;", "f(b());"],
    out: [],
  },
  {
    what: "an iterating callback does not",
    cells: ["const a = 1;", "const b = [1].map(x => x * a);", "const a = 2;", "f(b);"],
    out: ["const a = 2;"],
  },
  { what: "after the target", cells: ["let a = 1;", "f(a); a = 2; f(3);"], out: ["let a = 1;", "f(a);", "a = 2;"] },
  { what: "assigned", cells: ["let a = 1; let b = 1;", "a = 2; b = 2;", "f(a);"], out: ["let b = 1;", "b = 2;"] },
  {
    what: "destructured",
    cells: ["let a, b, c; const o = {}; const p = [];", "({ a, x: [b = 1] } = o); [c] = p;", "f(b);"],
    out: ["const p = [];", "[c] = p;"],
  },
  {
    what: "declared by destructuring",
    cells: ["const { a, x: [b = 1], ...c } = f();", "const d = 1;", "f(b);"],
    out: ["const d = 1;"],
  },
  { what: "counted up", cells: ["let a = 0; let b = 0;", "a++; --b;", "f(a);"], out: ["let b = 0;", "--b;"] },
  {
    what: "assigned into",
    cells: ["const a = {}; const b = {};", "a.x.y = 1; b.x = 1;", "a[0] += 1; delete a.z;", "f(a);"],
    out: ["const b = {};", "b.x = 1;"],
  },
  {
    what: "pushed to",
    cells: [
      "const a = []; const b = [];",
      "a.push(1); b.push(2);",
      "const n = a.push(3); const m = b.push(4);",
      "f(a);",
    ],
    out: ["const b = [];", "b.push(2);", "const m = b.push(4);"],
  },
  {
    what: "a method called for its effect",
    cells: ["const a = make();", "await a.load(1);", "a.x.start();", "a.map(x => x);", "f(a);"],
    out: ["a.map(x => x);"],
  },
  {
    what: "only looked at",
    cells: ["const a = [1];", "a.slice(0, 5);", "console.log(a);", "a.length;", "f(a);"],
    out: ["a.slice(0, 5);", "console.log(a);", "a.length;"],
  },
  {
    what: "in a loop",
    cells: [
      "const a = []; const b = []; const n = 3;",
      "for (let i = 0; i < n; i++) { a.push(i); }",
      "for (const x of a) b.push(x);",
      "f(a);",
    ],
    out: ["const b = [];", "for (const x of a)"],
  },
  {
    what: "under a condition",
    cells: ["let a = 1; const c = true; const d = 1;", "if (c) { a = 2; } else { const d = 2; }", "f(a);"],
    out: ["const d = 1;"],
  },
  {
    what: "in try",
    cells: ["let a; const b = 1;", "try { a = JSON.parse('1'); } catch { a = 2; }", "f(a);"],
    out: ["const b = 1;"],
  },
  {
    what: "shadowed",
    cells: [
      "const a = 1; const i = 2; const x = 3;",
      "const g = a => a.map(i => { const x = i; return x; });",
      "f(g);",
    ],
    out: ["const a = 1;", "const i = 2;", "const x = 3;"],
  },
  {
    what: "shadowed by a loop, a catch and a class",
    cells: [
      "const a = 1; const b = 1; const c = 1; class D {}",
      "for (const a of []) {} try {} catch (b) { b(); } const e = class D { c = 1; g() { return D; } };",
      "f(e);",
    ],
    out: ["const a = 1;", "const b = 1;", "const c = 1;", "class D {", "for (const a of", "try {"],
  },
  {
    what: "property names",
    cells: ["const a = 1; const b = 1; const c = 1;", "f({ a: 1 }.b, { c });"],
    out: ["const a = 1;", "const b = 1;"],
  },
  {
    what: "labels",
    cells: ["const a = 1;", "a: for (;;) { break a; }", "f(1);"],
    out: ["const a = 1;", "a: for (;;)"],
  },
  {
    what: "functions and what they need",
    cells: [
      "const a = 1; const b = 2;",
      "function g() { return h() + a; }",
      "function h() { return 1; } function k() { return b; }",
      "f(g());",
    ],
    out: ["const b = 2;", "function k()"],
  },
  {
    what: "a function used before its declaration",
    cells: ["function g() { return 1; }", "f(g()); function g() { return 2; } h(g());"],
    out: ["function g() { return 1; }", "f(g());"],
  },
  {
    what: "a function that changes a shared name",
    cells: [
      "const a = []; const b = [];",
      "function add(x) { a.push(x); }",
      "const put = x => b.push(x);",
      "[1].forEach(add); [1].forEach(put);",
      "f(a);",
    ],
    out: ["const b = [];", "const put =", "[1].forEach(put);"],
  },
  {
    what: "such a function inside another value",
    cells: ["const a = []; const o = { g: x => { a.push(x); } };", "const p = o;", "p.g(1);", "f(a);"],
    out: [],
  },
  {
    what: "a class that changes a shared name",
    cells: ["let n = 0; class C { up() { n++; } }", "const c = new C();", "c.up();", "f(n);"],
    out: [],
  },
  {
    what: "handed to a function of the notebook, for its effect",
    cells: ["const a = []; const b = [];", "function g(x) { return x; }", "g(a); await g(a); const c = g(b);", "f(a);"],
    out: ["const b = [];", "const c = g(b);"],
  },
  {
    what: "an await before parentheses",
    cells: ["const a = []; const g = x => x;", "await (g(a));", "await (async () => { a.push(1); })();", "f(a);"],
    out: [],
  },
  {
    what: "handed to a function of the notebook that changes it",
    cells: ["const a = [];", "const g = x => { const y = x[0]; y.z = 1; return 2; };", "const c = g(a);", "f(a);"],
    out: [],
  },
  {
    what: "handed to a function of a package",
    cells: ["import { g } from 'pesbook';", "const a = [];", "g(a);", "f(a);"],
    out: ["g(a);"],
    imports: {},
  },
  {
    what: "handed to a function of a module beside",
    cells: [
      "import { g, h } from './jobs.ts'; import * as j from './other.ts';",
      "const a = [];",
      "g(a); j.k({ a }); const b = h(a);",
      "f(a);",
    ],
    out: ["const b = h(a);"],
    imports: { "./jobs.ts": ["g"], "./other.ts": ["k"] },
  },
  {
    what: "a callback of a loop changes its elements",
    cells: [
      "const a = [{}]; const b = [{}];",
      "a.forEach(x => { x.y = 1; }); b.forEach(x => x.y);",
      "for (const [i, x] of a.entries()) x.z = i;",
      "f(a);",
    ],
    out: ["const b = [{}];", "b.forEach(x => x.y);"],
  },
  {
    what: "another name for the same object",
    cells: [
      "const a = { x: [] }; const b = a.x; const { x: c } = a; const d = [];",
      "b.push(1); c.push(2); d.push(3);",
      "f(a);",
    ],
    out: ["const d = [];", "d.push(3);"],
  },
  { what: "inside another object", cells: ["const a = []; const o = { a };", "a.push(1);", "f(o);"], out: [] },
  {
    what: "rebinding one name leaves the other",
    cells: ["const a = 1; let b = a;", "b = 2; b += 1;", "f(a);"],
    out: ["let b = a;", "b = 2;", "b += 1;"],
  },
  {
    what: "Object.assign",
    cells: ["const a = {}; const b = {};", "Object.assign(a, b); Object.keys(b);", "f(a);"],
    out: ["Object.keys(b);"],
  },
  {
    what: "changes of the world",
    cells: ["globalThis.x = 1; process.env.Y = '2'; console.log(1); delete globalThis.z;", "f(1);"],
    out: ["console.log(1);"],
  },
  {
    what: "imports by name",
    cells: [
      "import { load, table as t, type Frames } from 'pesbook'; import tf, * as x from 'tf'; import y from 'y';",
      "const a = load('al'); const b = t(a);",
      "f(a, x.z);",
    ],
    out: ["const b = t(a);"],
    imports: { pesbook: ["load"], tf: ["z"] },
  },
  {
    what: "imported again from elsewhere",
    cells: ["import { g } from 'a';", "import { g } from 'b';", "f(g());"],
    out: [],
    imports: { b: ["g"] },
  },
  {
    what: "imported for its effects",
    cells: ["import './effects.ts'; import { type A } from './types.ts';", "f(1);"],
    out: [],
    imports: { "./effects.ts": [] },
  },
  {
    what: "imported by a call",
    cells: [
      "const { g, h: k } = await import('a'); const m = await import('b');",
      "const w = new URL('./w.ts', import.meta.url);",
      "f(k, w);",
    ],
    out: ["const m = await import"],
    imports: { "./w.ts": "all", a: ["g", "h"] },
  },
  {
    what: "names that are only types",
    cells: ["import { A } from './a.ts';", "interface B { c: A } const a: A & B = 1 as A;", "f(a);"],
    out: [],
    imports: {},
  },
  {
    what: "template, spread, optional and conditional",
    cells: ["const a = 1, b = 2; const c = 3; const d = 4; const e = 5;", `f(\`\${a}\`, ...c, d?.x);`],
    out: ["const e = 5;"],
  },
  {
    what: "var in a block",
    cells: ["if (true) { var a = 1; let b = 2; }", "const b = 3;", "f(a);"],
    out: ["const b = 3;"],
  },
  {
    what: "the parameters of a run",
    cells: ["let seed = 1; let n = 2;", "// Parameters\nseed = 42; n = 3;", "f(seed);"],
    out: ["let n = 2;", "n = 3;"],
  },
  {
    what: "a parameter that is changed but not shared",
    cells: ["const x = [];", "const g = x => { x = 2; };", "g(x);", "f(x);"],
    out: [],
  },
  { what: "enumerations", cells: ["enum E { A, B } const a = 1;", "f(E.A);"], out: ["const a = 1;"] },
];

test("a slice holds what its target depends on", async () => {
  for (const { what, cells, out, imports } of cases) {
    const all = await readStatements(cells);
    const found = slice(all, { cell: cells.length - 1, statements: all.slice(-1) });
    const expected = all
      .filter(({ bindings }) => bindings.length === 0)
      .map(({ node }) => node.getText())
      .filter(text => !out.some(start => text.startsWith(start)));
    const texts = found.statements.map(({ node }) => node.getText());
    assert.deepEqual(texts, expected, what);
    const taken = Object.fromEntries(found.imports.map(({ specifier, names }) => [specifier, names]));
    if (imports) assert.deepEqual(taken, imports, what);
  }
});

const before = ["import { load } from 'pesbook';", "const a = load('al'); const b = 1;", "await figure('x', line(a));"];
const edits: { what: string; cells: readonly string[]; same: boolean }[] = [
  {
    what: "comments",
    cells: [before[0]!, "// the data\nconst a = load('al'); /* one */ const b = 1;", before[2]!],
    same: true,
  },
  { what: "layout", cells: [before[0]!, 'const a = load(\n  "al",\n)\nconst b = 1', before[2]!], same: true },
  {
    what: "types",
    cells: [
      "import { load, type Frames } from 'pesbook';",
      "interface B {} const a: Frames = load('al') as Frames;",
      before[2]!,
    ],
    same: true,
  },
  {
    what: "other statements",
    cells: [before[0]!, "const a = load('al'); const b = 2; const c = 3;", before[2]!],
    same: true,
  },
  {
    what: "another import",
    cells: ["import { load, split } from 'pesbook';", before[1]!, before[2]!],
    same: true,
  },
  {
    what: "cells cut differently",
    cells: [`${before[0]} const a = load('al');`, "const b = 1;", before[2]!],
    same: true,
  },
  { what: "a word", cells: [before[0]!, "const a = load('si'); const b = 1;", before[2]!], same: false },
  { what: "another module", cells: ["import { load } from './mine.ts';", before[1]!, before[2]!], same: false },
  { what: "another name", cells: ["import { read as load } from 'pesbook';", before[1]!, before[2]!], same: false },
  { what: "a change in place", cells: [before[0]!, before[1]!, "a.reverse();", before[2]!], same: false },
];

test("the hash of a slice follows what runs, not how it is written", async () => {
  const hash = async (cells: readonly string[]) =>
    slice(await readStatements(cells), { cell: cells.length - 1 }).sha256;
  const whole = await hash(before);
  for (const { what, cells, same } of edits) assert.equal((await hash(cells)) === whole, same, what);
});

test("cells that do not parse, or hold nothing, are no obstacle", async () => {
  const found = slice(await readStatements(["const a = ;", "", "// only words", "f(a, {", "f(a);"]), { cell: 4 });
  assert.deepEqual(found.cells, [0, 4]);
});

/** Statements that make, hand on and change arrays a0, a1 … in ways that notebooks do; `n` is the number of the statement. */
const forms: readonly ((n: number, x: string, y: string) => string)[] = [
  n => `var a${n} = [${n}];`,
  (n, x) => `var a${n} = ${x};`,
  (n, x, y) => `var a${n} = [...${x}, ${y}.length];`,
  (n, x) => `var a${n} = ${x}.map(v => Number(v) + ${n});`,
  (n, x, y) => `var a${n} = ${x}.length > 2 ? ${x} : ${y};`,
  (n, x) => `var a${n} = ${x}.slice().reverse();`,
  (_, x, y) => `var ${x} = [${y}.length];`,
  (n, x) => `${x}.push(${n});`,
  (_, x, y) => `${x}.push(${y}.length);`,
  (n, x) => `${x}[0] = ${n};`,
  (_, x, y) => `${x} = ${y};`,
  (_, x, y) => `${x} = [${y}.length];`,
  (_, x, y) => `[${x}, ${y}] = [${y}, ${x}];`,
  (_, x) => `if (${x}.length > 1) ${x}.reverse();`,
  (_, x, y) => `for (const v of [...${x}]) ${y}.push(Number(v));`,
  (_, x, y) => `[...${x}].forEach(v => { ${y}.push(v); });`,
  (n, x) => `var f${n} = () => { ${x}.push(${n}); return ${n}; };`,
  (n, x, y) => `function f${n}() { ${x} = ${y}; return [${n}]; }`,
  (n, x) => `var f${n} = () => ${x}.length;`,
  (n, x) => `var g${n} = { run: () => ${x}.pop() }; g${n}.run();`,
  (n, x, y) => `var h${n} = (p, q) => { p.push(q.length); }; h${n}(${x}, ${y});`,
  (n, x) => `class C${n} { go() { ${x}.unshift(${n}); } } var c${n} = new C${n}(); c${n}.go();`,
  (_, x) => `${x}.slice(0, 1);`,
];

function program(seed: number, length = 14): readonly string[] {
  let state = seed;
  const draw = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
  const statements = ["var a0 = [0];", "var a1 = [1, 2];"];
  const names = ["a0", "a1"];
  const functions: string[] = [];
  for (let n = 2; n < length; n++) {
    const pick = () => names[draw(names.length)] ?? "a0";
    const calls = functions.length > 0 && draw(4) === 0;
    const call = `${functions[draw(functions.length || 1)]}()`;
    const made = forms[draw(forms.length)]!(n, pick(), pick());
    const text = calls ? (draw(2) === 0 ? `${call};` : `var b${n} = ${call};`) : made;
    if (text.startsWith(`var a${n} `)) names.push(`a${n}`);
    if (/^(var|function) f/.test(text)) functions.push(`f${n}`);
    statements.push(text);
  }
  return [...statements, `out(JSON.stringify(${names.at(-1)}) + JSON.stringify(a0));`];
}

test("running a slice alone gives what running everything gives", async () => {
  let dropped = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const cells = program(seed);
    const all = await readStatements(cells);
    const found = slice(all, { cell: cells.length - 1 });
    const texts = found.statements.map(({ node }) => node.getText());
    dropped += all.length - texts.length;
    assert.equal(outputOf(texts), outputOf(cells), `seed ${seed}\n${cells.join("\n")}\n\nslice\n${texts.join("\n")}`);
  }
  assert.ok(dropped > 0);
});

function outputOf(statements: readonly string[]): string {
  let output = "";
  new Function("out", statements.join("\n"))((text: string) => {
    output = text;
  });
  return output;
}
