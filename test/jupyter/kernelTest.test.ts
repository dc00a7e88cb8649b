import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { needs, repository } from "../needs.js";
import { beside, place, program, run } from "./jupyter.js";

const python = beside(program("jupyter"), "python");
const checker = python && spawnSync(python, ["-c", "import jupyter_kernel_test"]).status === 0;

test("jupyter_kernel_test finds no fault with our messages", needs("jupyter_kernel_test", checker), async t => {
  const { folder, env } = await place(t);
  const { stderr } = await run(python!, [join(repository, "environment", "kernel_test.py")], { cwd: folder, env });
  t.diagnostic(stderr.trim().split("\n").at(-1) ?? "");
  assert.match(stderr, /^OK/m);
});
