import ts from "#typescript";
import { type Cells, withoutModuleNames } from "./cells.ts";
import type { Content } from "./wire.ts";

/** Answers about a cell that is being written. Jupyter counts positions in code points, TypeScript in UTF-16 units. */

const MOST_COMPLETIONS = 500;

export function complete(cells: Cells, code: string, position: number): Content {
  const at = unitsOf(code, position);
  const before = /[\p{L}\p{N}_$]*$/u.exec(code.slice(0, at))?.[0] ?? "";
  const after = /^[\p{L}\p{N}_$]*/u.exec(code.slice(at))?.[0] ?? "";
  const { file } = cells.present(code, "all");
  const wanted = before.toLowerCase();
  const entries = (cells.service.getCompletionsAtPosition(file, at, {})?.entries ?? [])
    .filter(({ name }) => name.toLowerCase().startsWith(wanted) && !name.startsWith("__pesbook"))
    .sort((a, b) => compare(a.sortText, b.sortText) || compare(a.name, b.name))
    .slice(0, MOST_COMPLETIONS);
  const start = pointsOf(code, at - before.length);
  const end = pointsOf(code, at + after.length);
  return {
    status: "ok",
    matches: entries.map(({ name }) => name),
    cursor_start: start,
    cursor_end: end,
    metadata: {
      _jupyter_types_experimental: entries.map(({ name, kind }) => ({ text: name, type: kind, start, end })),
    },
  };
}

export function inspectAt(cells: Cells, code: string, position: number): Content {
  const at = unitsOf(code, position);
  const { file } = cells.present(code);
  const found = [at, at - 1]
    .map(place => place >= 0 && cells.service.getQuickInfoAtPosition(file, place))
    .find(Boolean);
  if (!found) return { status: "ok", found: false, data: {}, metadata: {} };
  const signature = withoutModuleNames(ts.displayPartsToString(found.displayParts));
  const words = ts.displayPartsToString(found.documentation);
  const tags = (found.tags ?? []).map(({ name, text }) => `@${name} ${ts.displayPartsToString(text)}`).join("\n");
  const together = (parts: string[]) => parts.filter(Boolean).join("\n\n");
  const data = {
    "text/plain": together([signature, words, tags]),
    "text/markdown": together([`\`\`\`ts\n${signature}\n\`\`\``, words, tags.replaceAll(/^@(\w+)/gm, "*@$1*")]),
  };
  return { status: "ok", found: true, data, metadata: {} };
}

/** For front ends that run a cell on Enter: whether it can be run as it stands. */
export function isComplete(code: string): Content {
  const { diagnostics = [] } = ts.transpileModule(code, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const end = code.trimEnd().length;
  const problems = diagnostics.filter(({ category }) => category === ts.DiagnosticCategory.Error);
  if (problems.length === 0) return { status: "complete" };
  const open = problems.some(({ start = 0, length = 0 }) => start + length >= end);
  return open ? { status: "incomplete", indent: "  " } : { status: "invalid" };
}

function unitsOf(code: string, points: number): number {
  return [...code].slice(0, Math.max(0, points)).join("").length;
}

function pointsOf(code: string, units: number): number {
  return [...code.slice(0, units)].length;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
