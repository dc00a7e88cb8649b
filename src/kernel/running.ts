import { existsSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { currentProfile, type DataRead, type Notebook, type StepUse } from "../notebook.ts";
import type { ReportBody } from "./reports.ts";

/** The cell whose code runs, also where a timer of it does while another cell runs. */
export interface RunningCell {
  readonly id: number;
  readonly count: number;
  /** Aborted by an interrupt. */
  readonly stop: AbortController;
  /** End the cell with an error; absent once it has ended. */
  fail?(thrown: unknown): void;
  /** It ended before its code did; what is left of that stops where it next comes back from waiting. */
  abandoned: boolean;
}

/** The `notebook()` of this user process; `noteCell` tells it of each cell when it begins. */
export function notebookHere({
  folder,
  sources,
  cell,
  report,
}: {
  readonly folder: string;
  readonly sources: readonly string[];
  readonly cell: () => RunningCell;
  readonly report: (body: ReportBody) => void;
}): { notebook: Notebook; noteCell: (cell: RunningCell) => void } {
  const reads: DataRead[] = [];
  const uses: StepUse[] = [];
  const indices = new Map<number, number>();
  const index = () => indices.get(cell().id) ?? sources.length - 1;
  const notebook: Notebook = {
    path: notebookPath(folder),
    profile: currentProfile(),
    figureFolder: process.env.PESBOOK_FIGURES || undefined,
    cells: sources,
    reads,
    read(path, sha256) {
      const known = reads.some(read => read.cell === index() && read.path === path && read.sha256 === sha256);
      if (!known) reads.push({ cell: index(), path, sha256 });
    },
    uses,
    used(name, key) {
      const known = uses.some(use => use.cell === index() && use.name === name && use.key === key);
      if (!known) uses.push({ cell: index(), name, key });
    },
    display(data, { id, update = false, metadata = {} } = {}) {
      report({ report: "display", data, metadata, id, update });
    },
  };
  return { notebook, noteCell: ({ id }) => void indices.set(id, sources.length - 1) };
}

/** Where the notebook lies: said by `pesbook run`, or by the Jupyter server as it names its session. */
function notebookPath(folder: string): string | undefined {
  if (process.env.PESBOOK_NOTEBOOK) return process.env.PESBOOK_NOTEBOOK;
  const session = process.env.JPY_SESSION_NAME;
  if (!session) return undefined;
  if (isAbsolute(session)) return existsSync(session) ? session : undefined;
  // The server's root folder, to which the name is relative, is some folder above the notebook's.
  for (let root = folder; ; root = dirname(root)) {
    if (existsSync(join(root, session))) return join(root, session);
    if (dirname(root) === root) return undefined;
  }
}
