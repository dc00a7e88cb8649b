import { StringDecoder } from "node:string_decoder";
import { check } from "../check.ts";
import type { Report } from "./reports.ts";

/**
 * One order for output that comes through three channels.
 *
 * Text of the user's code, of native code and of child processes comes through two pipes, everything else (displays,
 * results, the cell's end) through Node's channel. Whenever the user process writes or reports something, it begins a
 * new *epoch* by a mark in both pipes, which says what comes first in it: a report, or so many bytes of text in one of
 * the pipes. Native text comes after that. Here epochs are put together again, one after the other, so that everything
 * comes out in the order it was made, whatever the machine's load. Marks are told from text by a token of the process.
 */
export interface Streams {
  text(name: StreamName, bytes: Buffer): void;
  report(report: Report): void;
  /** Nothing more will come: hand on what is held back. */
  end(): void;
}

export type StreamName = "stdout" | "stderr";

export interface Mark {
  readonly epoch: number;
  readonly cell: number;
  /** What the epoch begins with. */
  readonly first: "report" | StreamName;
  /** The length of its text, where it begins with text. */
  readonly bytes: number;
}

export function markText(token: string, { epoch, cell, first, bytes }: Mark): string {
  return `\0${token} ${epoch} ${cell} ${first} ${bytes}\0`;
}

interface Pipe {
  readonly name: StreamName;
  readonly decoder: StringDecoder;
  /** An unfinished mark. */
  rest: Buffer;
  epoch: number;
  /** Text that has to wait, by epoch. */
  readonly held: Map<number, Buffer[]>;
}

export function streams({
  token,
  onText,
  onReport,
}: {
  readonly token: string;
  readonly onText: (name: StreamName, text: string, cell: number) => void;
  readonly onReport: (report: Report) => void;
}): Streams {
  const stdout = pipe("stdout");
  const stderr = pipe("stderr");
  const marks = new Map<number, Mark>();
  const reports = new Map<number, Report>();
  const prefix = Buffer.from(`\0${token} `);
  const text = joined(onText);
  let now: Mark = { epoch: 0, cell: 0, first: "stdout", bytes: 0 };
  /** Bytes of the epoch's first text that are still to come. */
  let due = 0;

  const hold = (from: Pipe, epoch: number, bytes: Buffer): void => {
    const waiting = from.held.get(epoch);
    if (waiting) waiting.push(bytes);
    else from.held.set(epoch, [bytes]);
  };

  const take = (from: Pipe, epoch: number, bytes: Buffer): void => {
    if (bytes.length === 0) return;
    if (epoch > now.epoch || (due > 0 && from.name !== now.first)) {
      hold(from, epoch, bytes);
      return;
    }
    if (from.name === now.first) due = Math.max(0, due - bytes.length);
    text.add(from.name, from.decoder.write(bytes), now.cell);
    if (due === 0) release(from === stdout ? stderr : stdout);
  };

  const release = (from: Pipe): void => {
    const waiting = from.held.get(now.epoch) ?? [];
    from.held.delete(now.epoch);
    for (const bytes of waiting) take(from, now.epoch, bytes);
  };

  const enter = (mark: Mark): void => {
    for (const { name, decoder } of [stdout, stderr]) text.add(name, decoder.end(), now.cell);
    now = mark;
    due = mark.bytes;
    marks.delete(mark.epoch);
    const report = reports.get(mark.epoch);
    reports.delete(mark.epoch);
    if (report) {
      text.flush();
      onReport(report);
    }
    for (const from of mark.first === "stderr" ? [stderr, stdout] : [stdout, stderr]) release(from);
  };

  const advance = (): void => {
    for (;;) {
      const next = marks.get(now.epoch + 1);
      if (!next || stdout.epoch < next.epoch || stderr.epoch < next.epoch) return;
      if (next.first === "report" && !reports.has(next.epoch)) return;
      enter(next);
    }
  };

  /** Split a pipe's bytes at the marks; an unfinished mark at the end waits for its rest. */
  const read = (from: Pipe, bytes: Buffer): void => {
    let rest = from.rest.length > 0 ? Buffer.concat([from.rest, bytes]) : bytes;
    from.rest = Buffer.alloc(0);
    for (;;) {
      const start = rest.indexOf(prefix);
      const end = start < 0 ? -1 : rest.indexOf(0, start + prefix.length);
      if (end < 0) {
        const whole = start < 0 ? partialAt(rest, prefix) : start;
        take(from, from.epoch, rest.subarray(0, whole));
        from.rest = rest.subarray(whole);
        return;
      }
      take(from, from.epoch, rest.subarray(0, start));
      const mark = parseMark(rest.subarray(start + prefix.length, end).toString());
      marks.set(mark.epoch, mark);
      from.epoch = mark.epoch;
      advance();
      rest = rest.subarray(end + 1);
    }
  };

  return {
    text: (name, bytes) => read(name === "stdout" ? stdout : stderr, bytes),
    report(report) {
      reports.set(report.epoch, report);
      advance();
    },
    end() {
      for (const from of [stdout, stderr]) take(from, from.epoch, from.rest);
      for (const mark of [...marks.values()].sort((a, b) => a.epoch - b.epoch)) enter(mark);
      due = 0;
      for (const from of [stdout, stderr]) release(from);
      text.flush();
    },
  };
}

/** Joins pieces of one cell's stream that arrive together: each message to the front ends has its cost. */
function joined(onText: (name: StreamName, text: string, cell: number) => void) {
  let waiting: { name: StreamName; cell: number; pieces: string[] } | undefined;
  const flush = (): void => {
    const { name, cell, pieces } = waiting ?? {};
    waiting = undefined;
    if (name && pieces) onText(name, pieces.join(""), cell ?? 0);
  };
  return {
    flush,
    add(name: StreamName, text: string, cell: number): void {
      if (text === "") return;
      if (waiting && (waiting.name !== name || waiting.cell !== cell)) flush();
      if (!waiting) setImmediate(flush);
      waiting ??= { name, cell, pieces: [] };
      waiting.pieces.push(text);
    },
  };
}

function pipe(name: StreamName): Pipe {
  return { name, decoder: new StringDecoder("utf8"), rest: Buffer.alloc(0), epoch: 0, held: new Map() };
}

/** Where the beginning of a mark's prefix stands at the end of these bytes; their length where none does. */
function partialAt(bytes: Buffer, prefix: Buffer): number {
  const zero = bytes.lastIndexOf(0);
  if (zero < 0) return bytes.length;
  const tail = bytes.subarray(zero);
  return tail.length < prefix.length && tail.equals(prefix.subarray(0, tail.length)) ? zero : bytes.length;
}

function parseMark(text: string): Mark {
  const [epoch, cell, first = "", bytes] = text.split(" ");
  const numbers = [epoch, cell, bytes].map(Number);
  check(numbers.every(Number.isSafeInteger), `a stream's mark is damaged: ${text}`);
  return { epoch: numbers[0]!, cell: numbers[1]!, first: first as Mark["first"], bytes: numbers[2]! };
}
