import { writeSync } from "node:fs";
import { Writable } from "node:stream";
import type { Report, ReportBody } from "./reports.ts";
import { type Mark, markText, type StreamName } from "./streams.ts";

const DESCRIPTORS = { stdout: 1, stderr: 2 } as const satisfies Record<StreamName, number>;

/**
 * The user process's end of streams.ts: `process.stdout` and `process.stderr` that write at once and mark whose text
 * it is, and `report` for everything else.
 */
export function writer(token: string, { cell }: { readonly cell: () => number }): (body: ReportBody) => void {
  let epoch = 0;
  const nextMark = (first: Mark["first"], bytes: number): Buffer =>
    Buffer.from(markText(token, { epoch: ++epoch, cell: cell(), first, bytes }));

  for (const stream of ["stdout", "stderr"] as const) {
    const replacement = new Writable({
      decodeStrings: false,
      write(chunk: string | Buffer, encoding, done) {
        const text = typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk;
        const mark = nextMark(stream, text.length);
        writeAll(DESCRIPTORS[stream === "stdout" ? "stderr" : "stdout"], mark);
        writeAll(DESCRIPTORS[stream], Buffer.concat([mark, text]));
        done();
      },
    });
    Object.assign(replacement, { fd: DESCRIPTORS[stream], isTTY: false });
    Object.defineProperty(process, stream, { value: replacement, configurable: true });
  }

  return body => {
    const mark = nextMark("report", 0);
    for (const descriptor of Object.values(DESCRIPTORS)) writeAll(descriptor, mark);
    const report: Report = { ...body, cell: cell(), epoch };
    process.send?.(report);
  };
}

/** Write to a pipe that may be full and may not block: the kernel at its other end reads all the time. */
function writeAll(descriptor: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
