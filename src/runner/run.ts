import { basename, dirname, join, resolve } from "node:path";
import { check } from "../check.ts";
import { writeAtomic } from "../files.ts";
import type { Profile } from "../notebook.ts";
import { type Execution, startKernel } from "./client.ts";
import { absentData } from "./data.ts";
import {
  type Cell,
  completed,
  formatNotebook,
  type NotebookFile,
  notebookText,
  parseNotebook,
  tagsOf,
} from "./notebook.ts";
import { isInjected, type Parameters, withParameters } from "./parameters.ts";

export interface RunOptions {
  /** How the kernel is started: program and arguments, one of them `{connection_file}`. */
  readonly command: readonly string[];
  readonly profile?: Profile;
  readonly parameters?: Parameters;
  /** Seconds that one cell may take. */
  readonly timeout?: number;
  /** Where the executed notebook is written; by the profile when not given. */
  readonly output?: string;
  /** Where figures are written, when not to the project's folder. */
  readonly figures?: string;
  /** Aborting interrupts the kernel and rejects; no notebook is written then. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly cell: number; readonly cells: number }) => void;
}

/** What came of a run. */
export interface NotebookRun {
  /** The notebook as it was found, and as it is after the run. */
  readonly original: NotebookFile;
  readonly executed: NotebookFile;
  /** Where the executed notebook is. */
  readonly output: string;
  /** Whether anything changed there. */
  readonly written: boolean;
  /** Cells left as they were for want of data. */
  readonly kept: readonly KeptCell[];
  /** Where the run stopped, if it did. */
  readonly failure?: CellFailure;
}

export interface KeptCell {
  /** Place in the notebook, from 1. */
  readonly cell: number;
  readonly absent: readonly string[];
}

export interface CellFailure {
  /** Place in the notebook, from 1. */
  readonly cell: number;
  /** The first line of its source that is not blank. */
  readonly line: string;
  readonly name: string;
  readonly message: string;
  readonly traceback: readonly string[];
}

/**
 * Run a notebook from its first cell to its last, or to its first error, in a kernel of its own.
 *
 * The quick profile writes the outputs into the notebook itself, the thesis profile into a copy in `.executed/`
 * beside it. A notebook that its run does not change is not written, so its bytes stay.
 * Tags of a cell: `parameters`, `raises-exception` (an error does not stop the run), `skip-execution` (its outputs
 * stay) and `needs:NAME` (they stay where the data set NAME is absent).
 *
 * @throws when the notebook is not valid, is for another language, or the run is aborted; nothing is written then
 */
export async function runNotebook(
  path: string,
  {
    command,
    profile = "quick",
    parameters = {},
    timeout = 600,
    output = executedPath(path, profile),
    figures,
    signal,
    onProgress,
  }: RunOptions,
): Promise<NotebookRun> {
  const text = await notebookText(path);
  const original = parseNotebook(text, path);
  checkLanguage(original, path);
  const prepared = completed(withParameters(original, parameters, path));
  const absent = prepared.cells.map(cell => absentData(cell, path));

  const kernel = await startKernel({
    command,
    folder: dirname(resolve(path)),
    env: {
      PESBOOK_NOTEBOOK: resolve(path),
      PESBOOK_PROFILE: profile,
      ...(figures && { PESBOOK_FIGURES: resolve(figures) }),
    },
  });
  const interrupt = () => void kernel.interrupt().catch(() => {});
  signal?.addEventListener("abort", interrupt);
  const cells: Cell[] = [];
  const ran: Ran[] = [];
  let failure: CellFailure | undefined;
  try {
    for (const [index, cell] of prepared.cells.entries()) {
      signal?.throwIfAborted();
      onProgress?.({ cell: index + 1, cells: prepared.cells.length });
      if (cell.cell_type !== "code" || tagsOf(cell).includes("skip-execution")) {
        cells.push(cell);
      } else if (absent[index]!.length > 0) {
        if (!failure) await kernel.execute(IN_PLACE_OF_KEPT);
        cells.push(cell);
      } else if (failure || cell.source.trim() === "") {
        cells.push({ ...cell, execution_count: null, outputs: [] });
      } else {
        const execution = await kernel.execute(cell.source, { timeout: timeout * 1000 });
        cells.push(withOutputs(cell, execution));
        ran.push({ execution, cell, index });
        failure = ran.map(failureOf).find(found => found !== undefined);
      }
    }
    signal?.throwIfAborted();
  } finally {
    signal?.removeEventListener("abort", interrupt);
    await kernel.shutdown();
  }

  const executed = { ...prepared, cells };
  const result = formatNotebook(executed);
  const inPlace = resolve(output) === resolve(path);
  const present = inPlace ? formatNotebook(completed(original)) : await notebookText(output).catch(() => undefined);
  if (result !== present) {
    const untouched = !inPlace || (await notebookText(path)) === text;
    check(untouched, `${path} was edited while it ran, so its outputs are not written; run it again`);
    await writeAtomic(output, result);
  }
  const kept = absent.flatMap((names, index) => (names.length > 0 ? [{ cell: index + 1, absent: names }] : []));
  return { original, executed, output, written: result !== present, kept, failure };
}

/** Counted by the kernel like the cell whose turn it is, so that the cells below have the numbers they always have. */
const IN_PLACE_OF_KEPT = "void 0;";

/** Where a profile's outputs go: into the notebook itself, or into a copy that git ignores. */
function executedPath(path: string, profile: Profile): string {
  return profile === "quick" ? path : join(dirname(path), ".executed", basename(path));
}

/** Running a notebook for another language would replace its outputs by a page of errors. */
function checkLanguage({ metadata }: NotebookFile, path: string): void {
  const { kernelspec, language_info: info } = metadata as Record<string, Record<string, unknown> | undefined>;
  const language = kernelspec?.language ?? info?.name ?? "typescript";
  check(
    ["typescript", "javascript"].includes(String(language).toLowerCase()),
    `${path}: written for ${String(language)}; this kernel runs TypeScript and JavaScript`,
  );
}

function withOutputs(cell: Cell, { count, outputs }: Execution): Cell {
  const { execution: _times, ...metadata } = cell.metadata;
  // What an assignment gives is of no interest below the parameters.
  const shown = isInjected(cell) ? outputs.filter(output => output.output_type !== "execute_result") : outputs;
  return { ...cell, metadata, execution_count: count, outputs: shown };
}

interface Ran {
  readonly execution: Execution;
  readonly cell: Cell;
  readonly index: number;
}

/** A cell fails by its own error, or by that of a timer or task which came when the cell had ended well. */
function failureOf({ execution, cell, index }: Ran): CellFailure | undefined {
  const { status, outputs } = execution;
  const error = execution.error ?? outputs.find(output => output.output_type === "error");
  if (status === "ok" && !error) return undefined;
  if ((status === "ok" || status === "error") && tagsOf(cell).includes("raises-exception")) return undefined;
  return {
    cell: index + 1,
    line: cell.source.split("\n").find(line => line.trim() !== "") ?? "",
    name: error?.ename ?? status,
    message: error?.evalue ?? "",
    traceback: error?.traceback ?? [],
  };
}
