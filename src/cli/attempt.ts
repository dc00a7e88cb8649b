import { stripVTControlCharacters } from "node:util";
import { messageOf } from "../check.ts";
import type { NotebookFile } from "../runner/notebook.ts";
import { type CellFailure, type NotebookRun, type RunOptions, runNotebook } from "../runner/run.ts";
import { terminalLine } from "../terminal.ts";
import { shown } from "./paths.ts";

/** Run one notebook under a progress line and print how that went; undefined where it could not be run at all. */
export async function attempt(path: string, options: RunOptions): Promise<NotebookRun | undefined> {
  const name = shown(path);
  const line = terminalLine();
  try {
    const onProgress: RunOptions["onProgress"] = ({ cell, cells }) => line.update(`${name}  cell ${cell} of ${cells}`);
    const run = await runNotebook(path, { ...options, onProgress });
    line.end(`${name}  ${summary(run.executed)}${run.failure ? `  failed at cell ${run.failure.cell}` : ""}`);
    for (const { cell, absent } of run.kept) console.log(`  cell ${cell} kept: ${absent.join(", ")} absent`);
    if (run.failure) console.error(told(run.failure));
    return run;
  } catch (error) {
    const interrupted = options.signal?.aborted;
    line.end(`${name}  ${interrupted ? "interrupted" : "not run"}`);
    if (interrupted) throw error;
    console.error(`  ${messageOf(error)}`);
    return undefined;
  }
}

/** `14 cells  3 figures`. */
function summary({ cells }: NotebookFile): string {
  const code = cells.filter(({ cell_type }) => cell_type === "code");
  const drawn = code.flatMap(({ outputs = [] }) => outputs).filter(isDrawing);
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? "" : "s"}`;
  return [count(code.length, "cell"), ...(drawn.length > 0 ? [count(drawn.length, "figure")] : [])].join("  ");
}

function isDrawing(output: object): boolean {
  return "data" in output && Object.keys(output.data as object).some(mime => mime.startsWith("image/"));
}

/** The failed cell: where it is, how it begins, what went wrong and where in it. */
function told({ cell, line, name, message, traceback }: CellFailure): string {
  const trace = traceback.join("\n") || `${name}: ${message}`;
  const text = `cell ${cell} failed: ${line.trim()}\n${process.stderr.isTTY ? trace : stripVTControlCharacters(trace)}`;
  return text.replace(/^/gm, "  ");
}
