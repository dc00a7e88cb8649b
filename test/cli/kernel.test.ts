import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pesbook, program, scratchFolder } from "./pesbook.js";

const prefix = scratchFolder();
const spec = join(prefix, "share", "jupyter", "kernels", "pesbook", "kernel.json");
const env = { JUPYTER_PATH: join(prefix, "share", "jupyter"), JUPYTER_DATA_DIR: join(prefix, "nowhere") };

test("the kernel is installed into an environment, listed and removed", () => {
  const install = pesbook(["kernel", "install", "--prefix", prefix]);
  assert.equal(install.code, 0, install.err);
  assert.match(install.out, /^Installed in .*kernels.pesbook\.\n$/);
  assert.ok(JSON.parse(readFileSync(spec, "utf8")).argv.includes(program));
  assert.ok(pesbook(["kernel", "list"], { env }).out.includes(join(spec, "..")));
  assert.match(pesbook(["kernel", "uninstall", "--prefix", prefix]).out, /^Removed /);
  assert.ok(!existsSync(spec));
  assert.match(pesbook(["kernel", "uninstall", "--prefix", prefix]).out, /No kernel was installed there/);
});

test("a kernelspec without Jupyter's folder is no error", () => {
  rmSync(join(prefix, "share"), { recursive: true, force: true });
  assert.equal(pesbook(["kernel", "list"], { env }).code, 0);
});
