import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { after, test } from "node:test";
import { installKernel, listKernels, uninstallKernel } from "#src/kernel/kernelspec.js";

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
  const [node, main, ...rest] = spec.argv;
  assert.ok(isAbsolute(node) && isAbsolute(main));
  assert.deepEqual(rest, ["kernel", "{connection_file}"]);
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
