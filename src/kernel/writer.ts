import { writeSync } from "node:fs";
import { Writable } from "node:stream";
import type { Report, ReportBody } from "./reports.ts";
import { markText, type StreamName } from "./streams.ts";

const DESCRIPTORS: Record<StreamName, number> = { stdout: 1, stderr: 2 };

/**
 * The user process's end of streams.ts: `process.stdout` and `process.stderr` that write at once and mark whose text
 * follows, and `report` for everything else.
 */
export function writer(token: string, { cell }: { readonly cell: () => number }): (body: ReportBody) => void {
  let epoch = 0;
  let marked = { cell: 0, stream: "stdout" as StreamName };

  const mark = (owner: number, stream: StreamName, reported: boolean): number => {
    epoch += 1;
    marked = { cell: owner, stream };
    const text = markText(token, { epoch, cell: owner, reported });
    for (const descriptor of Object.values(DESCRIPTORS)) writeAll(descriptor, Buffer.from(text));
    return epoch;
  };

  for (const stream of ["stdout", "stderr"] as const) {
    const replacement = new Writable({
      decodeStrings: false,
      write(chunk: string | Buffer, encoding, done) {
        const owner = cell();
        if (owner !== marked.cell || stream !== marked.stream) mark(owner, stream, false);
        writeAll(DESCRIPTORS[stream], typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk);
        done();
      },
    });
    Object.assign(replacement, { fd: DESCRIPTORS[stream], isTTY: false });
    Object.defineProperty(process, stream, { value: replacement, configurable: true });
  }

  return body => {
    const owner = cell();
    const report: Report = { ...body, cell: owner, epoch: mark(owner, "stdout", true) };
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
