import { createRequire } from "node:module";
import ts from "#typescript";
import { messageOf } from "../check.ts";
import { complete, inspectAt, isComplete } from "./assist.ts";
import { type Cells, cellsIn } from "./cells.ts";
import { outbox, receive, type Voice } from "./channel.ts";
import { compile } from "./compile.ts";
import { addressOf, isLoopback, type Port, readConnection } from "./connection.ts";
import { type Executor, executor } from "./executor.ts";
import { type History, history } from "./history.ts";
import { log } from "./log.ts";
import { questions } from "./questions.ts";
import { type Content, type Message, PROTOCOL_VERSION, wire } from "./wire.ts";

export interface KernelOptions {
  /** URL of a module exporting `formatters: readonly Formatter[]` */
  readonly formatters?: string;
}

/** ms between looks at whether the server that started the kernel still lives */
const PARENT_CHECK = 1000;
/** ms for the last messages to leave */
const LINGER = 500;
/** ms without a new cell, after which completions are prepared */
const PAUSE = 300;

/** Serve the connection in this file until shut down; cells run in the folder the kernel was started in. */
export async function runKernel(connectionFile: string, { formatters }: KernelOptions = {}): Promise<void> {
  const connection = await readConnection(connectionFile);
  if (!isLoopback(connection)) {
    console.error(`pesbook kernel: ${connection.ip} can be reached from other machines; only the key protects it`);
  }
  const { Publisher, Reply, Router } = await import("zeromq");
  const sockets = {
    shell: new Router({ linger: LINGER }),
    control: new Router({ linger: LINGER }),
    stdin: new Router({ linger: LINGER }),
    hb: new Reply({ linger: LINGER }),
    iopub: new Publisher({ linger: LINGER, sendHighWaterMark: 0 }),
  };
  const ports = Object.keys(sockets) as Port[];

  const signed = wire(connection.key);
  const toAll = outbox(sockets.iopub);
  const voiceOn = (channel: "shell" | "control"): Voice => {
    const send = outbox(sockets[channel]);
    return {
      publish: (type, content, parent) =>
        toAll(signed.build(type, content, { parent: parent?.header, identities: [Buffer.from(type)] }).frames),
      reply(request, content) {
        const type = request.header.msg_type.replace(/_request$/, "_reply");
        void send(signed.build(type, content, { parent: request.header, identities: request.identities }).frames);
      },
    };
  };
  const shell = voiceOn("shell");
  const control = voiceOn("control");

  const toAsker = outbox(sockets.stdin);
  const asked = questions((request, content) => {
    const { id, frames } = signed.build("input_request", content, {
      parent: request.header,
      identities: request.identities,
    });
    void toAsker(frames);
    return id;
  });

  const folder = process.cwd();
  const cells = cellsIn(folder);
  const past = history();
  const cellExecutor = executor({ cells, voice: shell, history: past, questions: asked, folder, formatters });
  let parentCheck: NodeJS.Timeout | undefined;
  const stop = (): void => {
    clearInterval(parentCheck);
    cellExecutor.stop();
    for (const port of ports) sockets[port].close();
    setTimeout(() => process.exit(), 4 * LINGER).unref();
  };

  let pause: NodeJS.Timeout | undefined;
  /** The first completion after an import reads all types of the package; JupyterLab waits for a second at most. */
  const completeInPause = (): void => {
    clearTimeout(pause);
    pause = setTimeout(() => contentOf(() => complete(cells, "", 0)), PAUSE).unref();
  };

  const answer = (voice: Voice, message: Message): void => {
    const type = message.header.msg_type;
    if (type === "execute_request") {
      cellExecutor.enqueue(message);
      completeInPause();
      return;
    }
    const handler = Object.hasOwn(HANDLERS, type) ? HANDLERS[type] : undefined;
    if (!handler) {
      log("no answer to", type);
      return;
    }
    void voice.publish("status", { execution_state: "busy" }, message);
    const content = contentOf(() =>
      handler({ content: message.content, cells, history: past, executor: cellExecutor }),
    );
    if (content && type.endsWith("_request")) voice.reply(message, content);
    if (type === "comm_open") void voice.publish("comm_close", { comm_id: message.content.comm_id, data: {} }, message);
    if (type === "shutdown_request" && content) void voice.publish("shutdown_reply", content, message);
    const last = voice.publish("status", { execution_state: "idle" }, message);
    if (type === "shutdown_request") void last.then(stop);
    else cellExecutor.sayBusy();
  };

  await Promise.all(ports.map(port => sockets[port].bind(addressOf(connection, port))));
  void echo(sockets.hb);
  void receive(sockets.shell, signed, message => answer(shell, message));
  void receive(sockets.stdin, signed, message => {
    if (message.header.msg_type === "input_reply") asked.reply(message);
  });
  void receive(sockets.control, signed, message => answer(control, message));
  void shell.publish("status", { execution_state: "starting" }, undefined);
  process.on("SIGINT", () => cellExecutor.interrupt());
  process.on("SIGTERM", stop);
  parentCheck = watchParent(stop);
  // The first check loads the libraries' types, which takes longer than all later ones; front ends take a moment to come.
  setImmediate(() => compile(cells, "0"));
}

interface Asked {
  readonly content: Content;
  readonly cells: Cells;
  readonly history: History;
  readonly executor: Executor;
}

const HANDLERS: Readonly<Record<string, (asked: Asked) => Content | undefined>> = {
  kernel_info_request: () => KERNEL_INFO,
  complete_request: ({ cells, content }) => complete(cells, text(content.code), number(content.cursor_pos)),
  inspect_request: ({ cells, content }) => inspectAt(cells, text(content.code), number(content.cursor_pos)),
  is_complete_request: ({ content }) => isComplete(text(content.code)),
  history_request: ({ history, content }) => history.answer(content),
  comm_info_request: () => ({ status: "ok", comms: {} }),
  // There is nobody for a comm to talk to: one that is opened is closed, what else is said of it is passed over.
  comm_open: () => undefined,
  comm_msg: () => undefined,
  comm_close: () => undefined,
  interrupt_request: ({ executor }) => {
    executor.interrupt();
    return { status: "ok" };
  },
  shutdown_request: ({ content }) => ({ status: "ok", restart: content.restart === true }),
};

const { version } = createRequire(import.meta.url)("../../package.json") as { version: string };

const KERNEL_INFO: Content = {
  status: "ok",
  protocol_version: PROTOCOL_VERSION,
  implementation: "pesbook",
  implementation_version: version,
  banner: `pesbook ${version}, TypeScript ${ts.version}`,
  language_info: {
    name: "typescript",
    version: ts.version,
    mimetype: "text/typescript",
    file_extension: ".ts",
    pygments_lexer: "typescript",
    codemirror_mode: { name: "javascript", typescript: true },
    nbconvert_exporter: "script",
  },
  help_links: [],
};

function contentOf(handle: () => Content | undefined): Content | undefined {
  try {
    return handle();
  } catch (error) {
    log(error);
    return { status: "error", ename: "KernelError", evalue: messageOf(error), traceback: [] };
  }
}

async function echo(heartbeat: AsyncIterable<Buffer[]> & { send(frames: Buffer[]): Promise<void> }): Promise<void> {
  for await (const frames of heartbeat) await heartbeat.send(frames).catch(() => {});
}

/** End when the Jupyter server that started this kernel is gone: it says its process number. */
function watchParent(stop: () => void): NodeJS.Timeout | undefined {
  const parent = Number(process.env.JPY_PARENT_PID);
  if (!Number.isInteger(parent) || parent <= 1) return undefined;
  return setInterval(() => {
    try {
      process.kill(parent, 0);
    } catch {
      stop();
    }
  }, PARENT_CHECK);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function number(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
