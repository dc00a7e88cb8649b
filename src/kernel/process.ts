import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { log } from "./log.ts";
import type { Answer, CellOrder, Order, Report } from "./reports.ts";
import { type StreamName, streams } from "./streams.ts";

/** The process that runs the user's code. It may end at any moment, by `process.exit` or for want of memory. */
export interface UserProcess {
  run(cell: CellOrder): void;
  answer(answer: Answer): void;
  /** Stop the running cell; what does not hear of it within `KILL_AFTER` is killed with its process. */
  interrupt(): void;
  kill(): void;
}

export interface UserProcessOptions {
  readonly folder: string;
  readonly conditions: readonly string[];
  /** URL of a module with formatters of the caller's own */
  readonly formatters?: string;
  onText(name: StreamName, text: string, cell: number): void;
  onReport(report: Report): void;
  /** With why it ended, in words. */
  onEnd(reason: string): void;
}

/** ms */
const KILL_AFTER = 5000;
/** ms for the last text of a process that ended, while children of it hold its pipes open */
const LAST_TEXT = 200;

export function startUserProcess(options: UserProcessOptions): UserProcess {
  const { folder, conditions, formatters, onText, onReport, onEnd } = options;
  const token = randomBytes(8).toString("hex");
  const child = fork(fileURLToPath(new URL("./host.js", import.meta.url)), [], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe", "ipc", "pipe"],
    serialization: "advanced",
    execArgv: [
      "--no-warnings",
      "--enable-source-maps",
      "--stack-trace-limit=30",
      ...conditions.map(condition => `--conditions=${condition}`),
      `--import=${new URL("./loader.js", import.meta.url).href}`,
    ],
    env: { ...process.env, PESBOOK_TOKEN: token, PESBOOK_FORMATTERS: formatters },
  });

  let ended = false;
  let killed = "";
  let killTimer: NodeJS.Timeout | undefined;
  const output = streams({
    token,
    onText,
    onReport(report) {
      if (report.report === "done" || report.report === "heard") clearTimeout(killTimer);
      onReport(report);
    },
  });
  for (const name of ["stdout", "stderr"] as const) child[name]?.on("data", bytes => output.text(name, bytes));
  child.on("message", report => output.report(report as Report));
  child.on("error", error => log("user process:", error.message));

  const end = (reason: string): void => {
    if (ended) return;
    ended = true;
    clearTimeout(killTimer);
    output.end();
    onEnd(killed || reason);
  };
  child.once("exit", (code, signal) => {
    const reason = signal ? `signal ${signal}` : `exit code ${code}`;
    child.once("close", () => end(reason));
    setTimeout(end, LAST_TEXT, reason).unref();
  });

  const order = (sent: Order): void => {
    if (child.connected) child.send(sent, error => error && log("user process:", error.message));
  };
  return {
    run: cell => order({ order: "run", cell }),
    answer: answer => order({ order: "answer", answer }),
    interrupt() {
      interruptPipe(child).write("!");
      order({ order: "interrupt" });
      clearTimeout(killTimer);
      killTimer = setTimeout(() => {
        killed = `it could not be interrupted within ${KILL_AFTER / 1000} s and was killed`;
        child.kill("SIGKILL");
      }, KILL_AFTER);
    },
    kill: () => void child.kill("SIGKILL"),
  };
}

function interruptPipe(child: ChildProcess): NodeJS.WritableStream {
  return child.stdio[4] as NodeJS.WritableStream;
}
