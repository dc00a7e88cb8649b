import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { check, messageOf } from "../check.ts";

/** Longer lines are no structures; a bound keeps a hostile file from filling the memory with one. */
const longestLine = 2 ** 26;

/**
 * The lines of a text file from its bytes, without their ends (\n or \r\n); gzip is known by its first two bytes.
 *
 * Holds one line and one block at a time. The text may have `limit` characters in all: a small gzip file can hold
 * terabytes.
 *
 * @param where what errors begin with
 */
export async function* linesOf(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  where: string,
  { limit = Number.POSITIVE_INFINITY } = {},
): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  let characters = 0;
  let rest = "";
  for await (const block of unzipped(pieces(source), where)) {
    const text = decoder.decode(block, { stream: true });
    characters += text.length;
    check(characters <= limit, `${where}: the text has more than ${limit} characters; read it in chunks`);
    const last = text.lastIndexOf("\n");
    // Blocks of an unended line are only appended: splitting the whole each time would take its square.
    if (last >= 0) yield (rest + text.slice(0, last)).split("\n").map(withoutReturn);
    rest = last >= 0 ? text.slice(last + 1) : rest + text;
    check(rest.length <= longestLine, `${where}: a line is longer than ${longestLine} characters`);
  }
  rest += decoder.decode();
  if (rest !== "") yield [withoutReturn(rest)];
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

/** In blocks of at most 1 MiB: a file in one piece can be longer than a string may be. */
async function* pieces(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const block of source) {
    for (let at = 0; at < block.length; at += 2 ** 20) yield block.subarray(at, at + 2 ** 20);
  }
}

async function* unzipped(blocks: AsyncGenerator<Uint8Array>, where: string): AsyncGenerator<Uint8Array> {
  try {
    let start: Uint8Array = new Uint8Array(0);
    while (start.length < 2) {
      const { done, value } = await blocks.next();
      if (done) break;
      start = Buffer.concat([start, value]);
    }
    const isGzip = start[0] === 0x1f && start[1] === 0x8b;
    yield* isGzip ? gunzipped(after(start, blocks), where) : after(start, blocks);
  } finally {
    // A reader that stops early may do so before `after` has come to the blocks, which then keep the file open.
    await blocks.return(undefined);
  }
}

async function* after(start: Uint8Array, blocks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield start;
  yield* blocks;
}

async function* gunzipped(blocks: AsyncGenerator<Uint8Array>, where: string): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  // A failure comes out of the loop below as well; unhandled here, it would end the process.
  pipeline(Readable.from(blocks), gunzip).catch(() => {});
  try {
    yield* gunzip;
  } catch (error) {
    if (!String((error as { code?: unknown }).code).startsWith("Z_")) throw error;
    throw new Error(`${where}: the gzip data are damaged or end too early (${messageOf(error)})`);
  }
}
