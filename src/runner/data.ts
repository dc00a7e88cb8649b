import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { check } from "../check.ts";
import { folderAbove } from "../files.ts";
import { type Cell, tagsOf } from "./notebook.ts";

/**
 * The data sets that a cell needs (tags `needs:NAME`) and that are not here: neither `$PESBOOK_SHARED/datasets/NAME`
 * nor `data/cache/NAME` of the notebook's project is there.
 */
export function absentData(cell: Cell, notebookPath: string): readonly string[] {
  const project = folderAbove(dirname(notebookPath), "package.json");
  const places = [
    process.env.PESBOOK_SHARED && join(process.env.PESBOOK_SHARED, "datasets"),
    project && join(project, "data", "cache"),
  ].filter(place => place !== undefined && place !== "") as string[];
  return tagsOf(cell)
    .filter(tag => tag.startsWith("needs:"))
    .map(tag => dataName(tag, notebookPath))
    .filter(name => !places.some(place => existsSync(join(place, name))));
}

/** A name, or a path downwards in names. */
function dataName(tag: string, notebookPath: string): string {
  const name = tag.slice("needs:".length);
  check(
    /^\w[\w.+-]*(\/\w[\w.+-]*)*$/.test(name),
    `${notebookPath}: invalid tag ${tag}; needs:NAME with the name of a data set is needed`,
  );
  return name;
}
