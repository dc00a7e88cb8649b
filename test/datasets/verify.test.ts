import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { build } from "#src/datasets/build.js";
import { textHash, verifyMade } from "#src/datasets/verify.js";
import { load } from "#src/formats/load.js";
import { write } from "#src/formats/write.js";
import { pick } from "#src/frames/pick.js";
import { module, tiny } from "./tiny.js";

const folder = await mkdtemp(join(tmpdir(), "pesbook-verify-"));
after(() => rm(folder, { recursive: true, force: true }));

test("a made set is right; one with a changed force, a frame less, another recipe or another hash is not", async () => {
  const { path } = await build(tiny, { profile: "quick", module, folder });
  const { faults, sha256 } = await verifyMade(path, tiny, "quick");
  assert.deepEqual(faults, []);
  assert.equal(sha256, await textHash(path));

  const frames = await load(path);
  const { source: _, ...rest } = frames;
  const damaged = join(folder, "damaged.xyz.gz");
  const check = async (recipe = tiny) => (await verifyMade(damaged, recipe, "quick")).faults.join("\n");

  await write(damaged, { ...rest, force: frames.force!.map((f, k) => (k === 4 ? f + 1e-6 : f)) });
  assert.match(await check(), /forces differ from the potential's by up to/);
  await write(damaged, pick(rest, [0, 1, 2, 3]));
  assert.match(await check(), /it has 4 frames of 5/);
  await write(damaged, rest);
  assert.match(await check({ ...tiny, timestep: 2 }), /it was made by another recipe/);
  assert.match(await check({ ...tiny, sha256: { quick: "0123" } }), /its SHA-256 is not 0123/);
});
