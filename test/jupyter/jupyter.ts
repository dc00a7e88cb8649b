/** Real Jupyter for the tests: where its programs are, and a place apart from the user's own for it to run in. */
import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { promisify } from "node:util";
import { repository } from "../needs.js";

/** Where programs are looked for: the virtual environment of PESBOOK_JUPYTER, or our own, and then PATH. */
const folders = [
  join(process.env.PESBOOK_JUPYTER ?? join(repository, "environment", "venv"), "bin"),
  ...(process.env.PATH ?? "").split(delimiter),
];

/** The path of the first of these programs that is installed. */
export function program(...names: string[]): string | undefined {
  return names.flatMap(name => folders.map(folder => join(folder, name))).find(executable);
}

/** The path of a program that stands beside another, such as the python that runs a `jupyter`. */
export function beside(found: string | undefined, name: string): string | undefined {
  const path = found && join(dirname(found), name);
  return path && executable(path) ? path : undefined;
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What Jupyter needs to run on its own settings, with our kernel, and to draw figures into `folder`, all gone after the test. */
export interface Place {
  /** In the clone, so that its notebooks import "pesbook" as those of `notebooks/` do. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Make a place and install our kernelspec there, as `pesbook kernel install --prefix` does it. */
export async function place(test: TestContext): Promise<Place> {
  const artefacts = join(repository, "test", "artefacts");
  await mkdir(artefacts, { recursive: true });
  const folder = await mkdtemp(join(artefacts, "jupyter-"));
  test.after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  await run(process.execPath, [join(repository, "dist", "cli", "main.js"), "kernel", "install", "--prefix", folder]);
  const env = {
    ...process.env,
    IPYTHONDIR: join(folder, "ipython"),
    JUPYTER_CONFIG_DIR: join(folder, "configuration"),
    JUPYTER_DATA_DIR: join(folder, "data"),
    JUPYTER_PATH: join(folder, "share", "jupyter"),
    JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
    JUPYTERLAB_SETTINGS_DIR: join(folder, "settings"),
    JUPYTERLAB_WORKSPACES_DIR: join(folder, "workspaces"),
    PESBOOK_FIGURES: join(folder, "figures"),
  };
  return { folder, env };
}

export const run = promisify(execFile);

/** A notebook of code cells, ready to be written to a file. */
export function notebookOf(...sources: string[]): string {
  const cells = sources.map((source, index) => ({
    cell_type: "code",
    id: `cell-${index + 1}`,
    metadata: {},
    execution_count: null,
    outputs: [],
    source,
  }));
  const metadata = { kernelspec: { name: "pesbook", display_name: "pesbook", language: "typescript" } };
  return JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 });
}
