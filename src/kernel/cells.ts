import { statSync } from "node:fs";
import { join, sep } from "node:path";
import ts from "#typescript";
import { CELL_GLOBALS, NODE_GLOBALS } from "./globals.ts";
import { type Declared, declaredNames } from "./names.ts";
import { compilerOptions, hasNodeTypes } from "./project.ts";

/**
 * The cells of a session as modules that TypeScript checks.
 *
 * Every cell is a virtual file. Names of earlier cells reach it through lines appended *after* its text, so that
 * places in the file are places in the cell and types flow with nothing written to disk.
 */
export interface Cells {
  readonly service: ts.LanguageService;
  /**
   * Make this text the cell at hand, and say what it declares. It sees the earlier names that it mentions: with no
   * more of them than that, TypeScript has least to do anew. One that is being written sees them all.
   */
  present(code: string, seen?: "mentioned" | "all"): Presented;
  /** Keep the cell at hand under its number, with those of its names that later cells can use. */
  keep(cell: number, presented: Presented, names: readonly Declared[]): void;
  /** Names of earlier cells that have a value. */
  values(): ReadonlySet<string>;
  /** The user process is a new one: no values are left, and so no names. */
  clear(): void;
}

export interface Presented {
  readonly file: string;
  /** The user's text and the lines that the kernel added. */
  readonly text: string;
  readonly declared: readonly Declared[];
}

interface Binding {
  readonly cell: number;
  readonly kind: Declared["kind"];
}

export function cellsIn(folder: string): Cells {
  const options = compilerOptions(folder);
  const globals = join(folder, "__pesbook_globals.d.ts");
  const current = join(folder, `${moduleOf("now")}.ts`);
  const texts = new Map<string, { text: string; version: number }>();
  const scope = new Map<string, Binding>();
  let version = 0;

  const put = (file: string, text: string): void => {
    texts.set(file, { text, version: ++version });
  };
  put(globals, hasNodeTypes(options) ? CELL_GLOBALS : CELL_GLOBALS + NODE_GLOBALS);
  put(current, "export {};");

  const readFile = (file: string) => texts.get(file)?.text ?? ts.sys.readFile(file);
  const versionOf = (file: string) => String(texts.get(file)?.version ?? modified(file));
  const snapshots = new Map<string, { snapshot: ts.IScriptSnapshot; version: string }>();
  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => options,
    getScriptFileNames: () => [globals, current],
    getScriptVersion: versionOf,
    // Asked for every file of every program.
    getScriptSnapshot: file => {
      const version = versionOf(file);
      const known = snapshots.get(file);
      if (known?.version === version) return known.snapshot;
      const text = readFile(file);
      if (text === undefined) return undefined;
      const snapshot = ts.ScriptSnapshot.fromString(text);
      snapshots.set(file, { snapshot, version });
      return snapshot;
    },
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: file => texts.has(file) || ts.sys.fileExists(file),
    readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    realpath: ts.sys.realpath,
  };

  return {
    service: ts.createLanguageService(host, ts.createDocumentRegistry()),

    present(code, seen = "mentioned") {
      const source = ts.createSourceFile(current, code, ts.ScriptTarget.ESNext, true);
      const declared = declaredNames(source);
      const mentioned = seen === "all" ? scope : mentionedIn(source, scope);
      const text = `${code}\n;${surroundings(mentioned, declared)}`;
      if (texts.get(current)?.text !== text) put(current, text);
      return { file: current, text, declared };
    },

    keep(cell, { text }, names) {
      put(join(folder, `${moduleOf(cell)}.ts`), text);
      for (const { name, kind } of names) scope.set(name, { cell, kind });
    },

    values() {
      const named = [...scope].filter(([, { kind }]) => kind !== "type" && kind !== "ambient");
      return new Set(named.map(([name]) => name));
    },

    clear: () => scope.clear(),
  };
}

/** A module's file name, and what makes a TypeScript message about another cell readable. */
function moduleOf(cell: number | "now"): string {
  return `__pesbook_cell_${cell}`;
}

/** `import("/home/me/__pesbook_cell_3").Box` reads `Box` in a message to the user. */
export function withoutModuleNames(message: string): string {
  return message
    .replaceAll(/import\("[^"]*__pesbook_cell_\w+"\)\./g, "")
    .replaceAll(/"[^"]*__pesbook_cell_\w+"/g, "cell");
}

function mentionedIn(source: ts.SourceFile, scope: ReadonlyMap<string, Binding>): ReadonlyMap<string, Binding> {
  const mentioned = new Map<string, Binding>();
  const visit = (node: ts.Node): void => {
    const binding = ts.isIdentifier(node) && scope.get(node.text);
    if (binding) mentioned.set(node.text, binding);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return mentioned;
}

/** The lines that give a cell the names of those before it, and give its own names to those after it. */
function surroundings(scope: ReadonlyMap<string, Binding>, declared: readonly Declared[]): string {
  const own = new Set(declared.map(({ name }) => name));
  const shared = declared.filter(({ exported }) => !exported).map(({ name }) => name);
  const lines = [`export { ${shared.join(", ")} };`];
  const constants = new Map<number, string[]>();
  for (const [name, { cell, kind }] of scope) {
    if (own.has(name)) continue;
    // An imported binding cannot be assigned; a variable of an earlier cell can.
    if (kind === "variable") lines.push(`declare let ${name}: typeof import("./${moduleOf(cell)}").${name};`);
    else constants.set(cell, [...(constants.get(cell) ?? []), name]);
  }
  for (const [cell, names] of constants) lines.push(`import { ${names.join(", ")} } from "./${moduleOf(cell)}";`);
  return lines.join("\n");
}

/** A file's version by its time of change; installed packages do not change under a running kernel. */
function modified(file: string): number {
  if (file.includes(`${sep}node_modules${sep}`) || file.includes("/node_modules/")) return 0;
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
