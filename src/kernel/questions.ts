import type { Content, Message } from "./wire.ts";

/** What a cell asks the person in front of it. */
export interface Question {
  readonly prompt: string;
  /** Whether the answer is hidden while it is typed. */
  readonly password: boolean;
}

/** Questions to a front end, one at a time: it shows one field to type in. */
export interface Questions {
  /** The answer; rejects where the front end that sent the request takes no input. */
  ask(request: Message, question: Question): Promise<string>;
  /** An `input_reply`. */
  reply(message: Message): void;
  /** Give up what is not answered yet. */
  cancel(): void;
}

interface Waiting {
  readonly request: Message;
  readonly question: Question;
  resolve(answer: string): void;
  reject(reason: Error): void;
}

/** @param send  sends an `input_request` to who sent a request, and returns its id */
export function questions(send: (request: Message, content: Content) => string): Questions {
  const queue: Waiting[] = [];
  let asked: string | undefined;

  const askNext = (): void => {
    const [first] = queue;
    asked = first && send(first.request, { ...first.question });
  };

  return {
    ask: (request, question) =>
      new Promise((resolve, reject) => {
        if (request.content.allow_stdin !== true) {
          reject(new Error("prompt: what runs this notebook takes no input; give the value in the cell instead"));
          return;
        }
        queue.push({ request, question, resolve, reject });
        if (queue.length === 1) askNext();
      }),
    reply({ parent, content }) {
      // Some front ends (jupyter_client, Notebook 6) leave the parent out.
      if (asked === undefined || (parent.msg_id !== undefined && parent.msg_id !== asked)) return;
      queue.shift()?.resolve(String(content.value ?? ""));
      askNext();
    },
    cancel() {
      asked = undefined;
      for (const { reject } of queue.splice(0)) reject(new Error("prompt: the cell ended before it was answered"));
    },
  };
}
