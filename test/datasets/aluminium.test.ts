import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { alThesis32 } from "#src/datasets/aluminium.js";
import { build } from "#src/datasets/build.js";
import { verifyMade } from "#src/datasets/verify.js";

test("aluminium in small cells is made to the bit that its recipe records, on every machine and every Node", async () => {
  const folder = await mkdtemp(join(tmpdir(), "pesbook-aluminium-"));
  after(() => rm(folder, { recursive: true, force: true }));
  const { path } = await build(alThesis32, { profile: "quick", folder });
  assert.ok(alThesis32.sha256.quick);
  assert.deepEqual((await verifyMade(path, alThesis32, "quick")).faults, []);
});
