import assert from "node:assert/strict";
import { test } from "node:test";
import { compareOutputs } from "#src/runner/compare.js";
import type { NotebookFile } from "#src/runner/notebook.js";
import type { Output } from "#src/runner/outputs.js";

/** A notebook of one cell with these outputs. */
function showing(...outputs: Output[]): NotebookFile {
  const cell = { cell_type: "code", execution_count: 1, id: "a", metadata: {}, outputs, source: "show()" } as const;
  return { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [{ ...cell, outputs: [] }, cell] };
}

const stream = (text: string): Output => ({ output_type: "stream", name: "stdout", text });
const data = (bundle: Record<string, unknown>): Output => ({ output_type: "display_data", data: bundle, metadata: {} });
const chart = "application/vnd.vegalite.v5+json";

test("equal outputs do not differ", () => {
  const notebook = showing(stream("a\n"), data({ "text/plain": "b" }));
  assert.deepEqual(compareOutputs(notebook, structuredClone(notebook)), []);
});

test("numbers in JSON are equal to 1e-9 of their size", () => {
  const of = (x: number) => showing(data({ [chart]: { data: { values: [{ x: 1 }, { x }] } } }));
  assert.deepEqual(compareOutputs(of(300), of(300 * (1 + 1e-10))), []);
  assert.deepEqual(compareOutputs(of(1e-20), of(2e-20)), [
    `cell 2, output 1 (${chart}): data.values[1].x is 2e-20, committed 1e-20`,
  ]);
  assert.deepEqual(compareOutputs(of(300), showing(data({ [chart]: { data: { values: [{ x: 1 }] } } }))), [
    `cell 2, output 1 (${chart}): data.values[1] is absent, committed {"x":300}`,
  ]);
});

test("a bitmap is looked at only where no data stand beside it", () => {
  const beside = (png: string) => showing(data({ [chart]: {}, "image/png": png, "text/plain": "chart" }));
  assert.deepEqual(compareOutputs(beside("AAAA"), beside("BBBB")), []);
  const alone = (png: string) => showing(data({ "image/png": png, "text/plain": "chart" }));
  assert.equal(compareOutputs(alone("AAAA"), alone("BBBB")).length, 1);
});

test("of texts, the first line that differs is told", () => {
  assert.deepEqual(compareOutputs(showing(stream("a\nb\nc")), showing(stream("a\nB\nC"))), [
    'cell 2, output 1 (stdout), line 2: is "B", committed "b"',
  ]);
  assert.deepEqual(compareOutputs(showing(stream("a\nb")), showing(stream("a"))), [
    'cell 2, output 1 (stdout), line 2: is absent, committed "b"',
  ]);
});

test("of an error, only its name and message count", () => {
  const error = (evalue: string, ...traceback: string[]): Output => ({
    output_type: "error",
    ename: "E",
    evalue,
    traceback,
  });
  assert.deepEqual(compareOutputs(showing(error("x", "here")), showing(error("x", "there"))), []);
  assert.equal(compareOutputs(showing(error("x")), showing(error("y"))).length, 1);
});

test("outputs of another kind or number, and other cells, are told", () => {
  assert.deepEqual(compareOutputs(showing(stream("a")), showing()), [
    "cell 2, 1 output committed, 0 outputs after the run",
  ]);
  assert.deepEqual(compareOutputs(showing(stream("a")), showing(data({}))), [
    "cell 2, output 1 is display_data, committed stream",
  ]);
  assert.deepEqual(compareOutputs(showing(data({ "text/plain": "a" })), showing(data({ "text/html": "a" }))), [
    "cell 2, output 1 has text/html, which is not committed",
    "cell 2, output 1 lacks the committed text/plain",
  ]);
  const [, ...fewer] = showing().cells;
  assert.match(
    compareOutputs(showing(), { ...showing(), cells: fewer })[0] ?? "",
    /2 cells committed, 1 after the run/,
  );
});
