import assert from "node:assert/strict";
import { test } from "node:test";
import { shown, testKernel } from "./kernel.js";

/** Cells run one after the other in one session, and what the last of them shows. */
const programs: readonly [name: string, cells: readonly string[], shows: string][] = [
  [
    "a function is there before its declaration",
    ["fact(5)\nfunction fact(n: number): number { return n < 2 ? 1 : n * fact(n - 1) }\nfact(5)"],
    "120",
  ],
  [
    "a function called by its name has no this, also from another cell",
    ["function who(this: unknown) { return this === undefined }", "[who(), who?.()]"],
    "[ true, true ]",
  ],
  [
    "a class of an earlier cell can be extended",
    [
      "abstract class Base { abstract f(): number; g() { return this.f() + 1 } }",
      "class D1 extends Base { f() { return 41 } }",
      "new D1().g()",
    ],
    "42",
  ],
  [
    "static and private members, accessors",
    [
      "class C1 { static #n = 0; #x = 3; static inc() { return ++C1.#n } get x() { return this.#x } static { C1.#n = 10 } }",
      "[C1.inc(), C1.inc(), new C1().x]",
    ],
    "[ 11, 12, 3 ]",
  ],
  [
    "shadowing",
    [
      "let a1 = 1;",
      "const f1 = (a1: number) => a1 * 2; const f2 = () => { let a1 = 10; { const a1 = 5; void a1; } return a1 }; [f1(4), f2(), a1]",
    ],
    "[ 8, 10, 1 ]",
  ],
  [
    "destructuring assignment to names of an earlier cell",
    [
      "let d1 = 1, d2 = 2;",
      "({ d1, x: d2 = 9 } = { d1: 5 } as { d1: number; x?: number }); [d1, d2] = [d2, d1]; [d1, d2]",
    ],
    "[ 9, 5 ]",
  ],
  [
    "destructuring declaration",
    ["const { p, q: [r1, ...r2], ...rest } = { p: 1, q: [2, 3, 4], z: 5, w: 6 };", "[p, r1, r2, rest]"],
    "[ 1, 2, [ 3, 4 ], { z: 5, w: 6 } ]",
  ],
  [
    "a default that uses its neighbour",
    ["const { m1, m2 = m1 + 1 }: { m1: number; m2?: number } = { m1: 1 }; [m1, m2]"],
    "[ 1, 2 ]",
  ],
  [
    "a declaration by comma uses its neighbour",
    ["let c1 = 1, c2 = c1 + 1, c3 = c1 + c2;", "[c1, c2, c3]"],
    "[ 1, 2, 3 ]",
  ],
  ["compound assignment", ["let n1: number | undefined;", "n1 ??= 3; n1 **= 2; n1 ||= 1; n1 -= 1; n1--; n1"], "7"],
  [
    "closures of a loop",
    ["const fs1: (() => number)[] = []; for (let i = 0; i < 3; i++) fs1.push(() => i);", "fs1.map(f => f())"],
    "[ 0, 1, 2 ]",
  ],
  ["var in a loop", ["for (var vi = 0; vi < 3; vi++);", "vi"], "3"],
  [
    "var in a block, seen by a later cell as it changes",
    ["if (true) { var vb = 1 }\nfunction raise() { vb++ }", "raise(); vb++; vb"],
    "3",
  ],
  ["a generator", ["function* g1() { let x = 0; while (x < 3) yield x++ }", "[...g1()]"], "[ 0, 1, 2 ]"],
  [
    "for await",
    [
      "async function* ag() { for (let i = 0; i < 2; i++) { yield i } }",
      "const acc: number[] = []; for await (const x of ag()) acc.push(x); acc",
    ],
    "[ 0, 1 ]",
  ],
  [
    "generics and types across cells",
    [
      "type Vec<N extends number> = { dim: N; data: Float64Array }; function vec<N extends number>(n: N): Vec<N> { return { dim: n, data: new Float64Array(n) } }",
      "const vv: Vec<3> = vec(3); vv.dim",
    ],
    "3",
  ],
  [
    "a wrong type across cells",
    ["const v4: Vec<4> = vec(3);"],
    "TypeScriptError: Type 'Vec<3>' is not assignable to type 'Vec<4>'.\n  Type '3' is not assignable to type '4'.",
  ],
  ["enums", ["enum Col { R = 1, G = R << 1 } const enum K { A = 7 }", "[Col.G, Col[1], K.A]"], "[ 2, 'R', 7 ]"],
  [
    "overloads",
    [
      "function ov(a: string): string; function ov(a: number): number; function ov(a: unknown) { return a }",
      "ov(3) + 1",
    ],
    "4",
  ],
  [
    "a decorator of an earlier cell",
    [
      "function plusOne(v: (this: Dd) => number, _: unknown) { return function (this: Dd) { return v.call(this) + 1 } }\ninterface Dd { m(): number }",
      "class Dd { @plusOne m() { return 1 } }\nnew Dd().m()",
    ],
    "2",
  ],
  [
    "labels",
    [
      "let cnt = 0; outer: for (let i = 0; i < 3; i++) { for (let j = 0; j < 3; j++) { if (j === 1) continue outer; cnt++ } } cnt",
    ],
    "3",
  ],
  [
    "tagged templates",
    [
      'function tag1(this: unknown, s: TemplateStringsArray, ...v: unknown[]) { return s.raw.join("_") + v.join(",") + (this === undefined) }',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the cell's own template
      "const nm = 3; tag1`a${nm}b${nm}`",
    ],
    "'a_b_3,3true'",
  ],
  ["an optional call", ["let of1: (() => number) | undefined = () => 5;", "of1?.()"], "5"],
  ["export", ["export const ex1 = 5; export function exf() { return ex1 }\nexport { ex1 as ex2 }", "exf()"], "5"],
  ["export default", ["export default class Ed { v = 1 }", "new Ed().v"], "1"],
  [
    "imports of types",
    [
      "import type { Stats } from 'node:fs'; import { type Dirent, existsSync } from 'node:fs'; const st1: Stats | Dirent | null = null;",
      "existsSync('/')",
    ],
    "true",
  ],
  ["require", ["const fs2 = require('node:fs'); typeof fs2.existsSync"], "'function'"],
  [
    "assertion functions",
    [
      "function assertStr(x: unknown): asserts x is string { if (typeof x !== 'string') throw new Error() }",
      "const u1: unknown = 'abc'; assertStr(u1); u1.length",
    ],
    "3",
  ],
  [
    "satisfies and as const",
    ["const cfg1 = { a: [1, 2] } as const satisfies Record<string, readonly number[]>;", "cfg1.a[1]"],
    "2",
  ],
  ["a namespace", ["namespace NS { export const a = 1; export type T = number }", "const nt: NS.T = NS.a; nt"], "1"],
  ["a class declared anew", ["class Re { v = 1 }", "class Re { w = 2 }", "new Re().w"], "2"],
  ["a name declared anew with another type", ["const rd = 1", "const rd = 'text'", "rd.length"], "4"],
  [
    "getters and shorthand with an earlier name",
    [
      "let base1 = 2;",
      "const ob = { get dbl() { return base1 * 2 }, m() { return base1 }, base1 }; base1 = 5; [ob.dbl, ob.m(), ob.base1]",
    ],
    "[ 10, 5, 2 ]",
  ],
  ["typeof in a type", ["const tq = { a: 1 };", "let tq2: typeof tq = { a: 2 }; tq2.a"], "2"],
  ["an object literal as the last expression", ["({ a: 1 })"], "{ a: 1 }"],
  ["a directive is no result", ["'use strict'; 3"], "3"],
  ["a comment at the end", ["5 // five"], "5"],
  ["shorthand in an arrow function", ["const sh = 1;", "const fsh = () => ({ sh }); fsh()"], "{ sh: 1 }"],
  [
    "a default parameter reads an earlier name when called",
    ["let dflt = 4;", "const fd = (x = dflt) => x; dflt = 6; fd()"],
    "6",
  ],
  [
    "class fields from an earlier cell",
    ["let fld = 4;", "class Fl { x = fld; static y = fld }; [new Fl().x, Fl.y]"],
    "[ 4, 4 ]",
  ],
  ["computed keys", ['const key1 = "kk";', "const co = { [key1]: 1, key1: 2 }; co"], "{ kk: 1, key1: 2 }"],
  ["catch has a name of its own", ["let e1 = 0; try { throw 3 } catch (e1) { void e1 }", "e1"], "0"],
  [
    "a name declared before an error",
    ["function late1() { return 1 }\nconst before1 = 2;\nthrow new Error('z')"],
    "Error: z",
  ],
  ["… stays", ["[late1(), before1]"], "[ 1, 2 ]"],
  ["a name that the error came before", ["throw new Error('z');\nconst never1 = 1"], "Error: z"],
  ["… is not there", ["never1"], "TypeScriptError: Cannot find name 'never1'."],
  ["big integers, named groups", ["[10n ** 20n, /a(?<x>b)/.exec('ab')!.groups!.x]"], "[ 100000000000000000000n, 'b' ]"],
  [
    "using",
    [
      "class Held { [Symbol.dispose]() { console.log('let go') } }\nusing held = new Held();\n{ using inner = new Held(); }\nconsole.log('end')",
    ],
    "let go\nend\nlet go",
  ],
  ["array methods of ES2023", ["[3, 1, 2].toSorted()"], "[ 1, 2, 3 ]"],
  ["import.meta", ["typeof import.meta.url + import.meta.dirname.endsWith('kernel')"], "'stringtrue'"],
  ["a module that only exports ES", ["import * as ve from 'vega-lite'; typeof ve.compile"], "'function'"],
  ["a dynamic import", ["const path1 = await import('node:path'); path1.basename('/a/b')"], "'b'"],
  [
    "default and named import, used in a closure",
    ["import path2, { join as j2 } from 'node:path'; const jj = () => j2('a', 'b'); [path2.basename('/a/b'), jj()]"],
    "[ 'b', 'a/b' ]",
  ],
  ["an import used by a later cell", ["j2('x', 'y')"], "'x/y'"],
  ["a JSON import", ["import own from '../../package.json'; own.name"], "'pesbook'"],
  [
    "a constant cannot be assigned",
    ["const fixed = 1;", "fixed = 2"],
    "TypeScriptError: Cannot assign to 'fixed' because it is a constant of an earlier cell.",
  ],
  [
    "a variable of an earlier cell",
    ["let counter = 0; const add = () => ++counter;", "counter += 10; add(); counter"],
    "11",
  ],
  [
    "a re-run cell's function is what others see",
    ["const helper = () => 1;", "const user1 = () => helper();", "const helper = () => 2;", "user1()"],
    "2",
  ],
  [
    "a cell's own closure keeps its own constant",
    ["const scale = 2; const scaled = (x: number) => x * scale;", "const scale = 'log';", "scaled(3)"],
    "6",
  ],
  ["a function has the name of its constant", ["const named1 = () => 0;", "named1.name"], "'named1'"],
  [
    "the dead zone before let",
    [
      "const peek = () => early;\ntry { peek() } catch (error) { console.log((error as Error).name) }\nconst early = 1;",
    ],
    "ReferenceError",
  ],
  [
    "the dead zone before let, seen through a closure",
    [
      "const peek2 = () => late2;\ntry { peek2() } catch (error) { console.log((error as Error).message) }\nlet late2 = 1;\nlate2 = 5; peek2()",
    ],
    "Cannot access 'late2' before initialization|5",
  ],
  [
    "a let keeps its function's name and calls without this",
    ["let nf = function (this: unknown) { return this === undefined };", "nf = nf; [nf.name, nf()]"],
    "[ 'nf', true ]",
  ],
  [
    "a let's own closure and a later cell share it",
    ["let shared1 = 1; const bump = () => { shared1 += 10 }; bump();", "bump(); shared1++; bump(); shared1"],
    "32",
  ],
  [
    "a let declared anew leaves the old one to its closures",
    ["let again1 = 1; const old1 = () => again1;", "let again1 = 'new';", "[old1(), again1]"],
    "[ 1, 'new' ]",
  ],
  [
    "a pattern whose defaults use one another",
    ["let { pa, pb = pa + 1, ...pc }: { pa: number; pb?: number; z?: number } = { pa: 1, z: 3 }; pa = 7; [pa, pb, pc]"],
    "[ 7, 2, { z: 3 } ]",
  ],
  ["null is a value, undefined is none", ["null"], "null"],
  ["undefined", ["undefined"], ""],
  ["a promise is shown, not awaited", ["Promise.resolve(5)"], "Promise { 5 }"],
  ["an unfinished bracket", ["Math.max(1, 2"], "TypeScriptError: ')' expected."],
  ["an unfinished comment", ["/* and so on"], "TypeScriptError: '*/' expected."],
  [
    "a late error of a timer",
    ["setTimeout(() => { throw new Error('late') }, 10); await new Promise(done => setTimeout(done, 500)); 1"],
    "Error: late",
  ],
  ["a rejection that nobody awaits", ["void Promise.reject(new TypeError('alone')); 1"], "TypeError: alone"],
  ["something thrown that is no error", ["throw { a: 1 }"], "Thrown: { a: 1 }"],
  ["an empty cell", [" \n"], ""],
];

test("cells mean what one TypeScript module would", async context => {
  const kernel = await testKernel();
  for (const [name, cells, shows] of programs) {
    await context.test(name, async () => {
      let last = "";
      for (const cell of cells) last = shown((await kernel.execute(cell, { timeout: 20_000 })).outputs);
      assert.equal(last, shows);
    });
  }
});
