import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Socket } from "zeromq";
import { check } from "../check.ts";
import { outbox, receive } from "../kernel/channel.ts";
import { addressOf, type Port, writeConnection } from "../kernel/connection.ts";
import type { Question } from "../kernel/questions.ts";
import { type Content, type Message, wire } from "../kernel/wire.ts";
import { type Displays, type ErrorOutput, type Output, outputsOf } from "./outputs.ts";

export interface KernelClient {
  /** The kernel's `kernel_info_reply`. */
  readonly info: Content;
  /** Run one cell to its end: until it was answered and all of its output is here. */
  execute(code: string, options?: ExecuteOptions): Promise<Execution>;
  /** The content of the reply to any other request. */
  request(type: string, content: Content, options?: { readonly channel?: "shell" | "control" }): Promise<Content>;
  interrupt(): Promise<void>;
  /** Ask the kernel to end, and end it if it does not. */
  shutdown(): Promise<void>;
}

export interface ExecuteOptions {
  /** ms; the cell is then interrupted, and where that does not help the kernel is killed */
  readonly timeout?: number;
  /** Called with each output when it appears and when it changes. */
  readonly onOutput?: (output: Output) => void;
  /** Answers what the cell asks; without it, the kernel is told that nobody can. */
  readonly onQuestion?: (question: Question) => string | Promise<string>;
}

export interface Execution {
  readonly status: "ok" | "error" | "aborted" | "timeout" | "died";
  readonly count: number | null;
  /** Output that comes later (from a timer, say) is added here. */
  readonly outputs: readonly Output[];
  readonly error?: Pick<ErrorOutput, "ename" | "evalue" | "traceback">;
}

/** ms; a pesbook kernel kills a cell that cannot be interrupted after 5 s and lives on, so wait a little longer */
const INTERRUPT_GRACE = 8000;
const START_LIMIT = 60_000;
const SHUTDOWN_GRACE = 3000;

interface Running {
  apply(type: string, content: unknown): boolean;
  readonly outputs: Output[];
  onOutput?(output: Output): void;
  readonly onQuestion?: ExecuteOptions["onQuestion"];
  idle(): void;
}

/**
 * Start a kernel and connect to it. `{connection_file}` in the command stands for its connection file;
 * the kernel runs in `folder` (the notebook's), with `env` added to this process's environment.
 */
export async function startKernel({
  command,
  folder,
  env = {},
}: {
  readonly command: readonly string[];
  readonly folder: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}): Promise<KernelClient> {
  const scratch = await mkdtemp(join(tmpdir(), "pesbook-"));
  const file = join(scratch, "connection.json");
  const connection = await writeConnection(file);
  const kernel = launch(command, { file, folder, env });
  const { Dealer, Subscriber } = await import("zeromq");

  const signed = wire(connection.key, { username: "pesbook" });
  // One identity on both, by which the kernel finds who sent the cell that asks.
  const routingId = randomUUID();
  const shell = new Dealer({ linger: 0, routingId });
  const stdin = new Dealer({ linger: 0, routingId });
  const control = new Dealer({ linger: 0 });
  const iopub = new Subscriber({ linger: 0 });
  iopub.subscribe();
  const connect = (socket: Socket, port: Port): void => socket.connect(addressOf(connection, port));
  connect(shell, "shell");
  connect(stdin, "stdin");
  connect(control, "control");
  connect(iopub, "iopub");
  const send = { shell: outbox(shell), stdin: outbox(stdin), control: outbox(control) };

  const replies = new Map<string, (content: Content) => void>();
  const running = new Map<string, Running>();
  const displays: Displays = new Map();
  let heard = (): void => {};

  const onReply = (message: Message): void => {
    replies.get(message.parent.msg_id ?? "")?.(message.content);
    replies.delete(message.parent.msg_id ?? "");
  };
  const onAsked = async ({ header, parent, content }: Message): Promise<void> => {
    const onQuestion = running.get(parent.msg_id ?? "")?.onQuestion;
    if (header.msg_type !== "input_request" || !onQuestion) return;
    const value = await onQuestion({ prompt: String(content.prompt), password: content.password === true });
    void send.stdin(signed.build("input_reply", { status: "ok", value }, { parent: header }).frames);
  };
  const onPublished = ({ header, parent, content }: Message): void => {
    heard();
    const cell = running.get(parent.msg_id ?? "");
    if (header.msg_type === "status" && content.execution_state === "idle") cell?.idle();
    else if (cell?.apply(header.msg_type, content)) notify(cell);
    else if (header.msg_type === "update_display_data") outputsOf(displays).apply(header.msg_type, content);
  };
  void receive(shell, signed, onReply);
  void receive(control, signed, onReply);
  void receive(stdin, signed, onAsked);
  void receive(iopub, signed, onPublished);

  const ask = (type: string, content: Content, channel: "shell" | "control") => {
    const { id, frames } = signed.build(type, content);
    const reply = new Promise<Content>(resolve => replies.set(id, resolve));
    return { id, reply, sent: () => send[channel](frames) };
  };

  const request: KernelClient["request"] = async (type, content, { channel = "shell" } = {}) => {
    const { reply, sent } = ask(type, content, channel);
    void sent();
    const answer = await Promise.race([reply, kernel.ended]);
    if (typeof answer === "string") throw new Error(`${type}: the kernel ended (${answer})${kernel.words()}`);
    return answer;
  };

  const interrupt = async (): Promise<void> => {
    await request("interrupt_request", {}, { channel: "control" });
  };

  const execute: KernelClient["execute"] = async (
    code,
    { timeout = Number.POSITIVE_INFINITY, onOutput, onQuestion } = {},
  ) => {
    const allow_stdin = onQuestion !== undefined;
    const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin };
    const { id, reply, sent } = ask("execute_request", { ...content, stop_on_error: true }, "shell");
    const cell = { ...outputsOf(displays), onOutput, onQuestion, idle: () => {} };
    const idle = new Promise<void>(resolve => {
      cell.idle = resolve;
    });
    running.set(id, cell);
    void sent();
    const done = Promise.all([reply, idle]).then(([answer]) => answer);

    let answer = await within(timeout, Promise.race([done, kernel.ended]));
    const late = answer === undefined;
    if (late) {
      void interrupt().catch(() => {});
      answer = await within(INTERRUPT_GRACE, Promise.race([done, kernel.ended]));
      if (answer === undefined) await kernel.kill();
    }
    if (late) return failed(cell, "timeout", "CellTimeout", `the cell ran longer than ${timeout / 1000} s`);
    if (typeof answer !== "object") {
      return failed(cell, "died", "KernelDied", `the kernel ended (${answer})${kernel.words()}`);
    }
    return executionOf(answer, cell.outputs);
  };

  const shutdown = async (): Promise<void> => {
    const asked = request("shutdown_request", { restart: false }, { channel: "control" }).catch(() => {});
    if (
      (await within(
        SHUTDOWN_GRACE,
        asked.then(() => kernel.ended),
      )) === undefined
    )
      await kernel.kill();
    for (const socket of [shell, stdin, control, iopub]) socket.close();
    await rm(scratch, { recursive: true, force: true });
  };

  /** A kernel is ready when it answers and its iopub channel reaches us: until then, output would be lost. */
  const ready = async (): Promise<Content> => {
    const reachable = new Promise<true>(resolve => {
      heard = () => resolve(true);
    });
    for (;;) {
      const info = await request("kernel_info_request", {});
      if (await within(50, reachable)) return info;
    }
  };

  try {
    const info = await within(START_LIMIT, ready());
    check(info, () => `the kernel did not answer within ${START_LIMIT / 1000} s${kernel.words()}`);
    return { info, execute, request, interrupt, shutdown };
  } catch (error) {
    await kernel.kill();
    await shutdown();
    throw error;
  }
}

/** The kernel's process: its end, its last words on stderr, and a way to end it. */
function launch(
  command: readonly string[],
  { file, folder, env }: { file: string; folder: string; env: Readonly<Record<string, string | undefined>> },
) {
  const [program = "", ...parameters] = command.map(part => part.replaceAll("{connection_file}", file));
  const child: ChildProcess = spawn(program, parameters, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-4000);
    if (process.env.PESBOOK_LOG) process.stderr.write(text);
  });
  const ended = new Promise<string>(resolve => {
    child.once("error", error => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  return {
    ended,
    words: () => (stderr.trim() ? `; it said:\n${stderr.trim()}` : ""),
    async kill(): Promise<void> {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

function notify({ outputs, onOutput }: Running): void {
  const last = outputs.at(-1);
  if (last) onOutput?.(last);
}

function executionOf(reply: Content, outputs: Output[]): Execution {
  const count = typeof reply.execution_count === "number" ? reply.execution_count : null;
  if (reply.status === "ok") return { status: "ok", count, outputs };
  if (reply.status === "error") {
    const { ename = "Error", evalue = "", traceback = [] } = reply as Partial<ErrorOutput>;
    return { status: "error", count, outputs, error: { ename, evalue, traceback } };
  }
  return { status: "aborted", count, outputs };
}

/** End a cell's outputs with an error of our own, which takes over the place where an interrupt stopped it. */
function failed(cell: Running, status: "timeout" | "died", ename: string, evalue: string): Execution {
  const stopped = cell.outputs.at(-1);
  const place = stopped?.output_type === "error" ? stopped.traceback.slice(1) : [];
  if (stopped?.output_type === "error") cell.outputs.pop();
  const error = { ename, evalue, traceback: [`${ename}: ${evalue}`, ...place] };
  cell.outputs.push({ output_type: "error", ...error });
  notify(cell);
  return { status, count: null, outputs: cell.outputs, error };
}

/** What a promise resolves to, or undefined when that takes longer than `limit` ms. */
async function within<T>(limit: number, promise: Promise<T>): Promise<T | undefined> {
  if (limit === Number.POSITIVE_INFINITY) return await promise;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>(resolve => {
    timer = setTimeout(() => resolve(undefined), limit);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
