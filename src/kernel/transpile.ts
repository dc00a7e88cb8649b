import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { folderAbove } from "../files.ts";
import { sha256 } from "../hash.ts";
import { interruptible } from "./loops.ts";

type TypeScript = typeof import("typescript");
type Diagnostic = import("typescript").Diagnostic;

/** Changes when the same text is to give other JavaScript. */
const VERSION = 3;
const remembered = new Map<string, string>();
let typescript: TypeScript | undefined;

/**
 * A TypeScript file as JavaScript, types stripped and loops made interruptible.
 *
 * Kept in memory and, by content, in the project's `node_modules/.cache`: a session that finds everything there need
 * not load TypeScript into the user's process, which takes longer than all else at its start.
 */
export function javascriptOf(file: string): string {
  const text = readFileSync(file, "utf8");
  const key = sha256(`${VERSION}\n${basename(file)}\n${text}`);
  const known = remembered.get(key) ?? readKept(file, key);
  if (known !== undefined) return known;
  const javascript = transpile(text, file);
  remembered.set(key, javascript);
  keep(file, key, javascript);
  return javascript;
}

function transpile(text: string, file: string): string {
  typescript ??= createRequire(import.meta.url)("typescript") as TypeScript;
  const ts = typescript;
  const { outputText, diagnostics = [] } = ts.transpileModule(text, {
    fileName: basename(file),
    reportDiagnostics: true,
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
      inlineSourceMap: true,
      inlineSources: true,
    },
    transformers: { before: [interruptible(ts)] },
  });
  const [problem] = diagnostics;
  if (problem) throw new SyntaxError(placed(ts, problem, file));
  return outputText;
}

/** `/home/me/src/a.ts:3:14 Expression expected.` and the line it stands in */
function placed(ts: TypeScript, { messageText, file: source, start = 0 }: Diagnostic, file: string): string {
  const message = ts.flattenDiagnosticMessageText(messageText, "\n");
  if (!source) return `${file} ${message}`;
  const { line, character } = source.getLineAndCharacterOfPosition(start);
  const shown = source.text.split("\n")[line] ?? "";
  return `${file}:${line + 1}:${character + 1} ${message}\n    ${shown}\n    ${" ".repeat(character)}^`;
}

function keptPath(file: string, key: string): string | undefined {
  const root = folderAbove(dirname(file), "node_modules");
  return root && join(root, "node_modules", ".cache", "pesbook", `${key}.js`);
}

function readKept(file: string, key: string): string | undefined {
  const path = keptPath(file, key);
  try {
    return path && readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** A cache that cannot be written costs time, nothing else. */
function keep(file: string, key: string, javascript: string): void {
  const path = keptPath(file, key);
  if (!path) return;
  const side = `${path}.${process.pid}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(side, javascript);
    renameSync(side, path);
  } catch {}
}
