import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { figure } from "#src/figures/figure.js";
import { enterNotebook } from "#src/notebook.js";
import { temporaryProject } from "../project.js";
import { drawIn, leaveNotebook, picture, points, writeNotebook } from "./session.js";

const project = { "package.json": '{ "name": "book" }', "data/a.xyz": "1" };
const cells = ["import { figure } from 'pesbook';", "const a = 1; const b = 2;", 'await figure("a", a);'];

test("a figure is drawn once inline and kept as JSON, SVG and PNG", async t => {
  const root = temporaryProject(t, project);
  const path = join(root, "notebooks/01.ipynb");
  const reads = [{ cell: 1, path: join(root, "data/a.xyz"), sha256: "f".repeat(64) }];
  const { figure: drawn, shown } = await drawIn({ path, cells, reads }, "a", points());
  assert.deepEqual(drawn.written, ["svg", "png", "json"]);
  assert.deepEqual((drawn as unknown as Record<symbol, () => object>)[Symbol.for("Jupyter.display")]?.(), {});
  const folder = join(root, "figures/quick");
  assert.deepEqual(readdirSync(folder).sort(), ["a.json", "a.png", "a.svg"]);
  const stored = JSON.parse(readFileSync(join(folder, "a.json"), "utf8"));
  assert.equal(shown.length, 1);
  assert.deepEqual(Object.keys(shown[0]!), ["application/vnd.vegalite.v5+json", "image/png", "text/plain"]);
  assert.equal(shown[0]?.["image/png"], readFileSync(join(folder, "a.png")).toString("base64"));
  assert.deepEqual(shown[0]?.["application/vnd.vegalite.v5+json"], stored.chart);
  assert.equal(shown[0]?.["text/plain"], "y against x");
  const { provenance, ...rest } = stored;
  assert.deepEqual([rest.format, rest.name, rest.caption, rest.alt], [1, "a", "What is seen.", "y against x"]);
  assert.equal(provenance.notebook, "notebooks/01.ipynb");
  assert.equal(provenance.profile, "quick");
  assert.deepEqual(provenance.data, { "data/a.xyz": "f".repeat(64) });
  const lines = provenance.statements.map((statement: { line: string }) => statement.line);
  assert.deepEqual(lines, ["const a = 1;", 'await figure("a", a);']);
  assert.ok(!JSON.stringify(stored).includes(root), "no absolute path");
});

test("equal data keep their bytes, and are drawn from them", async t => {
  const root = temporaryProject(t, project);
  const path = join(root, "notebooks/01.ipynb");
  const folder = join(root, "figures/quick");
  const files = () => ["a.json", "a.svg", "a.png"].map(file => readFileSync(join(folder, file), "base64"));
  await drawIn({ path, cells }, "a", points([1, 2, 3]));
  const before = files();
  const again = await drawIn({ path, cells }, "a", points([1 + 1e-12, 2, 3]));
  assert.deepEqual(again.figure.written, []);
  assert.deepEqual(files(), before);
  assert.equal(again.shown[0]?.["image/png"], before[2]);
  assert.ok(!JSON.stringify(again.shown[0]).includes("1.000000000001"));

  const other = await drawIn(
    { path, cells: ["const a = 2;", 'await figure("a", a);'] },
    "a",
    points([1 + 1e-12, 2, 3]),
  );
  assert.deepEqual(other.figure.written, ["json"], "only its provenance changed");
  assert.deepEqual(files().slice(1), before.slice(1));
  assert.ok(!readFileSync(join(folder, "a.json"), "utf8").includes("1.000000000001"));

  assert.deepEqual((await drawIn({ path, cells }, "a", points([1.1, 2, 3]))).figure.written, ["svg", "png", "json"]);
  rmSync(join(folder, "a.png"));
  assert.deepEqual((await drawIn({ path, cells }, "a", points([1.1, 2, 3]))).figure.written, ["svg", "png", "json"]);
  writeFileSync(join(folder, "a.json"), "{");
  assert.deepEqual((await drawIn({ path, cells }, "a", points([1.1, 2, 3]))).figure.written, ["svg", "png", "json"]);
});

test("what an edit of layout or an unrelated cell leaves alone is not written again", async t => {
  const root = temporaryProject(t, project);
  const path = join(root, "notebooks/01.ipynb");
  await drawIn({ path, cells }, "a", points());
  const edited = [cells[0]!, "// one\nconst a: number =\n  1;\nconst b = 3;", "const c = 3;", cells[2]!];
  assert.deepEqual((await drawIn({ path, cells: edited }, "a", points())).figure.written, []);
});

test("the thesis profile writes to figures, a run may name another folder", async t => {
  const root = temporaryProject(t, project);
  const path = join(root, "notebooks/01.ipynb");
  await drawIn({ path, cells, profile: "thesis" }, "a", points());
  assert.deepEqual(readdirSync(join(root, "figures")).sort(), ["a.json", "a.png", "a.svg"]);
  await drawIn({ path, cells, figureFolder: join(root, "elsewhere") }, "a", points());
  assert.equal(readdirSync(join(root, "elsewhere")).length, 3);
});

test("a picture, missing values and columns of numbers are kept as they are drawn", async t => {
  const root = temporaryProject(t, project);
  const path = join(root, "notebooks/01.ipynb");
  const { shown } = await drawIn({ path, cells }, "p", picture);
  assert.deepEqual(Object.keys(shown[0]!), ["image/svg+xml", "image/png", "text/plain"]);
  assert.equal(shown[0]?.["text/plain"], "one atom");
  const moved = { ...picture, svg: picture.svg.replace("5.5", "5.5000000000001") };
  assert.deepEqual((await drawIn({ path, cells: [...cells] }, "p", moved)).figure.written, []);
  await drawIn({ path, cells }, "n", points([Number.NaN, 2, 3]));
  assert.deepEqual((await drawIn({ path, cells }, "n", points([null, 2, 3]))).figure.written, []);
});

test("where the notebook is unknown everything works, and a known notebook stays", async t => {
  const root = temporaryProject(t, project);
  const path = join(root, "notebooks/01.ipynb");
  const figureFolder = join(root, "figures/quick");
  await drawIn({ path, cells, figureFolder }, "a", points());
  assert.deepEqual((await drawIn({ cells, figureFolder }, "a", points())).figure.written, []);
  await drawIn({ cells, figureFolder }, "b", points());
  const { provenance } = JSON.parse(readFileSync(join(figureFolder, "b.json"), "utf8"));
  assert.equal(provenance.notebook, null);
});

test("outside a notebook a figure is written, with nothing known of its code", async t => {
  const root = temporaryProject(t, project);
  process.env.PESBOOK_FIGURES = join(root, "out");
  t.after(() => delete process.env.PESBOOK_FIGURES);
  leaveNotebook();
  const drawn = await figure("a", points(), { caption: "What is seen." });
  assert.equal(drawn.folder, join(root, "out"));
  const { provenance } = JSON.parse(readFileSync(join(root, "out/a.json"), "utf8"));
  assert.deepEqual([provenance.notebook, provenance.statements, provenance.modules], [null, [], {}]);
});

test("one name, one figure", async t => {
  const root = temporaryProject(t, project);
  const path = join(root, "notebooks/01.ipynb");
  const ran = [...cells];
  enterNotebook({
    path,
    profile: "quick",
    cells: ran,
    reads: [],
    uses: [],
    read: () => {},
    used: () => {},
    display: () => {},
  });
  t.after(leaveNotebook);
  const draw = () => figure("a", points(), { caption: "What is seen." });
  await draw();
  await assert.rejects(draw(), /figure: a is drawn twice in this cell; give one another name/);
  ran.push(cells[2]!);
  await draw();
  ran.push(cells[2]!);
  process.env.PESBOOK_NOTEBOOK = path;
  t.after(() => delete process.env.PESBOOK_NOTEBOOK);
  await assert.rejects(draw(), /figure: a is drawn twice in this run; give one another name/);
});

test("a name belongs to the notebook that draws it, for as long as it does", async t => {
  const root = temporaryProject(t, project);
  writeNotebook(root, "notebooks/01.ipynb", cells);
  await drawIn({ path: join(root, "notebooks/01.ipynb"), cells }, "a", points());
  const other = { path: join(root, "notebooks/02.ipynb"), cells };
  await assert.rejects(drawIn(other, "a", points()), /figure: a is already drawn by notebooks\/01.ipynb; give one/);
  writeNotebook(root, "notebooks/01.ipynb", cells.slice(0, 2));
  assert.deepEqual((await drawIn(other, "a", points())).figure.written, ["json"]);
});

test("bad arguments are told apart", async t => {
  const root = temporaryProject(t, project);
  const path = join(root, "notebooks/01.ipynb");
  const caption = "What is seen.";
  for (const name of ["", "../a", "A", "a/b", "-a", "a.json", "index", 7, "__proto__"]) {
    await assert.rejects(
      figure(name as string, points(), { caption }),
      /^Error: figure: invalid name .*; a name is/,
      String(name),
    );
  }
  for (const chart of [Promise.resolve(points()), {}, [points()], "chart", null, undefined]) {
    await assert.rejects(figure("a", chart as never, { caption }), /figure: a is no chart; give what line/);
  }
  await assert.rejects(figure("a", points(), {} as never), /a has no caption; give one/);
  await assert.rejects(figure("a", points(), { caption, alt: 7 as never }), /alt of a is no text/);
  await assert.rejects(
    drawIn({ path, cells }, "big", points(Array.from({ length: 60_000 }, (_, i) => i / 7))),
    /figure: big.json would have \d\.\d MB, 1 MB is the most that is kept; bin or thin/,
  );
});
