import { stripVTControlCharacters } from "node:util";
import type { MimeBundle } from "../notebook.ts";
import { type Cell, isJsonMime, type NotebookFile } from "./notebook.ts";
import type { Output } from "./outputs.ts";

/** One place where two runs of a notebook differ, in words: `cell 7, output 2 (text/plain): …`. */
export type OutputDifference = string;

const TOLERANCE = 1e-9;

/**
 * Where the outputs of a fresh run differ from the committed ones.
 *
 * Text must be equal, numbers in JSON to 1e-9 of their size. A bitmap beside other data is not looked at: it is drawn
 * from them. Of an error its name and message count; where it passed through does not.
 */
export function compareOutputs(committed: NotebookFile, fresh: NotebookFile): readonly OutputDifference[] {
  if (committed.cells.length !== fresh.cells.length) {
    return [`${committed.cells.length} cells committed, ${fresh.cells.length} after the run (parameters differ?)`];
  }
  return committed.cells.flatMap((cell, index) => {
    const other = fresh.cells[index]!;
    if (cell.source !== other.source) return [`cell ${index + 1}: another source (parameters differ?)`];
    return compareCells(cell, other).map(where => `cell ${index + 1}, ${where}`);
  });
}

function compareCells({ outputs: old = [] }: Cell, { outputs: fresh = [] }: Cell): string[] {
  if (old.length !== fresh.length) return [`${counted(old.length)} committed, ${counted(fresh.length)} after the run`];
  return old.flatMap((output, index) =>
    compareOutput(output, fresh[index]!).map(what => `output ${index + 1} ${what}`),
  );
}

function compareOutput(old: Output, fresh: Output): string[] {
  if (old.output_type === "stream" && fresh.output_type === "stream") {
    if (old.name !== fresh.name) return [`is ${fresh.name}, committed ${old.name}`];
    return differing(`(${old.name})`, old.text, fresh.text);
  }
  if (old.output_type === "error" && fresh.output_type === "error") {
    const told = ({ ename, evalue }: typeof old) => stripVTControlCharacters(`${ename}: ${evalue}`);
    return differing("(error)", told(old), told(fresh));
  }
  if ("data" in old && "data" in fresh && old.output_type === fresh.output_type)
    return compareData(old.data, fresh.data);
  return [`is ${fresh.output_type}, committed ${old.output_type}`];
}

function compareData(old: MimeBundle, fresh: MimeBundle): string[] {
  const types = [...new Set([...Object.keys(old), ...Object.keys(fresh)])].sort();
  return types.flatMap(mime => {
    if (!Object.hasOwn(fresh, mime)) return [`lacks the committed ${mime}`];
    if (!Object.hasOwn(old, mime)) return [`has ${mime}, which is not committed`];
    if (isBitmap(mime) && types.some(other => !isBitmap(other) && other !== "text/plain")) return [];
    return isJsonMime(mime)
      ? compareJson(old[mime], fresh[mime], "").map(where => `(${mime}): ${where}`)
      : differing(`(${mime})`, String(old[mime]), String(fresh[mime]));
  });
}

function isBitmap(mime: string): boolean {
  return mime.startsWith("image/") && mime !== "image/svg+xml";
}

/** The first place where two JSON values differ. */
function compareJson(old: unknown, fresh: unknown, path: string): string[] {
  if (typeof old === "number" && typeof fresh === "number") {
    const close = Math.abs(old - fresh) <= TOLERANCE * Math.max(Math.abs(old), Math.abs(fresh));
    return close ? [] : [`${path || "the value"} is ${fresh}, committed ${old}`];
  }
  if (
    typeof old === "object" &&
    typeof fresh === "object" &&
    old &&
    fresh &&
    Array.isArray(old) === Array.isArray(fresh)
  ) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(fresh)])];
    for (const key of keys) {
      const inner = Array.isArray(old) ? `${path}[${key}]` : path ? `${path}.${key}` : key;
      const found = compareJson((old as MimeBundle)[key], (fresh as MimeBundle)[key], inner);
      if (found.length > 0) return found;
    }
    return [];
  }
  return old === fresh ? [] : [`${path || "the value"} is ${brief(fresh)}, committed ${brief(old)}`];
}

/** The first line where two texts differ. */
function differing(what: string, old: string, fresh: string): string[] {
  if (old === fresh) return [];
  const [before, after] = [old.split("\n"), fresh.split("\n")];
  const line = after.findIndex((text, index) => text !== before[index]);
  const at = line < 0 ? after.length : line;
  return [`${what}, line ${at + 1}: is ${brief(after[at])}, committed ${brief(before[at])}`];
}

function brief(value: unknown): string {
  const text = value === undefined ? "absent" : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)} …` : text;
}

function counted(outputs: number): string {
  return outputs === 1 ? "1 output" : `${outputs} outputs`;
}
