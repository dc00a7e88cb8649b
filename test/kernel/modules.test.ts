import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { repository } from "../needs.js";
import { plain, shown, testKernel } from "./kernel.js";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "pesbook-modules-")));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A user's project: an installed pesbook, sources, and notebooks beside them. */
mkdirSync(join(folder, "node_modules"));
mkdirSync(join(folder, "src"));
mkdirSync(join(folder, "notebooks"));
installPackage();
const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
write("package.json", '{ "name": "thesis", "type": "module" }');
write("src/scale.ts", "export const scale = (x: number): number => 2 * x;\n");
write("src/deep.ts", 'import { scale } from "./scale";\nexport const deep = (x: number): number => scale(x) + 1;\n');
write(
  "notebooks/jobs.ts",
  'import { deep } from "../src/deep.js";\nexport interface Job { readonly size: number }\nexport const job: Job = { size: deep(1) };\n',
);

const kernel = await testKernel({ folder: join(folder, "notebooks") });
const run = async (code: string) => {
  const { outputs, error } = await kernel.execute(code, { timeout: 20_000 });
  return { shows: shown(outputs), trace: error?.traceback.map(plain).join("\n") ?? "" };
};

test("a project's TypeScript is imported with its types, however it is spelt", async () => {
  assert.equal((await run('import { job, type Job } from "./jobs.ts"; const mine: Job = job; mine.size')).shows, "3");
  assert.equal((await run('import { deep } from "../src/deep"; deep(2)')).shows, "5");
  assert.equal((await run('import { scale } from "../src/scale.js"; scale(2)')).shows, "4");
  assert.match((await run("const wrong: string = job.size")).shows, /'number' is not assignable to type 'string'/);
});

test("an edited file is read anew by the next import, with what imports it, and keeps its first self else", async () => {
  await run('(globalThis as { before?: unknown }).before = await import("../src/deep")');
  const same = await run('(await import("../src/deep")) === (globalThis as { before?: unknown }).before');
  assert.equal(same.shows, "true");
  write("src/scale.ts", 'export const scale = (x: number): number => 10 * x;\nexport const unit = "eV";\n');
  assert.equal((await run('import { deep } from "../src/deep"; deep(2)')).shows, "21");
  assert.equal((await run('import { unit } from "../src/scale.ts"; unit.length')).shows, "2");
});

test("an error in a project's file names that file's line, and the cell's", async () => {
  write(
    "src/fails.ts",
    "interface Nothing { readonly none: true }\n\nexport function fails(): never {\n  throw new Error('in a file');\n}\n",
  );
  const { trace } = await run('import { fails } from "../src/fails";\n\nfails();');
  assert.match(trace, /at fails \(.*src\/fails\.ts:4:9\)/);
  assert.match(trace, />\s+3 │ fails\(\);/);
});

test("a loop in a project's file can be interrupted", async () => {
  write("src/endless.ts", "export function endless(): void {\n  let n = 0;\n  while (true) n++;\n}\n");
  const running = run('import { endless } from "../src/endless"; const kept = 1; await null; endless();');
  await new Promise(resolve => setTimeout(resolve, 800));
  await kernel.interrupt();
  assert.match((await running).shows, /^KeyboardInterrupt/);
  assert.equal((await run("kept")).shows, "1");
});

test("a broken file fails the cell with its problem, and where it stands", async () => {
  write("src/broken.ts", "const good = 1;\nexport const broken = ;\n");
  const { trace } = await run('const { broken } = await import("../src/broken.ts"); broken');
  assert.match(
    trace,
    /^SyntaxError: .*src\/broken\.ts:2:23 Expression expected\.\n {4}export const broken = ;\n {26}\^/,
  );
});

test("the installed package gives its values and types", async () => {
  const { shows } = await run(
    'import { profile } from "pesbook"; const size: number = profile({ quick: 1, thesis: 2 }); size',
  );
  assert.equal(shows, "1");
  assert.match((await run("profile({ quick: 1 })")).shows, /'thesis' is missing/);
  assert.match((await run("import.meta.resolve('pesbook')")).shows, /node_modules\/pesbook\/dist\/index\.js/);
});

test("in a clone, pesbook's own sources run", async () => {
  const clone = await testKernel({ folder: join(repository, "test", "kernel") });
  const { outputs } = await clone.execute('import { profile } from "pesbook"; profile({ quick: "q", thesis: "t" })');
  assert.equal(shown(outputs), "'q'");
  const wrong = await clone.execute("profile({ quick: 1 })");
  assert.match(shown(wrong.outputs), /'thesis' is missing/);
});

/** As npm would: the built package, and what it depends on beside it. */
function installPackage(): void {
  const installed = join(folder, "node_modules", "pesbook");
  mkdirSync(installed);
  cpSync(join(repository, "package.json"), join(installed, "package.json"));
  cpSync(join(repository, "dist"), join(installed, "dist"), {
    recursive: true,
    filter: path => !path.includes("test"),
  });
  symlinkSync(realpathSync(join(repository, "node_modules", "arquero")), join(folder, "node_modules", "arquero"));
}
