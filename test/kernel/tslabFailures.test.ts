import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { type Execution, type KernelClient, startKernel } from "#src/runner/client.js";
import { needs, repository } from "../needs.js";
import { shown, testKernel } from "./kernel.js";

/** What tslab 1.0.22 does wrong: the cells, and what the last of them is to show. */
const failures: readonly [name: string, cells: readonly string[], shows: string | RegExp][] = [
  [
    "a package that exports ES modules only, with an await at its top",
    ['import { six } from "esm-only"; six * 7'],
    "result 42",
  ],
  [
    "a file outside the notebook's folder",
    ['import { hello } from "../src/hello"; hello("you")'],
    "result 'hello you'",
  ],
  ["shorthand of an earlier cell's name", ["const sh = 1", "const fsh = () => ({ sh }); fsh()"], "result { sh: 1 }"],
  [
    "a destructuring assignment gives the right number",
    [
      "let d1 = 1, d2 = 2;",
      "({ d1, x: d2 = 9 } = { d1: 5 } as any); [d1, d2] = [d2, d1]; console.log(JSON.stringify([d1, d2]))",
    ],
    "[9,5]",
  ],
  ["the cell after one that failed runs", ["throw new Error('boom')", "console.log(2)"], "2"],
  [
    "a late error of a timer fails its cell",
    ["setTimeout(() => { throw new Error('late') }, 10); await new Promise(done => setTimeout(done, 400)); void 0"],
    /Error: late/,
  ],
  ["a rejection that nobody awaits fails its cell", ["void Promise.reject(new Error('alone'))"], /Error: alone/],
  [
    "names declared before an error stay",
    ["function early() { return 'stayed' }\nthrow new Error('z')", "console.log(early())"],
    "stayed",
  ],
  ["export", ["export const ex = 1; console.log(ex)"], "1"],
  [
    "a standard decorator",
    [
      "const plus = (m: (this: Deco) => number, _: ClassMethodDecoratorContext) => function (this: Deco) { return m.call(this) + 1 };\n" +
        "interface Deco { m(): number }\nclass Deco { @plus m() { return 1 } }\nconsole.log(new Deco().m())",
    ],
    "2",
  ],
  ["using", ["{ using held = { [Symbol.dispose]() { console.log('let go') } } }"], "let go"],
  ["array methods of ES2023", ["console.log([3, 1, 2].toSorted().join())"], "1,2,3"],
  ["import.meta.url", ["console.log(import.meta.url.slice(0, 5))"], "file:"],
  [
    "for await at the top",
    [
      "async function* two() { yield 1; yield 2 }",
      "let sum = 0; for await (const x of two()) sum += x; console.log(sum)",
    ],
    "3",
  ],
  [
    "an error has a name, a sentence and the user's line",
    ["\nconst o: any = null;\no.x"],
    /^TypeError: Cannot read.*In\[\d+\]:3/s,
  ],
  ["a result is a result, not text", ["40 + 2"], "result 42"],
  [
    "what a child process prints is the cell's",
    ["require('node:child_process').execSync('echo from a child', { stdio: 'inherit' }); void 0"],
    "from a child",
  ],
  ["a table is drawn as one", ["import * as aq from 'arquero'; aq.table({ a: [1, 2] })"], /<table>/],
];

const folder = realpathSync(mkdtempSync(join(tmpdir(), "pesbook-tslab-")));
after(() => rmSync(folder, { recursive: true, force: true }));
const notebooks = join(folder, "notebooks");
const files = {
  "src/hello.ts": "export const hello = (who: string): string => 'hello ' + who;\n",
  "node_modules/esm-only/package.json":
    '{ "name": "esm-only", "version": "1.0.0", "type": "module", "exports": { ".": { "types": "./lib/i.d.ts", "import": "./lib/i.js" } } }',
  "node_modules/esm-only/lib/i.js": "export const six = await Promise.resolve(6);\n",
  "node_modules/esm-only/lib/i.d.ts": "export declare const six: number;\n",
  "package.json": '{ "name": "thesis", "type": "module" }',
  "notebooks/a.ipynb": "{}",
};
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
for (const name of ["arquero", "@types"]) {
  symlinkSync(realpathSync(join(repository, "node_modules", name)), join(folder, "node_modules", name));
}

const program = join(repository, "node_modules", "tslab", "bin", "tslab");
const tslab = existsSync(program) ? program : undefined;

test("what fails in tslab works here", async context => {
  const kernel = await testKernel({ folder: notebooks });
  for (const [name, cells, shows] of failures) {
    await context.test(name, async () => {
      const last = await lastOf(kernel, cells);
      if (typeof shows === "string") assert.equal(last, shows);
      else assert.match(last, shows);
    });
  }
});

test("and does fail in tslab", needs("tslab", tslab), async context => {
  const kernel = await startKernel({
    command: [process.execPath, tslab!, "kernel", "--config-path", "{connection_file}"],
    folder: notebooks,
  });
  after(() => kernel.shutdown());
  for (const [name, cells, shows] of failures) {
    await context.test(name, async () => {
      const last = await lastOf(kernel, cells);
      if (typeof shows === "string") assert.notEqual(last, shows);
      else assert.doesNotMatch(last, shows);
      // tslab answers nothing but "abort" for a while after an error.
      await new Promise(resolve => setTimeout(resolve, 300));
    });
  }
});

test("a hot loop over an earlier cell's variables is faster by far", needs("tslab", tslab), async () => {
  const time = async (kernel: KernelClient): Promise<number> => {
    await kernel.execute("let data = new Float64Array(2e6).fill(1), total = 0;");
    const { outputs } = await kernel.execute(
      "const began = Date.now(); for (let i = 0; i < 2e6; i++) total += data[i]; console.log(Date.now() - began)",
      { timeout: 30_000 },
    );
    return Number(shown(outputs));
  };
  const command = [process.execPath, tslab!, "kernel", "--config-path", "{connection_file}"];
  const theirs = await startKernel({ command, folder: notebooks });
  after(() => theirs.shutdown());
  const ours = await testKernel({ folder: notebooks });
  const [slow, fast] = [await time(theirs), await time(ours)];
  assert.ok(fast * 3 < slow, `${fast} ms here, ${slow} ms in tslab`);
});

async function lastOf(kernel: KernelClient, cells: readonly string[]): Promise<string> {
  let last: Execution | undefined;
  for (const cell of cells) last = await kernel.execute(cell, { timeout: 20_000 });
  return (last?.outputs ?? []).map(output => told(output)).join("|");
}

function told(output: Execution["outputs"][number]): string {
  if (output.output_type === "stream") return output.name === "stdout" ? output.text.trim() : "";
  if (output.output_type === "error") {
    const place = output.traceback.find(line => line.includes("In["));
    return `${output.ename}: ${output.evalue}${place ? `\n${place.trim()}` : ""}`;
  }
  const kind = output.output_type === "execute_result" ? "result " : "";
  return kind + String(output.data["text/html"] ?? output.data["text/plain"]);
}
