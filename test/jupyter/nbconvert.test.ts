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
async function convert({ folder, env }: Place, name: string): Promise<Cell[]> {
  await run(nbconvert!, ["--to", "notebook", "--execute", name, "--output", "executed.ipynb"], { cwd: folder, env });
  const { cells } = JSON.parse(await readFile(join(folder, "executed.ipynb"), "utf8")) as { cells: Cell[] };
  return cells.filter(cell => cell.cell_type === "code");
}
