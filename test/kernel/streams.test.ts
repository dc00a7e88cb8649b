import assert from "node:assert/strict";
import { test } from "node:test";
import type { Report } from "#src/kernel/reports.js";
import { markText, type StreamName, streams } from "#src/kernel/streams.js";

const token = "0123456789abcdef";

/** What a process wrote to its two pipes and reported, and the order in which it comes out. */
function recorder() {
  const pipes: Record<StreamName, Buffer[]> = { stdout: [], stderr: [] };
  const reports: Report[] = [];
  let epoch = 0;
  const mark = (first: "report" | StreamName, bytes: number) => {
    const text = Buffer.from(markText(token, { epoch: ++epoch, cell: 1, first, bytes }));
    pipes.stdout.push(text);
    pipes.stderr.push(text);
  };
  return {
    pipes,
    reports,
    write(stream: StreamName, text: string) {
      mark(stream, Buffer.byteLength(text));
      pipes[stream].push(Buffer.from(text));
    },
    native: (stream: StreamName, text: string) => void pipes[stream].push(Buffer.from(text)),
    display(text: string) {
      mark("report", 0);
      reports.push({ report: "display", data: { text }, metadata: {}, update: false, epoch, cell: 1 });
    },
  };
}

test("whatever arrives first, output comes out as it was made", () => {
  const made = recorder();
  made.write("stdout", "a ångström\n");
  made.native("stderr", "native 1\n");
  made.write("stderr", "b\n");
  made.native("stdout", "native 2\n");
  made.display("shown");
  made.write("stdout", "c \0 zero\n");
  made.display("last");
  const expected = "stdout a ångström\n|stderr native 1\nb\n|stdout native 2\n|shown|stdout c \0 zero\n|last";

  const out = Buffer.concat(made.pipes.stdout);
  const err = Buffer.concat(made.pipes.stderr);
  for (const order of [0, 1, 2, 3, 4, 5]) {
    for (const size of [1, 2, 7, 64, 4096]) {
      const got: string[] = [];
      const joined = streams({
        token,
        onText(name, text) {
          const last = got.length - 1;
          if (got[last]?.startsWith(name)) got[last] += text;
          else got.push(`${name} ${text}`);
        },
        onReport: report => got.push(report.report === "display" ? String(report.data.text) : report.report),
      });
      const parts = [
        () => feed(out, size, bytes => joined.text("stdout", bytes)),
        () => feed(err, size, bytes => joined.text("stderr", bytes)),
        () => made.reports.forEach(joined.report),
      ];
      const [first = 0, second = 0, third = 0] = [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
      ][order]!;
      for (const part of [first, second, third]) parts[part]!();
      joined.end();
      assert.equal(got.join("|"), expected, `order ${order}, pieces of ${size} bytes`);
    }
  }
});

test("what a process that died left behind comes out all the same", () => {
  const got: string[] = [];
  const made = recorder();
  made.write("stdout", "whole\n");
  const joined = streams({ token, onText: (name, text) => got.push(name, text), onReport: () => {} });
  joined.text("stdout", Buffer.concat(made.pipes.stdout));
  joined.text("stdout", Buffer.from("native"));
  joined.end();
  assert.deepEqual(got, ["stdout", "whole\nnative"]);
});

function feed(bytes: Buffer, size: number, take: (piece: Buffer) => void): void {
  for (let at = 0; at < bytes.length; at += size) take(bytes.subarray(at, at + size));
}
