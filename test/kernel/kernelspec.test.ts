import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { after, test } from "node:test";
import { installKernel, listKernels, uninstallKernel } from "#src/kernel/kernelspec.js";
import { temporaryProject } from "../project.js";

const folder = mkdtempSync(join(tmpdir(), "pesbook-kernelspec-"));
process.env.JUPYTER_DATA_DIR = join(folder, "data");
process.env.JUPYTER_PATH = "";
after(() => rmSync(folder, { recursive: true }));

test("a kernelspec is written where Jupyter looks, listed, and taken away", async () => {
  const at = await installKernel({ user: true });
  assert.equal(at, join(folder, "data", "kernels", "pesbook"));
  const spec = JSON.parse(readFileSync(join(at, "kernel.json"), "utf8"));
  assert.equal(spec.language, "typescript");
  assert.equal(spec.interrupt_mode, "message");
  const [node, launcher, main, ...rest] = spec.argv;
  assert.ok([node, launcher, main].every(file => isAbsolute(file) && existsSync(file)));
  assert.deepEqual(rest, ["{connection_file}"]);
  assert.deepEqual(
    (await listKernels()).map(kernel => kernel.folder).filter(path => path.startsWith(folder)),
    [at],
  );
  assert.equal(await uninstallKernel(), at);
  assert.equal(existsSync(at), false);
  assert.equal(await uninstallKernel(), undefined);
});

test("under a prefix it goes to share/jupyter", async () => {
  const prefix = join(folder, "venv");
  assert.equal(await installKernel({ prefix }), join(prefix, "share", "jupyter", "kernels", "pesbook"));
  assert.equal(await uninstallKernel({ prefix }), join(prefix, "share", "jupyter", "kernels", "pesbook"));
});

test("a kernelspec whose program is gone is listed as broken", async () => {
  const at = await installKernel();
  const file = join(at, "kernel.json");
  writeFileSync(file, readFileSync(file, "utf8").replace("main.js", "gone.js"));
  const [found] = (await listKernels()).filter(kernel => kernel.folder === at);
  assert.equal(found?.gone.length, 1);
  assert.match(found?.gone[0] ?? "", /gone\.js$/);
  await uninstallKernel();
});

/** A package in this folder that says where it lies and what it was asked. */
const saying = (name: string) => ({
  "package.json": JSON.stringify({ name, type: "module", bin: { pesbook: "dist/main.js" } }),
  "dist/main.js": "console.log(import.meta.url.split('/project/')[1], process.argv.slice(2).join(' '))",
});
const within = (folder: string, files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`project/${folder}${path}`, text]));

test("the nearest pesbook above the notebook takes over", async t => {
  const root = temporaryProject(t, {
    ...within("node_modules/pesbook/", saying("pesbook")),
    ...within("deep/node_modules/pesbook/", saying("pesbook")),
    ...within("deep/notebooks/", { "a.ipynb": "{}" }),
    ...within("clone/", saying("pesbook")),
    ...within("clone/notebooks/", { "a.ipynb": "{}" }),
    ...within("other/", saying("other")),
    ...within("unbuilt/node_modules/pesbook/", { "package.json": saying("pesbook")["package.json"] }),
  });
  const launcher = join(await installKernel(), "launcher.mjs");
  const start = (folder: string, installed = "none") => {
    const cwd = join(root, folder);
    const { stdout, stderr } = spawnSync(process.execPath, [launcher, installed, "c.json"], { cwd, encoding: "utf8" });
    return (stdout + stderr).trim();
  };
  assert.equal(start("project"), "node_modules/pesbook/dist/main.js kernel c.json");
  assert.equal(start("project/deep/notebooks"), "deep/node_modules/pesbook/dist/main.js kernel c.json");
  assert.equal(start("project/clone/notebooks"), "clone/dist/main.js kernel c.json");
  for (const folder of ["other", "unbuilt"]) {
    assert.equal(start(`project/${folder}`), "node_modules/pesbook/dist/main.js kernel c.json");
  }
  const installed = join(root, "project/clone/dist/main.js");
  assert.equal(start(".", installed), "clone/dist/main.js kernel c.json");
  assert.match(start("."), /^pesbook: no pesbook above .*, and none is gone; npm install pesbook there$/);
  await uninstallKernel();
});
