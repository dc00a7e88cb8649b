import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { completed, formatNotebook, parseNotebook, readNotebook } from "#src/runner/notebook.js";
import { repository } from "../needs.js";

const cell = { cell_type: "code", execution_count: null, id: "one", metadata: {}, outputs: [], source: ["1 + 1"] };
const plain = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell] };
const parse = (value: unknown) => parseNotebook(JSON.stringify(value), "n.ipynb");

test("a notebook is written as nbformat writes it", () => {
  const { expect } = JSON.parse(readFileSync(join(repository, "test", "golden", "nbformat.json"), "utf8"));
  assert.equal(formatNotebook(parseNotebook(expect, "golden")), expect);
});

test("texts are whole once read, whether they were lines or not", () => {
  const read = parse({ ...plain, cells: [cell, { ...cell, id: "two", source: "1 + 1" }] });
  assert.deepEqual(
    read.cells.map(({ source }) => source),
    ["1 + 1", "1 + 1"],
  );
});

test("cells without ids get stable ones, and nothing else of a notebook is lost", () => {
  const { id: _id, ...nameless } = cell;
  const old = { ...plain, nbformat_minor: 2, metadata: { mine: [1] }, cells: [nameless, nameless] };
  const once = completed(parse(old));
  assert.deepEqual(once, completed(parse(old)));
  const [first, second] = once.cells;
  assert.match(first!.id!, /^[0-9a-f]{8}$/);
  assert.notEqual(first!.id, second!.id);
  assert.deepEqual(once.metadata.mine, [1]);
  assert.equal(once.nbformat_minor, 5);
});

test("what is no notebook is refused in words", () => {
  const refused: [value: unknown, message: RegExp][] = [
    [[], /^Error: n\.ipynb: not a valid notebook: a JSON array, not an object$/],
    [{}, /it has no nbformat number/],
    [{ ...plain, nbformat: 3 }, /n\.ipynb: nbformat 3 is too old, 4 is needed; open and save it in Jupyter/],
    [{ ...plain, nbformat: 5 }, /nbformat 5\.5 is too new, 4\.5 is the newest known here/],
    [{ ...plain, nbformat_minor: 6 }, /nbformat 4\.6 is too new/],
    [{ ...plain, nbformat_minor: "5" }, /it has no nbformat_minor number/],
    [{ ...plain, metadata: null }, /it has no metadata/],
    [{ ...plain, cells: {} }, /it has no list of cells/],
    [{ ...plain, cells: [cell, cell] }, /cell 2 has the id of another/],
    [{ ...plain, cells: [{ ...cell, cell_type: "python" }] }, /cell 1 has cell_type "python"/],
    [{ ...plain, cells: [{ ...cell, id: "a b" }] }, /cell 1 has id "a b"/],
    [{ ...plain, cells: [{ ...cell, metadata: { tags: [1] } }] }, /cell 1 has tags that are not a list of texts/],
    [{ ...plain, cells: [{ ...cell, source: [1] }] }, /cell 1 has no source text/],
    [{ ...plain, cells: [{ ...cell, outputs: undefined }] }, /cell 1 has no list of outputs/],
    [{ ...plain, cells: [{ ...cell, execution_count: "1" }] }, /cell 1 has execution_count "1"/],
    [
      { ...plain, cells: [{ ...cell, outputs: [{ output_type: "pyout" }] }] },
      /an output 1 that has output_type "pyout"/,
    ],
    [{ ...plain, cells: [{ ...cell, outputs: [{ output_type: "stream" }] }] }, /is a stream without name or text/],
    [
      {
        ...plain,
        cells: [{ ...cell, outputs: [{ output_type: "display_data", data: { "image/png": 1 }, metadata: {} }] }],
      },
      /has "image\/png" that is not text/,
    ],
  ];
  for (const [value, message] of refused) assert.throws(() => parse(value), message);
  assert.throws(
    () => parseNotebook('{"nbformat": 4, "cel', "n.ipynb"),
    /n\.ipynb: not a notebook: not valid JSON, perhaps cut short/,
  );
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  assert.throws(() => parseNotebook(deep, "n.ipynb"), /nested deeper than 200 levels/);
});

test("names that mean something to JavaScript are only names", () => {
  const text = formatNotebook(parse(plain)).replace(
    '"metadata": {},\n "nbformat"',
    '"metadata": {"__proto__": {"tags": ["x"]}},\n "nbformat"',
  );
  const read = parseNotebook(text, "n.ipynb");
  assert.equal(({} as { tags?: unknown }).tags, undefined);
  assert.match(formatNotebook(read), /"__proto__": \{/);
});

test("a missing notebook, a folder and bytes that are no text are told apart", async () => {
  await assert.rejects(readNotebook(join(repository, "none.ipynb")), /none\.ipynb: no such notebook/);
  await assert.rejects(readNotebook(repository), /a folder, not a notebook/);
  await assert.rejects(readNotebook(join(repository, "data", "al-pbe.xyz.gz")), /its bytes are not UTF-8 text/);
});

test("of 2,000 mutated notebooks each is refused by name or read and written alike", () => {
  const { expect } = JSON.parse(readFileSync(join(repository, "test", "golden", "nbformat.json"), "utf8"));
  let state = 1;
  const random = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const pieces = ["", "}", "]", '"', "null", "[]", "{}", "-1", "1e999", '"x"', "\\u0000", ",", "4", "5"];
  let refused = 0;
  for (let trial = 0; trial < 2000; trial++) {
    const start = random(expect.length);
    const end = start + (trial % 3 === 0 ? random(expect.length - start) : random(4));
    const text = expect.slice(0, start) + pieces[random(pieces.length)] + expect.slice(end);
    try {
      const once = formatNotebook(parseNotebook(text, "n.ipynb"));
      assert.equal(formatNotebook(parseNotebook(once, "n.ipynb")), once);
    } catch (error) {
      assert.match(String(error), /^Error: n\.ipynb: /);
      refused++;
    }
  }
  assert.ok(refused > 1000, `${refused} refused`);
});
