import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import ts from "typescript";
import { moduleGraph } from "#src/steps/code.js";
import { WebAssembly } from "#src/wasm/webAssembly.js";
import { repository } from "../needs.js";

const built = join(repository, "dist", "wasm", "pesbook.wasm");

test("routines.ts tells the module's exports and how many parameters each has", async () => {
  const path = join(repository, "src", "wasm", "routines.ts");
  const source = ts.createSourceFile(path, await readFile(path, "utf8"), ts.ScriptTarget.Latest);
  const declared = source.statements
    .filter(ts.isInterfaceDeclaration)
    .flatMap(({ members }) =>
      members.filter(ts.isMethodSignature).map(({ name, parameters }) => [name.getText(source), parameters.length]),
    );
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(await readFile(built)), { env: { memory } });
  const exported = Object.entries(exports).map(([name, f]) => [name, f.length]);
  assert.deepEqual(Object.fromEntries(declared), Object.fromEntries(exported));
});

test("the module takes its memory from outside and nothing else", async () => {
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(await readFile(built)));
  assert.deepEqual(imports, [{ module: "env", name: "memory", kind: "memory" }]);
});

test("two builds give the same bytes, from any folder", async t => {
  const folder = await mkdtemp(join(tmpdir(), "pesbook-wasm-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const again = join(folder, "again.wasm");
  await promisify(execFile)(process.execPath, [join(repository, "src", "wasm", "build.mjs"), again], { cwd: folder });
  assert.ok((await readFile(again)).equals(await readFile(built)));
});

test("what depends on the module is known by its bytes", async () => {
  const folder = join(repository, "src");
  const { modules } = await moduleGraph([{ specifier: "./wasm/memory.ts", names: ["openSession"], folder }], {
    root: repository,
  });
  assert.ok(Object.hasOwn(modules, "dist/wasm/pesbook.wasm"));
});
