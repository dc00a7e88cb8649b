import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openStore } from "#src/steps/store.js";
import { projectWith, ranSince } from "./project.js";

const ROWS = 60;
const KILLS = 20;

const files = {
  "jobs.js": `
    import { appendFileSync } from "node:fs";
    import { job } from "pesbook";
    export const row = job(import.meta, async function row({ x }, inputs, task) {
      appendFileSync("ran.txt", x + "\\n");
      await new Promise(done => setTimeout(done, 10 + (x * 7) % 20));
      return { x, square: x * x, curve: Float64Array.from({ length: 100 }, (_, i) => x / (i + 1)) };
    });`,
  "main.js": `
    import { writeFileSync } from "node:fs";
    import { sweep } from "pesbook";
    import { row } from "./jobs.js";
    const x = Array.from({ length: ${ROWS} }, (_, i) => i);
    const { table, results } = await sweep("killed", { x }, {}, row, { threads: 3, store: process.argv[2] });
    writeFileSync(process.argv[2] + ".json", JSON.stringify([table.objects(), results.map(({ curve }) => [...curve])]));`,
};

/** Numbers below 2³² from a seed (Numerical Recipes' linear congruence). */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ; yield state) state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
}

function stored(folder: string): string[] {
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
  return names.filter(name => name.endsWith(".safetensors")).map(name => basename(name, ".safetensors"));
}

const start = (folder: string, store: string) =>
  spawn(process.execPath, ["main.js", store], { cwd: folder, detached: true, stdio: "inherit" });

const ended = (child: ChildProcess) => new Promise(done => child.once("exit", done));

test(`killed ${KILLS} times, a sweep ends with the table of an undisturbed run, and no stored row is computed twice`, async t => {
  const folder = projectWith(t, files);
  assert.equal(await ended(start(folder, "calm")), 0);
  ranSince(folder);

  const store = openStore(join(folder, "store"));
  const draw = numbers(7);
  const moments = new Set<number>();
  while (moments.size < KILLS) moments.add(1 + (draw.next().value! % (ROWS - 1)));
  for (const moment of [...moments].sort((a, b) => a - b)) {
    const before = stored(store.folder);
    const child = start(folder, "store");
    while (stored(store.folder).length < moment && child.exitCode === null) await sleep(2);
    process.kill(-child.pid!, "SIGKILL");
    await ended(child);
    const values = await Promise.all(before.map(key => store.read(key, "test")));
    const done = values.map(kept => String((kept?.value as { x: number }).x));
    assert.deepEqual(
      ranSince(folder).filter(x => done.includes(x)),
      [],
      `computed again although stored, before the kill at ${moment} rows`,
    );
  }
  assert.equal(await ended(start(folder, "store")), 0);
  assert.equal(readFileSync(join(folder, "store.json"), "utf8"), readFileSync(join(folder, "calm.json"), "utf8"));
  assert.deepEqual(stored(store.folder).sort(), stored(join(folder, "calm")).sort());
});

test("two processes that ask for the same rows at once compute each once", async t => {
  const folder = projectWith(t, files);
  const codes = await Promise.all([start(folder, "shared"), start(folder, "shared")].map(ended));
  assert.deepEqual(codes, [0, 0]);
  const ran = ranSince(folder);
  assert.equal(ran.length, ROWS);
  assert.equal(new Set(ran).size, ROWS);
});
