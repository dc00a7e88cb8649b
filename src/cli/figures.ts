import { dirname, resolve } from "node:path";
import { writeFigurePage } from "../figures/page.ts";
import { figureNames, figuresOf } from "../figures/stored.ts";
import type { Profile } from "../notebook.ts";
import { pathFrom } from "../steps/code.ts";
import { projectOf } from "../steps/resolve.ts";

/** Where a notebook's figures of a profile are kept. */
export function figureFolder(notebook: string, profile: Profile): string {
  return figuresOf(projectOf(dirname(notebook)), profile);
}

/** A notebook as figures name it: from its project's folder. */
export function nameInProject(notebook: string): string {
  return pathFrom(projectOf(dirname(notebook)), resolve(notebook));
}

/** Write the page of each of these folders that holds figures; the pages' paths. */
export async function writeFigurePages(folders: readonly string[]): Promise<string[]> {
  const pages: string[] = [];
  for (const folder of new Set(folders)) {
    if ((await figureNames(folder)).length > 0) pages.push((await writeFigurePage(folder)).path);
  }
  return pages;
}
