import type { Problem } from "./compile.ts";
import type { CellError } from "./reports.ts";

/** The content of an `error` output: a name, a sentence, and lines in colour for the eye. */
export interface ErrorContent {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** What TypeScript has against a cell, each problem with the lines around it. */
export function typeErrorContent(code: string, problems: readonly Problem[]): ErrorContent {
  const traceback = problems.flatMap(({ code: number, message, start, end }) => [
    `${red(bold(`TS${number}`))}: ${message}`,
    ...codeFrame(
      code,
      { line: start.line, column: start.character },
      start.line === end.line ? end.character : undefined,
    ),
  ]);
  return { ename: "TypeScriptError", evalue: problems.map(({ message }) => message).join("; "), traceback };
}

/** What a cell threw: where, in the cell that it happened in, and by which calls. */
export function thrownContent(error: CellError, codeOf: (cell: number) => string | undefined): ErrorContent {
  const { ename, evalue, frames, place, cause } = error;
  const code = place && codeOf(place.cell);
  const traceback = [
    `${red(bold(ename))}: ${evalue}`,
    ...(place && code !== undefined ? codeFrame(code, place) : []),
    ...frames.map(line => (line.includes("In[") ? line : dim(line))),
    ...(cause ? [`Caused by ${cause}`] : []),
  ];
  return { ename, evalue, traceback };
}

const AROUND = 2;

function codeFrame(code: string, { line, column }: Place, end = column + 1): string[] {
  return code.split("\n").flatMap((text, at) => {
    if (Math.abs(at - line) > AROUND) return [];
    const numbered = `${dim(`${String(at + 1).padStart(4)} │`)} ${text}`;
    if (at !== line) return [`  ${numbered}`];
    const caret = `  ${dim("     │")} ${" ".repeat(column)}${red("^".repeat(Math.max(1, end - column)))}`;
    return [`${red(">")} ${numbered}`, caret];
  });
}

const red = (text: string) => `\x1b[31m${text}\x1b[39m`;
const dim = (text: string) => `\x1b[2m${text}\x1b[22m`;
const bold = (text: string) => `\x1b[1m${text}\x1b[22m`;
