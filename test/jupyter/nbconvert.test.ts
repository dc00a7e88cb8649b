import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { needs, repository } from "../needs.js";
import { notebookOf, type Place, place, program, run } from "./jupyter.js";

const nbconvert = program("jupyter-nbconvert");
const found = needs("jupyter-nbconvert", nbconvert);

interface Cell {
  readonly cell_type: string;
  readonly execution_count?: number | null;
  readonly outputs?: readonly { output_type: string; data?: Record<string, unknown>; text?: string | string[] }[];
}

test("nbconvert executes a notebook on our kernel", found, async t => {
  const at = await place(t);
  await writeFile(
    join(at.folder, "small.ipynb"),
    notebookOf("const half: number = 21;\nconsole.log(half)", "2 * half"),
  );
  const cells = await convert(at, "small.ipynb");
  assert.deepEqual(
    cells.map(cell => cell.execution_count),
    [1, 2],
  );
  assert.deepEqual(
    cells
      .flatMap(cell => cell.outputs ?? [])
      .map(output => [output.text ?? output.data?.["text/plain"]].flat().join("")),
    ["21\n", "42"],
  );
});

test("nbconvert stops at the first error and names it", found, async t => {
  const at = await place(t);
  await writeFile(join(at.folder, "wrong.ipynb"), notebookOf('throw new RangeError("no such frame")'));
  await assert.rejects(convert(at, "wrong.ipynb"), (error: Error) =>
    stripVTControlCharacters(error.message).includes("RangeError: no such frame"),
  );
});

test("nbconvert executes a notebook written for tslab on our kernel", found, async t => {
  const at = await place(t);
  await copyFile(join(repository, "test", "kernel", "tslab.ipynb"), join(at.folder, "tslab.ipynb"));
  const cells = await convert(at, "tslab.ipynb", ["--ExecutePreprocessor.kernel_name=pesbook"]);
  const types = new Set(cells.flatMap(cell => cell.outputs ?? []).flatMap(output => Object.keys(output.data ?? {})));
  for (const type of ["text/html", "text/latex", "image/png", "application/pdf"]) assert.ok(types.has(type), type);
});

const execute = program("jupyter-execute");

test("jupyter execute runs a notebook in its place", needs("jupyter-execute", execute), async t => {
  const at = await place(t);
  const file = join(at.folder, "small.ipynb");
  const cells = ['import { progress } from "pesbook";\nfor (const _ of progress([1, 2, 3], "rows"));', "6 * 7"];
  await writeFile(file, notebookOf(...cells));
  await run(execute!, ["--inplace", file], { cwd: at.folder, env: at.env });
  const { cells: executed } = JSON.parse(await readFile(file, "utf8")) as { cells: Cell[] };
  const texts = executed.flatMap(cell => cell.outputs ?? []).map(output => output.data?.["text/plain"]);
  assert.deepEqual(texts.flat(), ["rows 3/3", "42"]);
});

const first = join(repository, "notebooks", "01-data.ipynb");

test("nbconvert executes the first notebook, and its charts and tables are drawn", found, async t => {
  const at = await place(t);
  await copyFile(first, join(at.folder, "01-data.ipynb"));
  const drawn = (await convert(at, "01-data.ipynb")).flatMap(cell => cell.outputs ?? []);
  const types = new Set(drawn.flatMap(output => Object.keys(output.data ?? {})));
  for (const type of ["application/vnd.vegalite.v5+json", "image/png", "text/html"]) assert.ok(types.has(type), type);
  assert.ok(existsSync(join(at.folder, "figures")), "figure() wrote its files");
});

/** Execute a notebook in place of its input's folder; the code cells of what nbconvert wrote. */
async function convert({ folder, env }: Place, name: string, options: readonly string[] = []): Promise<Cell[]> {
  await run(nbconvert!, ["--to", "notebook", "--execute", name, "--output", "executed.ipynb", ...options], {
    cwd: folder,
    env,
  });
  const { cells } = JSON.parse(await readFile(join(folder, "executed.ipynb"), "utf8")) as { cells: Cell[] };
  return cells.filter(cell => cell.cell_type === "code");
}
