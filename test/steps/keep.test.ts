import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { sweep } from "#src/steps/sweep.js";
import { projectWith, ranSince } from "./project.js";

const files = {
  "jobs.js": `
    import { appendFileSync } from "node:fs";
    import { job } from "pesbook";
    export const row = job(import.meta, function row({ x }, inputs) {
      appendFileSync(import.meta.dirname + "/ran.txt", x + "\\n");
      if (x === 3) throw new Error("x is 3");
      return { sum: x + inputs.add, worst: -Infinity, list: [x, -0], ...(inputs.array && { array: Float64Array.of(x) }) };
    });`,
};

test("kept rows are committed lines; a fresh clone goes on from them without computing", async t => {
  const folder = projectWith(t, files);
  const { row } = await import(pathToFileURL(join(folder, "jobs.js")).href);
  const keep = join(folder, "data", "runs", "sums.json");
  const store = join(folder, "store");
  const run = (x: number[], inputs = { add: 0.5, array: false }) => {
    return sweep("sums", { x }, inputs, row, { on: "here", store, keep });
  };
  const first = await run([1, 2, 3]);
  const text = readFileSync(keep, "utf8");
  const { rows } = JSON.parse(text);
  assert.equal(rows.length, 2, "the failed row is not among them");
  assert.deepEqual([rows[0].point, rows[0].result.sum], [{ x: 1 }, 1.5]);
  assert.ok(rows[0].seconds >= 0);
  assert.equal(text.split("\n").filter(line => line.includes('"key"')).length, 2);
  ranSince(folder);

  rmSync(store, { recursive: true });
  const clone = await run([1, 2, 3]);
  assert.deepEqual(ranSince(folder), ["3"]);
  assert.deepEqual(clone.results, first.results);
  assert.deepEqual(clone.table.objects(), first.table.objects());
  assert.equal(readFileSync(keep, "utf8"), text, "the second run leaves the file as it is");

  await run([4]);
  assert.deepEqual(
    JSON.parse(readFileSync(keep, "utf8")).rows.map((kept: { point: unknown }) => kept.point),
    [{ x: 1 }, { x: 2 }, { x: 4 }],
    "rows of other points stay",
  );
  await run([1], { add: 9, array: false });
  const sums = JSON.parse(readFileSync(keep, "utf8")).rows.map((kept: { result: { sum: number } }) => kept.result.sum);
  assert.deepEqual(sums, [2.5, 4.5, 10], "a row of the same point takes the place of the old");

  await assert.rejects(run([1], { add: 0, array: true }), /the result of row 0 has arrays, which keep does not take/);
  writeFileSync(keep, "{");
  await assert.rejects(run([1]), /sweep sums: .*sums\.json cannot be read \(.*\); put back the committed one/);
  assert.equal(readFileSync(keep, "utf8"), "{", "and it is not written over");
});
