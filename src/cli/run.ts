import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { oneOf } from "../check.ts";
import type { Profile } from "../notebook.ts";
import type { NotebookRun, RunOptions } from "../runner/run.ts";
import { attempt } from "./attempt.ts";
import { differencesOf } from "./differences.ts";
import { type Exit, exit } from "./exit.ts";
import { figureFolder, writeFigurePages } from "./figures.ts";
import { asUsage, readOptions, UsageError } from "./options.ts";
import { kernelCommand } from "./package.ts";
import { notebooksAt, shown } from "./paths.ts";

export const help = `Usage: pesbook run NOTEBOOK|FOLDER … [options]

Runs notebooks through the kernel, without Python or Jupyter; of a folder, all its notebooks in the order of their names.

  --profile quick|thesis   quick (default): outputs into the notebooks, figures into figures/quick;
                           thesis: the real sizes, executed copies into .executed, figures into figures
  --param NAME=VALUE       a value for a name that the cell tagged "parameters" declares: JSON, or else text
  --timeout SECONDS        how long one cell may take (600)
  --output DIR             executed copies into DIR, figures into DIR/figures; the notebooks stay as they are
  --check                  change nothing: run, compare outputs and figures with the committed ones, say where they differ`;

interface Settings extends RunOptions {
  readonly profile: Profile;
}

export async function run(args: readonly string[]): Promise<Exit> {
  const { values, positionals } = readOptions(args, {
    profile: { type: "string", default: "quick" },
    param: { type: "string", multiple: true, default: [] },
    timeout: { type: "string", default: "600" },
    output: { type: "string" },
    check: { type: "boolean", default: false },
  });
  if (positionals.length === 0) throw new UsageError("run: a notebook or a folder of notebooks is needed");
  if (values.check && values.output !== undefined) throw new UsageError("run: --check and --output exclude each other");
  const profile = asUsage(() => oneOf("profile", values.profile, ["quick", "thesis"]));
  const parameters = Object.fromEntries(values.param.map(parameterOf));
  const timeout = secondsOf(values.timeout);
  const notebooks = (await Promise.all(positionals.map(notebooksAt))).flat();

  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  const settings = { command: kernelCommand, profile, parameters, timeout, signal: stop.signal };
  try {
    if (values.check) return await checkAll(notebooks, settings);
    return await runAll(notebooks, settings, values.output);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    console.error("interrupted: the notebook that was running is as it was");
    return exit.failed;
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

async function runAll(notebooks: readonly string[], settings: Settings, output: string | undefined): Promise<Exit> {
  const names = notebooks.map(path => basename(path));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (output !== undefined && twice !== undefined) {
    throw new UsageError(`run: two notebooks are named ${twice}; give each an --output of its own`);
  }
  const runs: NotebookRun[] = [];
  for (const path of notebooks) {
    const place =
      output === undefined ? {} : { output: join(output, basename(path)), figures: join(output, "figures") };
    const run = await attempt(path, { ...settings, ...place });
    if (run) runs.push(run);
  }
  const wrote = runs.filter(run => run.written).map(run => shown(run.output));
  console.log(wrote.length > 0 ? `Wrote ${wrote.join(", ")}.` : "Every notebook is as it was.");
  const folders = notebooks.map(path => (output ? join(output, "figures") : figureFolder(path, settings.profile)));
  for (const page of await writeFigurePages(folders)) {
    console.log(`Look at the figures: open ${shown(page)} in a browser.`);
  }
  return runs.length === notebooks.length && runs.every(run => !run.failure) ? exit.done : exit.failed;
}

async function checkAll(notebooks: readonly string[], settings: Settings): Promise<Exit> {
  const scratch = await mkdtemp(join(tmpdir(), "pesbook-check-"));
  let failed = false;
  let differ = 0;
  try {
    for (const [index, path] of notebooks.entries()) {
      const folder = join(scratch, String(index));
      const place = { output: join(folder, basename(path)), figures: join(folder, "figures") };
      const run = await attempt(path, { ...settings, ...place });
      if (!run || run.failure) {
        failed = true;
        continue;
      }
      const differences = await differencesOf(path, run, { profile: settings.profile, figures: place.figures });
      for (const difference of differences) console.log(`  ${difference}`);
      if (differences.length > 0) differ++;
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  if (failed) return exit.failed;
  console.log(
    differ > 0 ? `${differ} of ${notebooks.length} notebooks differ from what is committed.` : "As committed.",
  );
  return differ > 0 ? exit.differs : exit.done;
}

function parameterOf(text: string): [string, unknown] {
  const [, name, value] = /^([A-Za-z_$][\w$]*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new UsageError(`--param ${text}: NAME=VALUE is needed`);
  try {
    return [name, JSON.parse(value)];
  } catch {
    return [name, value];
  }
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds < 2 ** 31 / 1000))
    throw new UsageError(`--timeout ${text}: a number of seconds is needed`);
  return seconds;
}
