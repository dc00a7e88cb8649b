import { StringDecoder } from "node:string_decoder";
import { check } from "../check.ts";
import type { Report } from "./reports.ts";

/**
 * One order for output that comes through three channels.
 *
 * Text of the user's code, of native code and of child processes comes through two pipes, everything else (displays,
 * results, the cell's end) through Node's channel. The user process numbers its turns: before it reports something,
 * writes to the other pipe or for another cell, it begins a new *epoch* by a mark in both pipes. Here epochs are put
 * together again, one after the other: a report and the text before it come out in the order they were made,
 * whatever the machine's load. Marks are told from the user's text by a token that is drawn for each process.
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
  /** Whether a report belongs to this mark: text after it waits for that report. */
  readonly reported: boolean;
}

export function markText(token: string, { epoch, cell, reported }: Mark): string {
  return `\0${token} ${epoch} ${cell} ${reported ? 1 : 0}\0`;
}

interface Pipe {
  readonly name: StreamName;
  readonly decoder: StringDecoder;
  rest: Buffer;
  epoch: number;
  /** Text of later epochs than the one that is being published, by epoch. */
  readonly held: Map<number, { cell: number; text: string }>;
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
  const pipes: Record<StreamName, Pipe> = { stdout: pipe("stdout"), stderr: pipe("stderr") };
  const marks = new Map<number, Mark>();
  const reports = new Map<number, Report>();
  const prefix = Buffer.from(`\0${token} `);
  let epoch = 0;
  let cell = 0;

  const take = (from: Pipe, text: string): void => {
    if (text === "") return;
    if (from.epoch <= epoch) {
      onText(from.name, text, cell);
      return;
    }
    const held = from.held.get(from.epoch);
    from.held.set(from.epoch, { cell: marks.get(from.epoch)?.cell ?? cell, text: (held?.text ?? "") + text });
  };

  const enter = (next: number): void => {
    epoch = next;
    cell = marks.get(epoch)?.cell ?? cell;
    marks.delete(epoch);
    const report = reports.get(epoch);
    reports.delete(epoch);
    if (report) onReport(report);
    for (const { name, held } of Object.values(pipes)) {
      const text = held.get(epoch);
      held.delete(epoch);
      if (text) onText(name, text.text, text.cell);
    }
  };

  const advance = (): void => {
    for (;;) {
      const next = epoch + 1;
      if (pipes.stdout.epoch < next || pipes.stderr.epoch < next) return;
      if (marks.get(next)?.reported && !reports.has(next)) return;
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
        const keep = start < 0 ? partialAt(rest, prefix) : start;
        take(from, from.decoder.write(rest.subarray(0, keep)));
        from.rest = rest.subarray(keep);
        return;
      }
      take(from, from.decoder.write(rest.subarray(0, start)) + from.decoder.end());
      const mark = parseMark(rest.subarray(start + prefix.length, end).toString());
      marks.set(mark.epoch, mark);
      from.epoch = mark.epoch;
      advance();
      rest = rest.subarray(end + 1);
    }
  };

  return {
    text: (name, bytes) => read(pipes[name], bytes),
    report(report) {
      reports.set(report.epoch, report);
      advance();
    },
    end() {
      for (const from of Object.values(pipes)) take(from, from.decoder.write(from.rest) + from.decoder.end());
      const left = [...reports.keys(), ...Object.values(pipes).flatMap(({ held }) => [...held.keys()])];
      for (const next of [...new Set(left)].sort((a, b) => a - b)) enter(next);
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
  const [epoch = -1, cell = -1, reported = -1] = text.split(" ").map(Number);
  check(Number.isInteger(epoch) && Number.isInteger(cell), `a stream's mark is damaged: ${text}`);
  return { epoch, cell, reported: reported === 1 };
}
