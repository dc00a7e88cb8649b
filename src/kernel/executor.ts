import { check, messageOf } from "../check.ts";
import type { Cells } from "./cells.ts";
import type { Voice } from "./channel.ts";
import { type Compiled, compile, type Runnable } from "./compile.ts";
import type { History } from "./history.ts";
import { log } from "./log.ts";
import { startUserProcess, type UserProcess } from "./process.ts";
import { conditionsOf } from "./project.ts";
import type { Question, Questions } from "./questions.ts";
import type { CellError, Report } from "./reports.ts";
import { type ErrorContent, thrownContent, typeErrorContent } from "./traceback.ts";
import type { Message } from "./wire.ts";

/** Runs cells one after the other and says what they draw. */
export interface Executor {
  enqueue(request: Message): void;
  interrupt(): void;
  stop(): void;
}

/** A cell as long as its output may still come: for ever, since a timer of it may draw tomorrow. */
interface Cell {
  readonly request: Message;
  readonly code: string;
  readonly count: number;
  readonly silent: boolean;
}

interface Ended {
  readonly published: readonly string[];
  readonly error?: CellError;
}

export function executor({
  cells,
  voice,
  history,
  questions,
  folder,
  formatters,
}: {
  readonly cells: Cells;
  readonly voice: Voice;
  readonly history: History;
  readonly questions: Questions;
  readonly folder: string;
  readonly formatters?: string;
}): Executor {
  const ran = new Map<number, Cell>();
  let queue: Message[] = [];
  let count = 0;
  let latest = 0;
  let busy = false;
  let stopped = false;
  let ready = false;
  let finish: ((ended: Ended) => void) | undefined;

  const codeOf = (cell: number) => ran.get(cell)?.code;

  const publish = (type: string, content: object, cell: number): void => {
    const { request, silent } = ran.get(cell) ?? {};
    if (!silent) void voice.publish(type, { ...content }, request);
  };

  const ask = async (cell: number, { id, question }: { id: number; question: Question }): Promise<void> => {
    const asking = user;
    try {
      check(finish && cell === latest, "prompt: its cell has ended; ask while it runs");
      const text = await questions.ask(ran.get(cell)!.request, question);
      asking?.answer({ id, text });
    } catch (error) {
      asking?.answer({ id, error: messageOf(error) });
    }
  };

  const onReport = (report: Report): void => {
    const { cell } = report;
    if (report.report === "display") {
      const { data, metadata, id, update } = report;
      const transient = id === undefined ? {} : { display_id: id };
      publish(update ? "update_display_data" : "display_data", { data, metadata, transient }, cell);
    } else if (report.report === "result") {
      const execution_count = ran.get(cell)?.count ?? count;
      history.result(execution_count, String(report.data["text/plain"] ?? ""));
      publish("execute_result", { execution_count, data: report.data, metadata: {} }, cell);
    } else if (report.report === "clear") {
      publish("clear_output", { wait: report.wait }, cell);
    } else if (report.report === "ask") {
      void ask(cell, report);
    } else if (report.report === "late") {
      publish("error", thrownContent(report.error, codeOf), cell);
    } else if (report.report === "ready") {
      ready = true;
    } else if (report.report === "done" && cell === latest) {
      finish?.(report);
    }
  };

  const start = (): UserProcess => {
    ready = false;
    return startUserProcess({
      folder,
      conditions: conditionsOf(folder),
      formatters,
      onText: (name, text, cell) => publish("stream", { name, text }, cell),
      onReport,
      onEnd(reason) {
        if (stopped) return;
        cells.clear();
        // A process that cannot even start is tried again with the next cell, not in a circle.
        user = ready ? start() : undefined;
        const evalue = `the process of this notebook's code ended (${reason}); its variables are lost`;
        if (finish) finish({ published: [], error: { ename: "ProcessEnded", evalue, frames: [] } });
        else publish("stream", { name: "stderr", text: `${evalue}\n` }, latest);
      },
    });
  };
  let user: UserProcess | undefined = start();

  const run = (id: number, cell: Cell, runnable: Runnable): Promise<Ended> =>
    new Promise(resolve => {
      finish = ended => {
        finish = undefined;
        questions.cancel();
        resolve(ended);
      };
      user ??= start();
      user.run({ id, count: cell.count, code: cell.code, javascript: runnable.javascript, map: runnable.map });
    });

  /** The error that a cell ends with, if it does. */
  const errorOf = async (id: number, cell: Cell): Promise<ErrorContent | undefined> => {
    const compiled = compileOrSay(cells, cell.code);
    if (compiled.problems) return typeErrorContent(cell.code, compiled.problems);
    const { published, error } = await run(id, cell, compiled);
    if (error?.ename !== "ProcessEnded") compiled.keep(id, published);
    return error && thrownContent(error, codeOf);
  };

  const execute = async (request: Message): Promise<void> => {
    const { code = "", silent = false, store_history = true, stop_on_error = true } = request.content;
    if (!silent && store_history) history.add(++count, String(code));
    const cell = { request, code: String(code), count, silent: silent === true };
    ran.set(++latest, cell);
    publish("execute_input", { code: cell.code, execution_count: count }, latest);
    const error = cell.code.trim() === "" ? undefined : await errorOf(latest, cell);
    if (!error) {
      voice.reply(request, { status: "ok", execution_count: cell.count, payload: [], user_expressions: {} });
      return;
    }
    publish("error", error, latest);
    voice.reply(request, { status: "error", execution_count: cell.count, ...error });
    if (stop_on_error) abort();
  };

  /** What stands behind a cell that failed is not run. */
  const abort = (): void => {
    const aborted = queue;
    queue = [];
    for (const request of aborted) {
      void voice.publish("status", { execution_state: "busy" }, request);
      voice.reply(request, { status: "aborted", execution_count: count });
      void voice.publish("status", { execution_state: "idle" }, request);
    }
  };

  const drain = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    for (let request = queue.shift(); request && !stopped; request = queue.shift()) {
      void voice.publish("status", { execution_state: "busy" }, request);
      await execute(request).catch(log);
      void voice.publish("status", { execution_state: "idle" }, request);
    }
    busy = false;
  };

  return {
    enqueue(request) {
      queue.push(request);
      void drain();
    },
    interrupt() {
      if (finish) user?.interrupt();
    },
    stop() {
      stopped = true;
      user?.kill();
    },
  };
}

/** TypeScript itself may stumble over a cell; that fails the cell, not the kernel. */
function compileOrSay(cells: Cells, code: string): Compiled {
  try {
    return compile(cells, code);
  } catch (error) {
    log(error);
    const start = { line: 0, character: 0 };
    const message = `the TypeScript compiler failed on this cell: ${messageOf(error)}`;
    return { problems: [{ code: 0, message, start, end: start }] };
  }
}
