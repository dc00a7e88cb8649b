import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { build, headerIn } from "#src/datasets/build.js";
import { headerOf } from "#src/datasets/recipe.js";
import { load } from "#src/formats/load.js";
import { sha256 } from "#src/hash.js";
import { predict } from "#src/potentials/predict.js";
import { module, tiny } from "./tiny.js";

const scratch = await mkdtemp(join(tmpdir(), "pesbook-datasets-"));
after(() => rm(scratch, { recursive: true, force: true }));

const hashOf = async (path: string) => sha256(gunzipSync(await readFile(path)));

test("a made set has its frames, states and recipe, and the labels of its potential", async () => {
  const folder = join(scratch, "whole");
  const seen: number[] = [];
  let whole = 0;
  const { path } = await build(tiny, {
    profile: "quick",
    module,
    folder,
    onProgress: (done, total) => {
      seen.push(done);
      whole = total;
    },
  });
  const frames = await load(path);
  assert.equal(frames.length, 5);
  assert.deepEqual(frames.perFrame.trajectory, ["30K", "30K", "30K", "120K-0.1GPa", "120K-0.1GPa"]);
  assert.deepEqual(frames.perFrame.state, ["solid", "solid", "solid", "liquid", "liquid"]);
  assert.deepEqual(Array.from(frames.perFrame.step as Float64Array), [30, 40, 50, 30, 40]);
  assert.equal(await headerIn(path), headerOf(tiny, "quick"));
  assert.deepEqual(
    seen,
    seen.toSorted((a, b) => a - b),
  );
  assert.equal(seen.at(-1), whole);
  const again = await predict(await tiny.potential(), frames);
  assert.deepEqual(again.energy, frames.energy);
  assert.deepEqual(again.force, frames.force);
});

test("the number of threads changes nothing", async () => {
  const hashes: string[] = [];
  for (const threads of [1, 2, 3]) {
    const { path } = await build(tiny, {
      profile: "quick",
      module,
      threads,
      folder: join(scratch, `${threads} threads`),
    });
    hashes.push(await hashOf(path));
  }
  assert.equal(new Set(hashes).size, 1);
});

test("what is made is not made again, and the larger profile carries on from the smaller", async () => {
  const folder = join(scratch, "profiles");
  const quick = await build(tiny, { profile: "quick", module, folder });
  assert.ok(quick.made && !(await build(tiny, { profile: "quick", module, folder })).made);
  const grown = await build(tiny, { profile: "thesis", module, folder });
  const straight = await build(tiny, { profile: "thesis", module, folder: join(scratch, "thesis") });
  assert.equal(await hashOf(grown.path), await hashOf(straight.path));
  const [few, all] = [await load(quick.path), await load(grown.path)];
  assert.deepEqual(all.position.slice(0, 3 * 32 * 3), few.position.slice(0, 3 * 32 * 3));
});

test("killed ten times on the way and begun again, a set is the same bits", async () => {
  const folder = join(scratch, "killed");
  const program = join(scratch, "program.mjs");
  const at = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);
  await writeFile(
    program,
    `import { build } from ${at("../../datasets/build.js")};
     import { module, tiny } from ${at("tiny.js")};
     await build(tiny, { profile: "thesis", module, folder: ${JSON.stringify(folder)}, threads: 2 });`,
  );
  for (let kills = 0; kills < 10; kills++) {
    const before = await bytesIn(folder);
    const child = spawn(process.execPath, [program], { stdio: ["ignore", "ignore", "inherit"] });
    const closed = new Promise(resolve => child.once("close", resolve));
    // Until it has done something, and a moment more each time.
    while ((await bytesIn(folder)) <= before && child.exitCode === null) await setTimeout(2);
    await setTimeout(kills);
    child.kill("SIGKILL");
    await closed;
    assert.ok(!existsSync(join(folder, "tiny.xyz.gz")), `it was made before it was killed ${kills + 1} times`);
  }
  const { path } = await build(tiny, { profile: "thesis", module, folder });
  const straight = await build(tiny, { profile: "thesis", module, folder: join(scratch, "straight") });
  assert.equal(await hashOf(path), await hashOf(straight.path));
});

/** How much the files of a folder hold, all together. */
async function bytesIn(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    files.map(async file => (await stat(join(folder, file)).catch(() => undefined))?.size),
  );
  return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}
