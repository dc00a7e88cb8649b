import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { compareFigures, differencesBetween } from "#src/figures/compare.js";
import { temporaryProject } from "../project.js";
import { drawIn, picture, points } from "./session.js";

test("numbers are compared to nine digits, all else exactly", () => {
  const cases: [unknown, unknown, readonly string[]][] = [
    [{ a: 1 }, { a: 1 + 1e-10 }, []],
    [{ a: 1e6 }, { a: 1e6 + 1e-5 }, []],
    [{ a: 0 }, { a: -1e-17 }, []],
    [{ a: 1e-12 }, { a: 2e-12 }, ["a: 1e-12 became 2e-12"]],
    [{ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, ["a[1].b: 2 became 3"]],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, []],
    [{ a: 1 }, { b: 1 }, ["a is gone: 1", "b is new: 1"]],
    [{ a: [1, 2] }, { a: [1] }, ["a: 2 entries became 1"]],
    [{ a: null }, { a: 0 }, ["a: null became 0"]],
    [{ a: "1.0" }, { a: "1.00" }, ['a: "1.0" became "1.00"']],
    [{ a: '<svg x="1.5"/>' }, { a: '<svg x="1.50000000001"/>' }, []],
    [{ a: '<svg x="1.5"/>' }, { a: '<svg x="1.6"/>' }, ['a: "<svg x=\\"1.5\\"/>" became "<svg x=\\"1.6\\"/>"']],
    [{ a: [] }, { a: {} }, ["a: [] became {}"]],
  ];
  for (const [before, after, expected] of cases) {
    assert.deepEqual(differencesBetween(before, after), expected, JSON.stringify([before, after]));
  }
});

test("folders of figures are compared by what they show", async t => {
  const root = temporaryProject(t, { "package.json": "{}" });
  const [committed, fresh] = [join(root, "committed"), join(root, "fresh")];
  const draw = (figureFolder: string, name: string, chart: Parameters<typeof drawIn>[2], caption = "c") =>
    drawIn(
      { path: join(root, "a.ipynb"), cells: [`const b = "${figureFolder}"; await figure(b);`], figureFolder },
      name,
      chart,
      { caption },
    );
  await draw(committed, "same", points([1, 2]));
  await draw(fresh, "same", points([1, 2 + 1e-11]));
  await draw(committed, "drawing", picture);
  await draw(fresh, "drawing", { ...picture, svg: picture.svg.replace("5.5", "6.5") });
  await draw(committed, "data", points([1, 2]));
  await draw(fresh, "data", points([1, 3]), "d");
  await draw(committed, "many", points(Array.from({ length: 30 }, () => 0)));
  await draw(fresh, "many", points(Array.from({ length: 30 }, () => 1)));
  await draw(committed, "gone", points());
  await draw(fresh, "added", points());
  await draw(fresh, "broken", points());
  await draw(committed, "broken", points());
  writeFileSync(join(committed, "broken.json"), "{");
  const found = await compareFigures(committed, fresh);
  assert.deepEqual(
    found.map(({ name, kind, notebook }) => [name, kind, notebook]),
    [
      ["added", "new", "a.ipynb"],
      ["broken", "differs", "a.ipynb"],
      ["data", "differs", "a.ipynb"],
      ["drawing", "differs", "a.ipynb"],
      ["gone", "missing", "a.ipynb"],
      ["many", "differs", "a.ipynb"],
    ],
  );
  assert.match(found[1]!.what[0]!, /broken.json cannot be read as a figure: .*; delete it and draw it again/);
  assert.deepEqual(found[2]!.what, ['caption: "c" became "d"', "chart.data.values[1].y: 2 became 3"]);
  assert.match(found[3]!.what[0]!, /^picture.svg: /);
  assert.deepEqual([found[5]!.what.length, found[5]!.what.at(-1)], [11, "and 20 more"]);
});
