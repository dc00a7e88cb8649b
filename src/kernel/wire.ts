import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { check } from "../check.ts";

/**
 * Jupyter's wire protocol: a message is a list of frames, signed by HMAC.
 *
 *     identity … | <IDS|MSG> | signature | header | parent header | metadata | content | buffer …
 *
 * https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol
 */
export interface Message {
  readonly identities: readonly Buffer[];
  readonly header: Header;
  readonly parent: Partial<Header>;
  readonly metadata: Content;
  readonly content: Content;
  readonly buffers: readonly Buffer[];
}

export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

export type Content = Readonly<Record<string, unknown>>;

export interface Wire {
  /** The message in these frames; throws where they are malformed, wrongly signed or seen before. */
  parse(frames: readonly Buffer[]): Message;
  build(type: string, content: Content, options?: BuildOptions): Built;
}

export interface BuildOptions {
  readonly parent?: Partial<Header>;
  readonly identities?: readonly Buffer[];
  readonly metadata?: Content;
}

export interface Built {
  readonly id: string;
  readonly frames: Buffer[];
}

export const PROTOCOL_VERSION = "5.4";

const DELIMITER = Buffer.from("<IDS|MSG>");
/** Signatures remembered against replay, as many as jupyter_client remembers. */
const REMEMBERED = 65_536;

/** One end of the protocol. An empty key leaves messages unsigned, as the protocol allows. */
export function wire(key: string, { username = "kernel" } = {}): Wire {
  const session = randomUUID();
  const seen = new Set<string>();

  const sign = (parts: readonly Buffer[]): string => {
    if (key === "") return "";
    const hmac = createHmac("sha256", key);
    for (const part of parts) hmac.update(part);
    return hmac.digest("hex");
  };

  const remember = (signature: string): void => {
    check(!seen.has(signature), "a message with this signature was received before");
    seen.add(signature);
    if (seen.size > REMEMBERED) for (const oldest of seen.keys()) return void seen.delete(oldest);
  };

  return {
    parse(frames) {
      const at = frames.findIndex(frame => frame.equals(DELIMITER));
      check(at >= 0 && frames.length >= at + 6, "a message needs a delimiter, a signature and four parts");
      const parts = frames.slice(at + 2, at + 6);
      const given = frames[at + 1] as Buffer;
      const wanted = Buffer.from(sign(parts));
      check(given.length === wanted.length && timingSafeEqual(given, wanted), "wrong signature");
      const [header, parent, metadata, content] = parts.map(record);
      check(isHeader(header), "a header needs msg_id, msg_type and session as text");
      if (key !== "") remember(given.toString());
      return {
        identities: frames.slice(0, at),
        header,
        parent: parent as Partial<Header>,
        metadata: metadata as Content,
        content: content as Content,
        buffers: frames.slice(at + 6),
      };
    },

    build(type, content, { parent = {}, identities = [], metadata = {} } = {}) {
      const header: Header = {
        msg_id: randomUUID(),
        msg_type: type,
        session,
        username,
        date: new Date().toISOString(),
        version: PROTOCOL_VERSION,
      };
      const parts = [header, parent, metadata, content].map(part => Buffer.from(JSON.stringify(part)));
      return { id: header.msg_id, frames: [...identities, DELIMITER, Buffer.from(sign(parts)), ...parts] };
    },
  };
}

function record(part: Buffer): Content {
  const value: unknown = JSON.parse(part.toString());
  check(typeof value === "object" && value !== null && !Array.isArray(value), "each part of a message is an object");
  return value as Content;
}

function isHeader(header: unknown): header is Header {
  const { msg_id, msg_type, session } = header as Partial<Header>;
  return [msg_id, msg_type, session].every(value => typeof value === "string");
}
