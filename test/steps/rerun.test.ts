import assert from "node:assert/strict";
import { utimesSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { shown, testKernel } from "../kernel/kernel.js";
import { writeIn } from "../project.js";
import { projectWith, ranSince } from "./project.js";

/**
 * Two jobs, each with a file of its own below `index.ts`; one reads a `.wasm` and a data file.
 * What is run again after which change is counted by what the jobs write, not by what we say.
 */
const files = {
  "jobs.ts": `
    import { appendFileSync } from "node:fs";
    import { job } from "pesbook";
    import { scale, type Scaled } from "./lib/index.ts";
    export const scaled = job(import.meta, async function scaled(point: { x: number }, inputs: {}): Promise<Scaled> {
      appendFileSync("ran.txt", "scaled " + point.x + "\\n");
      return { scaled: scale(point.x) };
    });`,
  "other.ts": `
    import { appendFileSync, readFileSync } from "node:fs";
    import { job } from "pesbook";
    import { shift } from "./lib/index.ts";
    import { version } from "units";
    export const shifted = job(import.meta, async function shifted(inputs: { x: number }) {
      appendFileSync("ran.txt", "shifted\\n");
      const module = readFileSync(new URL("./lib/code.wasm", import.meta.url));
      const data = readFileSync(new URL("./lib/data.txt", import.meta.url), "utf8");
      return { shifted: shift(inputs.x), bytes: module.length, data, version };
    });`,
  "lib/index.ts": `
    export { scale } from "./scale.ts";
    export type { Scaled } from "./scale.ts";
    export { shift } from "./shift.ts";
    export { unused } from "./unused.ts";`,
  "lib/scale.ts":
    "export interface Scaled { scaled: number }\n// factor\nexport const scale = (x: number): number => 2 * x;",
  "lib/shift.ts": "export const shift = (x: number) => x + 1;",
  "lib/unused.ts": "export const unused = 1;",
  "lib/code.wasm": "one",
  "lib/data.txt": "first",
  "node_modules/units/package.json": '{ "name": "units", "version": "1.0.0", "main": "index.js", "type": "module" }',
  "node_modules/units/index.js": "export const version = 1;",
};

const cell = `
  import { step, sweep } from "pesbook";
  import { scaled } from "./jobs.ts";
  import { shifted } from "./other.ts";
  const { table: ours } = await sweep("scaling", { x: [1, 2] }, {}, scaled, { threads: 1 });
  console.log(JSON.stringify(ours.objects()), JSON.stringify(await step("shifting", { x: 1 }, shifted)));`;

const everything = ["scaled 1", "scaled 2", "shifted"];
const changes: readonly [what: string, file: string, text: string, reruns: readonly string[]][] = [
  ["a comment", "lib/scale.ts", files["lib/scale.ts"].replace("// factor", "/* the factor\n  of scaling */"), []],
  ["types only", "lib/scale.ts", files["lib/scale.ts"].replace(": number => 2", " => 2"), []],
  [
    "layout and quotes",
    "jobs.ts",
    files["jobs.ts"].replaceAll(/\n {4}/g, "\n  ").replaceAll('"scaled "', "'scaled '"),
    [],
  ],
  ["a constant of a used file", "lib/scale.ts", files["lib/scale.ts"].replace("2 *", "3 *"), ["scaled 1", "scaled 2"]],
  ["a constant of an unused sibling", "lib/unused.ts", "export const unused = 2;", []],
  ["a byte of a .wasm", "lib/code.wasm", "two", ["shifted"]],
  ["the content of a data file", "lib/data.txt", "second", ["shifted"]],
  [
    "the version of a package",
    "node_modules/units/package.json",
    files["node_modules/units/package.json"].replace("1.0.0", "1.0.1"),
    ["shifted"],
  ],
];

test("what is computed again after which change", async t => {
  const folder = projectWith(t, files);
  const run = async (): Promise<string> => {
    const { status, outputs } = await kernel.execute(cell);
    assert.equal(status, "ok", shown(outputs));
    return shown(outputs);
  };
  let kernel = await testKernel({ folder });
  const first = await run();
  assert.deepEqual(ranSince(folder), everything);
  kernel = await testKernel({ folder });
  assert.equal(await run(), first, "the second run prints what the first printed");
  assert.deepEqual(ranSince(folder), [], "nothing is computed twice");

  for (const [what, file, text, reruns] of changes) {
    writeIn(folder, file, text);
    await run();
    assert.deepEqual(ranSince(folder), reruns, what);
  }
  utimesSync(join(folder, "lib/data.txt"), 1, 1);
  await run();
  assert.deepEqual(ranSince(folder), [], "the date of a data file");
});

test("a job is followed when its file changes under a running kernel", async (t: TestContext) => {
  const folder = projectWith(t, files);
  const kernel = await testKernel({ folder });
  const calls = `
    const { table: again } = await sweep("scaling", { x: [1, 2] }, {}, scaled, { on: "here" });
    console.log(again.array("scaled").join())`;
  await kernel.execute(cell);
  writeIn(folder, "lib/scale.ts", files["lib/scale.ts"].replace("2 *", "5 *"));
  // The import of an earlier cell is still the old module; what is kept is what the file says.
  assert.equal(shown((await kernel.execute(calls)).outputs), "scaling 2/2|5,10");
  const { outputs } = await kernel.execute(
    `import { scaled as anew } from "./jobs.ts"; (await anew({ x: 1 }, {})).scaled`,
  );
  assert.equal(shown(outputs), "5");
});
