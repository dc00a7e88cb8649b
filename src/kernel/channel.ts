import { messageOf } from "../check.ts";
import { log } from "./log.ts";
import type { Content, Message, Wire } from "./wire.ts";

/** What a kernel says to its front ends. */
export interface Voice {
  /** To all who listen. */
  publish(type: string, content: Content, parent: Message | undefined): Promise<void>;
  reply(request: Message, content: Content): void;
}

/** What a ZeroMQ socket that is written to can do. */
interface Sender {
  send(frames: Buffer[]): Promise<void>;
}

/** Messages to a socket leave in the order they are given: zeromq.js allows one pending send a socket. */
export function outbox(socket: Sender): (frames: Buffer[]) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return frames => {
    last = last.then(() => socket.send(frames)).catch(error => log("send:", messageOf(error)));
    return last;
  };
}

/** Hand on every good message of a socket until it closes; what is malformed or wrongly signed is dropped. */
export async function receive(
  socket: AsyncIterable<Buffer[]>,
  wire: Wire,
  onMessage: (message: Message) => void,
): Promise<void> {
  for await (const frames of socket) {
    try {
      onMessage(wire.parse(frames));
    } catch (error) {
      log("dropped a message:", messageOf(error));
    }
  }
}
