import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../check.ts";
import { readBounded } from "../files.ts";

/** A cell of code, as a notebook file holds it. */
export interface CodeCell {
  readonly source: string;
  /** Among all cells of the notebook, from 1. */
  readonly number: number;
}

/** The cells of a notebook file that a run executes, in order. */
export async function notebookCells(path: string): Promise<readonly CodeCell[]> {
  let cells: unknown;
  try {
    ({ cells } = JSON.parse((await readBounded(path, { limit: 2 ** 28 })).toString("utf8")));
  } catch (error) {
    throw new Error(`${path} cannot be read as a notebook: ${messageOf(error)}`);
  }
  if (!Array.isArray(cells)) throw new Error(`${path} is not a notebook: it has no list of cells`);
  return cells.flatMap((cell, i) => {
    const { cell_type: type, source, metadata } = cell ?? {};
    const isRun = type === "code" && !metadata?.tags?.includes?.("skip-execution");
    return isRun ? [{ source: Array.isArray(source) ? source.join("") : String(source), number: i + 1 }] : [];
  });
}

/** Paths of a project's notebooks from its folder: those in `notebooks/` and those beside `package.json`, sorted. */
export async function projectNotebooks(project: string): Promise<readonly string[]> {
  const found = await Promise.all([notebooksIn(project, ""), notebooksIn(project, "notebooks/")]);
  return found.flat().sort();
}

async function notebooksIn(project: string, folder: string): Promise<readonly string[]> {
  const files = await readdir(join(project, folder)).catch(() => []);
  return files.filter(file => file.endsWith(".ipynb")).map(file => folder + file);
}
