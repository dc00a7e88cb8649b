import ts from "typescript";
import { type Cells, type Presented, withoutModuleNames } from "./cells.ts";
import type { Declared } from "./names.ts";
import { cellTransformer } from "./transform.ts";
import { worksOf } from "./works.ts";

/** A cell ready to run, or why it cannot be. */
export type Compiled = Runnable | { readonly problems: readonly Problem[] };

export interface Runnable {
  readonly problems?: undefined;
  readonly javascript: string;
  /** The source map from `javascript` to the cell, as JSON. */
  readonly map: string;
  /** The names later cells can use, given those that the cell shared before it ended. */
  keep(cell: number, published: readonly string[]): void;
}

/** What TypeScript has against a cell; places count from 0. */
export interface Problem {
  readonly code: number;
  readonly message: string;
  readonly start: ts.LineAndCharacter;
  readonly end: ts.LineAndCharacter;
}

/** A package without types is usable: everything of it is `any`. */
const UNTYPED_MODULE = 7016;

/** Check a cell with the types of all cells before it, and translate it to JavaScript. */
export function compile(cells: Cells, code: string): Compiled {
  const presented = cells.present(code);
  const program = cells.service.getProgram()!;
  const source = program.getSourceFile(presented.file)!;
  const problems = problemsOf(program, source, code);
  if (problems.length > 0) return { problems };
  const { modules: works, captured } = worksOf(source, program.getTypeChecker(), code.length);
  if (captured.length > 0) return { problems: captured.map(({ node, message }) => problemAt(source, node, message)) };

  const expected = new Set<string>();
  const transformer = cellTransformer({
    source,
    checker: program.getTypeChecker(),
    length: code.length,
    outer: cells.values(),
    works,
    onPublish: name => expected.add(name),
  });
  let javascript = "";
  let map = "";
  const write = (file: string, text: string): void => {
    if (file.endsWith(".map")) map = text;
    else javascript = text;
  };
  program.emit(source, write, undefined, false, { before: [transformer] });
  return {
    javascript: javascript.replace(/^export \{\};\n?/m, "").replace(/\n?\/\/# sourceMappingURL=.*\s*$/, ""),
    map,
    keep: (cell, published) => cells.keep(cell, presented, kept(presented, expected, published)),
  };
}

/** Names whose statement was reached, as in Python; a type needs no statement to run. */
function kept({ declared }: Presented, expected: ReadonlySet<string>, published: readonly string[]): Declared[] {
  const reached = new Set(published);
  return declared.filter(({ name }) => reached.has(name) || !expected.has(name));
}

function problemsOf(program: ts.Program, source: ts.SourceFile, code: string): Problem[] {
  const syntactic = program.getSyntacticDiagnostics(source);
  // What is wrong beyond the cell's end, as after an open bracket, is wrong at its end.
  const found =
    syntactic.length > 0
      ? syntactic.slice(0, 1)
      : program.getSemanticDiagnostics(source).filter(({ start = 0 }) => start < code.length);
  return found
    .filter(({ category, code }) => category === ts.DiagnosticCategory.Error && code !== UNTYPED_MODULE)
    .map(({ code: number, messageText, start = 0, length = 0 }) => {
      const place = (at: number) => source.getLineAndCharacterOfPosition(Math.min(at, code.length));
      const message = readable(ts.flattenDiagnosticMessageText(messageText, "\n"));
      return { code: number, message, start: place(start), end: place(start + length) };
    });
}

function problemAt(source: ts.SourceFile, node: ts.Node, message: string): Problem {
  const place = (at: number) => source.getLineAndCharacterOfPosition(at);
  return { code: 0, message, start: place(node.getStart(source)), end: place(node.getEnd()) };
}

function readable(message: string): string {
  return withoutModuleNames(message).replace(
    / because it is an import\.$/,
    " because it is a constant of an earlier cell.",
  );
}
