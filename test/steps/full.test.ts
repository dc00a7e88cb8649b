import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { sweep } from "#src/steps/sweep.js";
import { needs } from "../needs.js";
import { projectWith, ranSince } from "./project.js";

const isRoot = process.getuid?.() === 0;
const files = {
  "jobs.js": `
    import { appendFileSync } from "node:fs";
    import { job } from "pesbook";
    export const row = job(import.meta, function row({ x }) {
      appendFileSync(import.meta.dirname + "/ran.txt", x + "\\n");
      return { x, large: new Float64Array(10_000) };
    });`,
};

test("on a full disk results are given, said not to be kept, and computed again", needs("root", isRoot), async t => {
  const folder = projectWith(t, files);
  const disk = join(folder, "disk");
  mkdirSync(disk);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", disk]).status === 0;
  if (!mounted) return t.skip("no file system can be mounted here");
  try {
    const { row } = await import(pathToFileURL(join(folder, "jobs.js")).href);
    const warned = t.mock.method(console, "warn", () => {});
    const run = () => sweep("full", { x: [1, 2, 3, 4] }, {}, row, { on: "here", store: join(disk, "store") });
    const { table, failed } = await run();
    assert.deepEqual(failed, []);
    assert.deepEqual(table.array("x"), [1, 2, 3, 4]);
    const lines = warned.mock.calls.map(({ arguments: [line] }) => String(line));
    assert.ok(
      lines.length > 0 && lines.every(line => /could not be kept in .*ENOSPC.*the next run computes it/.test(line)),
    );
    assert.match(readFileSync(join(disk, "store", "log.txt"), "utf8"), /could not be kept/);
    ranSince(folder);
    assert.deepEqual((await run()).table.objects(), table.objects());
    assert.equal(ranSince(folder).length, lines.length, "what was kept is read, what was not is computed");
  } finally {
    spawnSync("umount", [disk]);
  }
});
