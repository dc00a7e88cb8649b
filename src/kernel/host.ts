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
import { cellTask } from "./cellTask.ts";
import { bundleOf, hideTraces, useFormatters } from "./display.ts";
import { newGeneration } from "./generation.ts";
import { interruptFlag, interrupts, KeyboardInterrupt } from "./interrupt.ts";
import { prompts } from "./prompt.ts";
import type { CellError, CellOrder, Order } from "./reports.ts";
import { notebookHere, type RunningCell } from "./running.ts";
import { slots } from "./slots.ts";
import { stacks } from "./stack.ts";
import { writer } from "./writer.ts";

const folder = process.cwd();
const running = new AsyncLocalStorage<RunningCell>();
let latest: RunningCell = { id: 0, count: 0, stop: new AbortController(), abandoned: false };
const cellHere = (): RunningCell => running.getStore() ?? latest;

const report = writer(process.env.PESBOOK_TOKEN ?? "", { cell: () => cellHere().id });
const names = slots();
const stack = stacks();
const flag = interruptFlag();
const sources: string[] = [];
const { prompt, answer } = prompts(report);
const { interrupt, interrupted } = interrupts(flag, { cell: cellHere, heard: () => report({ report: "heard" }) });

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
  interrupted,
  /** Every `await` of the user's comes back through here: `__pesbook.resumed(await …)`. */
  resumed<T>(value: T): T {
    if (running.getStore()?.abandoned) throw new KeyboardInterrupt();
    return value;
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
    const cell = cellHere();
    if (cell.fail) cell.fail(thrown);
    else if (!cell.abandoned) running.run(cell, () => report({ report: "late", error: stack.describe(thrown) }));
  });
}
process.on("disconnect", () => process.exit());
process.on("message", (order: Order) => {
  if (order.order === "run") void run(order.cell);
  else if (order.order === "answer") answer(order.answer);
  else interrupt(latest);
});
report({ report: "ready" });

async function run(order: CellOrder): Promise<void> {
  const cell: RunningCell = { id: order.id, count: order.count, stop: new AbortController(), abandoned: false };
  latest = cell;
  flag[0] = 0;
  sources.push(order.code);
  noteCell(cell);
  newGeneration();
  names.begin();
  const { task, end } = cellTask(cell.stop.signal);
  const error = await running.run(cell, () => withTask(task, () => outcomeOf(cell, order)));
  cell.fail = undefined;
  running.run(cell, () => {
    end();
    report({ report: "done", published: names.published(), error });
  });
}

/** The cell's error, if it ends in one: thrown by it, by what it scheduled, or by an interrupt. */
async function outcomeOf(cell: RunningCell, order: CellOrder): Promise<CellError | undefined> {
  let waiting = true;
  const failure = new Promise<never>((_, reject) => {
    cell.fail = thrown => {
      cell.abandoned ||= waiting;
      reject(thrown);
    };
  });
  failure.catch(() => {});
  try {
    const file = join(folder, `__pesbook_cell_${order.id}.ts`);
    stack.add(file, order);
    const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
    const script = new Script(order.javascript, { filename: file, importModuleDynamically });
    const ended: Promise<{ value: unknown } | undefined> = script.runInThisContext({ breakOnSigint: true });
    const result = await Promise.race([ended, failure]);
    waiting = false;
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

function nextTurn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
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
