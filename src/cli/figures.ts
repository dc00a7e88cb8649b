import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeFigurePage } from "../figures/page.ts";
import { folderAbove } from "../files.ts";
import type { Profile } from "../notebook.ts";

/** Where a notebook's figures of a profile are kept. */
export function figureFolder(notebook: string, profile: Profile): string {
  const project = folderAbove(dirname(notebook), "package.json") ?? dirname(notebook);
  return join(project, "figures", ...(profile === "quick" ? ["quick"] : []));
}

/** Write the page of each of these folders that is there; the pages' paths. */
export async function writeFigurePages(folders: readonly string[]): Promise<string[]> {
  const there = [...new Set(folders)].filter(folder => existsSync(folder));
  for (const folder of there) await writeFigurePage(folder);
  return there.map(folder => join(folder, "index.html"));
}
