/**
 * The user process: runs cells, one at a time, and reports what they draw.
 *
 * Started by process.ts; the kernel speaks to it through Node's channel, hears its text through its stdout and stderr,
 * and interrupts it through a pipe of its own.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { constants, Script } from "node:vm";
import { enterNotebook } from "../notebook.ts";
import { withTask } from "../task.ts";
import { bundleOf, hideTraces, useFormatters } from "./display.ts";
import { newGeneration } from "./generation.ts";
import { interruptFlag, KeyboardInterrupt } from "./interrupt.ts";
import { prompts } from "./prompt.ts";
import type { CellError, CellOrder, Order } from "./reports.ts";
import { notebookHere, type RunningCell } from "./running.ts";
import { slots } from "./slots.ts";
import { stacks } from "./stack.ts";
import { writer } from "./writer.ts";

/** ms for a loop to stop at its own line, before what a cell waits for is given up */
const LOOP_GRACE = 100;

const folder = process.cwd();
const running = new AsyncLocalStorage<RunningCell>();
let latest: RunningCell = { id: 0, count: 0 };
const cellHere = (): RunningCell => running.getStore() ?? latest;

const report = writer(process.env.PESBOOK_TOKEN ?? "", { cell: () => cellHere().id });
const names = slots();
const stack = stacks();
const flag = interruptFlag();
const sources: string[] = [];
const { prompt, answer } = prompts(report);
let fail: ((thrown: unknown) => void) | undefined;
let stop = new AbortController();

const { notebook, noteCell } = notebookHere({ folder, sources, cell: cellHere, report });
enterNotebook(notebook);
hideTraces();
useFormatters(process.env.PESBOOK_FORMATTERS);
for (const name of ["PESBOOK_TOKEN", "PESBOOK_FORMATTERS", "NODE_CHANNEL_FD"]) delete process.env[name];

const anchor = join(folder, "__pesbook_notebook.ts");
define("__pesbook", {
  slot: names.slot,
  unready: names.unready,
  publish: names.publish,
  flag,
  interrupted(): never {
    flag[0] = 0;
    throw new KeyboardInterrupt();
  },
  work: (work: object, source: string) =>
    Object.defineProperty(work, Symbol.for("pesbook.source"), { value: source, configurable: true }),
  meta: { url: pathToFileURL(anchor).href, filename: anchor, dirname: folder, resolve: resolveHere },
});
define("require", createRequire(anchor));
define("display", async (value: unknown) => notebook.display(await bundleOf(value)));
define("clearOutput", ({ wait = false } = {}) => report({ report: "clear", wait }));
define("prompt", prompt);

process.on("SIGINT", () => {});
for (const event of ["uncaughtException", "unhandledRejection"] as const) {
  process.on(event, (thrown: unknown) => {
    if (fail) fail(thrown);
    else console.error(traceOf(stack.describe(thrown)));
  });
}
process.on("disconnect", () => process.exit());
process.on("message", (order: Order) => {
  if (order.order === "run") void run(order.cell);
  else if (order.order === "answer") answer(order.answer);
  else interrupt();
});
report({ report: "ready" });

async function run(cell: CellOrder): Promise<void> {
  latest = { id: cell.id, count: cell.count };
  flag[0] = 0;
  sources.push(cell.code);
  noteCell(latest);
  newGeneration();
  names.begin();
  stop = new AbortController();
  const task = { signal: stop.signal, progress() {} };
  const error = await running.run(latest, () => withTask(task, () => outcomeOf(cell)));
  fail = undefined;
  running.run(latest, () => report({ report: "done", published: names.published(), error }));
}

/** The cell's error, if it ends in one: thrown by it, by what it scheduled, or by an interrupt. */
async function outcomeOf(cell: CellOrder): Promise<CellError | undefined> {
  const failure = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failure.catch(() => {});
  try {
    const file = join(folder, `__pesbook_cell_${cell.id}.ts`);
    stack.add(file, cell);
    const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
    const script = new Script(cell.javascript, { filename: file, importModuleDynamically });
    const ended: Promise<{ value: unknown } | undefined> = script.runInThisContext({ breakOnSigint: true });
    const result = await Promise.race([ended, failure]);
    // A rejection that nobody awaits is raised after the promises of this turn, and is this cell's too.
    await Promise.race([nextTurn(), failure]);
    if (result?.value !== undefined) {
      const data = await Promise.race([bundleOf(result.value), failure]);
      if (Object.keys(data).length > 0) report({ report: "result", data });
    }
    return undefined;
  } catch (thrown) {
    const brokenOff = (thrown as NodeJS.ErrnoException | null)?.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
    return stack.describe(brokenOff ? new KeyboardInterrupt() : thrown);
  }
}

/** The thread of interrupt.ts has raised the flag; this stops a cell that waits, for which no loop can. */
function interrupt(): void {
  const failNow = fail;
  stop.abort(new KeyboardInterrupt());
  setTimeout(() => failNow?.(new KeyboardInterrupt()), LOOP_GRACE);
}

function nextTurn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}

function traceOf({ ename, evalue, frames }: CellError): string {
  return [`${ename}: ${evalue}`, ...frames].join("\n");
}

function define(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

/** `import.meta.resolve`, for relative addresses and installed packages. */
function resolveHere(specifier: string): string {
  if (/^[a-z]+:/.test(specifier)) return specifier;
  if (specifier.startsWith(".")) return new URL(specifier, pathToFileURL(anchor)).href;
  return pathToFileURL(createRequire(anchor).resolve(specifier)).href;
}
