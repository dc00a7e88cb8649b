import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { drawing, pesbook, projects, scratchFolder } from "./pesbook.js";

const scratch = scratchFolder();
const project = projects(scratch);

test("status: 0 while every figure is fresh, 2 and why when one is not", () => {
  const folder = project({ "n.ipynb": [drawing(2)] });
  const status = () => pesbook(["status"], { folder });
  assert.deepEqual([status().code, status().out.trim()], [2, "rise  n.ipynb  never made"]);
  assert.equal(pesbook(["run", "n.ipynb"], { folder }).code, 0);
  assert.deepEqual([status().code, status().out.trim()], [0, "rise  n.ipynb  fresh"]);
  const file = join(folder, "n.ipynb");
  writeFileSync(file, readFileSync(file, "utf8").replace("y: [1, 2]", "y: [1, 3]"));
  const stale = status();
  assert.equal(stale.code, 2);
  assert.match(stale.out, /^rise {2}n\.ipynb {2}stale {2}.*cell 1/);
});

test("a project without figures has nothing stale; a folder that is no project is refused", () => {
  const folder = project({ "n.ipynb": ["1"] });
  assert.deepEqual(pesbook(["status"], { folder }), { code: 0, out: "No figures.\n", err: "" });
  const elsewhere = pesbook(["status", scratch], { folder });
  assert.equal(elsewhere.code, 1);
  assert.match(elsewhere.err, /no package\.json in .* or above it/);
});
