import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { needs, repository } from "../needs.js";
import { beside, place, program } from "./jupyter.js";

const python = beside(program("jupyter"), "python");
const checker = python && spawnSync(python, ["-c", "import jupyter_kernel_test"]).status === 0;

test("jupyter_kernel_test finds no fault with our messages", needs("jupyter_kernel_test", checker), async t => {
  const { folder, env } = await place(t);
  const checks = join(repository, "environment", "kernel_test.py");
  const { status, stderr } = spawnSync(python!, [checks], { cwd: folder, env, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  assert.doesNotMatch(stderr, /skipped/);
  t.diagnostic(stderr.trim().split("\n").at(-1) ?? "");
});
