import { resolve } from "node:path";
import { readBounded } from "../files.ts";
import { linesOf } from "../formats/lines.ts";
import { sha256 } from "../hash.ts";
import { notebook } from "../notebook.ts";

/** The lines of a parameter file, also gzipped; a notebook notes that it was read. */
export async function readLines(path: string, where: string): Promise<readonly string[]> {
  const file = resolve(path);
  const bytes = await readBounded(file, { limit: 2 ** 28 });
  notebook()?.read(file, sha256(bytes));
  const lines: string[] = [];
  for await (const block of linesOf([bytes], where, { limit: 2 ** 29 })) lines.push(...block);
  return lines;
}
