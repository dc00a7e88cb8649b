import { realpathSync } from "node:fs";
import { basename, join } from "node:path";
import { canonicalJson, sha256 } from "../hash.ts";
import type { DataRead, Profile, StepUse } from "../notebook.ts";
import { type CodeEntry, moduleGraph, pathFrom } from "./code.ts";
import { readStatements, type Statement } from "./effects.ts";
import { isMachinery } from "./machinery.ts";
import { type Slice, slice } from "./slice.ts";
import { typescript } from "./syntax.ts";

/**
 * What a figure, or the result of a step, was made from, by content: no date, no machine, no commit, since a file
 * cannot hold its own.
 */
export interface Provenance {
  /** Path from the project's folder; null where it is not known, or the figure was drawn outside a notebook. */
  readonly notebook: string | null;
  readonly profile: Profile;
  /** SHA-256 of the statements of the notebook that it depends on. */
  readonly code: string;
  /** Those statements, each by its first line and its SHA-256. */
  readonly statements: readonly { readonly line: string; readonly sha256: string }[];
  /** Path → SHA-256 of the modules below them. */
  readonly modules: Readonly<Record<string, string>>;
  /** Name → version. */
  readonly packages: Readonly<Record<string, string>>;
  /** Path → SHA-256 of the data files that their cells read. */
  readonly data: Readonly<Record<string, string>>;
  /** Parameters given to the run, as far as they are used. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Name → key of the steps and sweeps it drew from; absent where there are none. */
  readonly steps?: Readonly<Record<string, string>>;
}

/** The place of a notebook: its project's folder, and the folder that its imports start from. */
export interface Place {
  readonly root: string;
  readonly folder: string;
  readonly notebook: string | null;
  readonly profile: Profile;
}

/** A notebook's cells, parsed once for all that they make. */
export interface Reading {
  readonly cells: readonly string[];
  readonly statements: readonly Statement[];
  /** Every call of `figure`, or of the verbs asked for; no name where it is computed. */
  readonly calls: readonly NamedCall[];
}

export interface NamedCall {
  readonly name: string | undefined;
  readonly cell: number;
  readonly statement: Statement;
}

export async function readCells(cells: readonly string[], verbs: readonly string[] = ["figure"]): Promise<Reading> {
  const statements = await readStatements(cells);
  const calls: NamedCall[] = [];
  for (const statement of statements) {
    for (const name of await namesGiven(statement, verbs)) calls.push({ name, cell: statement.cell, statement });
  }
  return { cells, statements, calls };
}

async function namesGiven(
  { node: statement }: Statement,
  verbs: readonly string[],
): Promise<readonly (string | undefined)[]> {
  const ts = await typescript();
  const names: (string | undefined)[] = [];
  const visit = (node: typeof statement | import("typescript").Node): void => {
    if (ts.isCallExpression(node)) {
      const { expression: callee, arguments: given } = node;
      const called = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
      const [name] = given;
      if (ts.isIdentifier(called) && verbs.includes(called.text) && name) {
        names.push(ts.isStringLiteralLike(name) ? name.text : undefined);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return names;
}

/**
 * The part of a notebook below a figure or step: below the statements of a cell that name it, or, where its name is computed,
 * below the whole cell.
 */
export function sliceOf({ statements, calls }: Reading, name: string, cell: number): Slice {
  const named = calls.filter(call => call.name === name && call.cell === cell).map(({ statement }) => statement);
  return slice(statements, { cell, ...(named.length > 0 && { statements: named }) });
}

/** The provenance of what a slice makes; `reads` and `uses` are those of the whole notebook. */
export async function provenanceOf(
  found: Slice,
  { cells }: Reading,
  { reads, uses }: { readonly reads: readonly DataRead[]; readonly uses: readonly StepUse[] },
  { root, folder, notebook, profile }: Place,
): Promise<Provenance> {
  const { modules, packages } = await moduleGraph(entriesOf(found, folder), { root, without: isMachinery });
  const read = reads
    .filter(({ cell }) => found.cells.includes(cell))
    .map(({ path, sha256 }) => [dataName(path, root), sha256]);
  return {
    notebook,
    profile,
    code: found.sha256,
    statements: found.statements.map(({ node, text }) => ({ line: firstLine(node.getText()), sha256: sha256(text) })),
    modules,
    packages,
    data: Object.fromEntries(read.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1))),
    parameters: await parametersOf(found, cells),
    ...stepsOf(found, uses),
  };
}

/** Where one name stands for several results, as in a loop, one hash of all their keys. */
function stepsOf({ cells }: Slice, uses: readonly StepUse[]): Pick<Provenance, "steps"> {
  const keys = new Map<string, string[]>();
  for (const { cell, name, key } of uses) {
    if (cells.includes(cell)) keys.set(name, [...(keys.get(name) ?? []), key]);
  }
  if (keys.size === 0) return {};
  const steps = [...keys].map(([name, list]) => [name, keyOfAll(list)] as const);
  return { steps: Object.fromEntries(steps.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** A result that is used again, in this cell or another, is the same result. */
export function keyOfAll(keys: readonly string[]): string {
  const different = [...new Set(keys)];
  return different.length === 1 ? different[0]! : sha256(different.join());
}

/** What these do is no part of what they are given: how figures are drawn and written, how results are kept. */
const machinery = ["figure", "job", "step", "sweep"];

function entriesOf({ imports }: Slice, folder: string): readonly CodeEntry[] {
  return imports.flatMap(({ specifier, names }) => {
    const needed = names === "all" ? names : names.filter(name => !machinery.includes(name));
    return needed.length === 0 && names.length > 0 ? [] : [{ specifier, names: needed, folder }];
  });
}

export function firstLine(text: string): string {
  const [line = ""] = text.split("\n");
  return line.length <= 100 ? line : `${line.slice(0, 99)}…`;
}

/** The cell that `pesbook run --param` and papermill put in begins with this comment, and assigns. */
async function parametersOf({ statements }: Slice, cells: readonly string[]): Promise<Record<string, string>> {
  const ts = await typescript();
  const found: [string, string][] = [];
  for (const { cell, node } of statements) {
    if (!/^\s*\/\/ Parameters\s*$/m.test(cells[cell]?.split("\n")[0] ?? "")) continue;
    if (!ts.isExpressionStatement(node) || !ts.isBinaryExpression(node.expression)) continue;
    found.push([node.expression.left.getText(), node.expression.right.getText()]);
  }
  return Object.fromEntries(found);
}

/** A data file's name in records: from the project's folder, or from that of the shared data; elsewhere its bare name. */
export function dataName(path: string, root: string): string {
  const inside = relativeInside(root, path);
  if (inside !== undefined) return inside;
  const shared = process.env.PESBOOK_SHARED && relativeInside(process.env.PESBOOK_SHARED, path);
  return shared ? `shared:${shared}` : `elsewhere:${basename(path)}`;
}

/** The path that `dataName` stands for on this machine, if that can be known. */
export function dataPath(name: string, root: string): string | undefined {
  const [, kind, rest = ""] = /^(shared|elsewhere):(.*)$/.exec(name) ?? [];
  if (kind === undefined) return join(root, name);
  return kind === "shared" && process.env.PESBOOK_SHARED ? join(process.env.PESBOOK_SHARED, rest) : undefined;
}

function relativeInside(folder: string, path: string): string | undefined {
  const inside = pathFrom(real(folder), real(path));
  return inside.startsWith("../") || inside === ".." ? undefined : inside;
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Whether two provenances say the same; how a statement was laid out does not count. */
export function isSameProvenance(a: Provenance, b: Provenance): boolean {
  return canonicalJson({ ...a, statements: null }) === canonicalJson({ ...b, statements: null });
}
