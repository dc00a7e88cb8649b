import assert from "node:assert/strict";
import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { table } from "arquero";
import { sha256 } from "#src/hash.js";
import { decode, encode } from "#src/steps/encode.js";
import { openStore } from "#src/steps/store.js";
import { temporaryProject } from "../project.js";

const key = sha256("a key");

const everything = {
  numbers: [1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0, 2 ** 53],
  words: ["", "Ä\u0000\n", "\ud83d\ude00"],
  nothing: [undefined, null],
  whole: 12345678901234567890n,
  records: { b: 1, a: { "": true }, $array: 3, __proto__x: 2 },
  map: new Map<unknown, unknown>([["a", new Set([1, -0])]]),
  arrays: {
    f64: Float64Array.of(1, Number.NaN, -0),
    f32: Float32Array.of(0.1),
    u8: new Uint8Array([1, 2, 3]).subarray(1),
    i16: Int16Array.of(-5, 6),
    i64: BigInt64Array.of(-1n),
    empty: new Int32Array(0),
    shared: new Float64Array(new SharedArrayBuffer(16)),
  },
};

test("what is kept comes back as it was", async t => {
  const store = openStore(temporaryProject(t, {}));
  await store.write(key, encode(everything, "value"));
  const back = (await store.read(key, "test"))?.value as typeof everything;
  assert.deepEqual(back, everything);
  assert.deepEqual(Object.keys(back.records), ["b", "a", "$array", "__proto__x"]);
  assert.ok(Object.is(back.numbers[4], -0) && Object.is(back.numbers[5], 0));
});

test("a table comes back with its visible rows in their order", async t => {
  const store = openStore(temporaryProject(t, {}));
  const rows = table({ a: [3, 1, 2], b: ["x", "y", "z"] })
    .filter((d: { a: number }) => d.a > 1)
    .orderby("a");
  await store.write(key, encode({ rows }, "value"));
  const back = (await store.read(key, "test"))?.value as { rows: typeof rows };
  assert.deepEqual(back.rows.objects(), rows.objects());
});

test("a result file is a safetensors file, its arrays at multiples of their elements", async t => {
  const store = openStore(temporaryProject(t, {}));
  await store.write(key, encode([Uint8Array.of(7), Float64Array.of(2.5)], "value"));
  const bytes = readFileSync(store.pathOf(key, "safetensors"));
  const length = Number(bytes.readBigUInt64LE());
  const { a1 } = JSON.parse(bytes.toString("utf8", 8, 8 + length));
  assert.equal(length % 8, 0);
  assert.deepEqual(a1, { dtype: "F64", shape: [1], data_offsets: [0, 8] });
  assert.equal(bytes.readDoubleLE(8 + length), 2.5);
});

test("a file cut off anywhere, or with any byte changed, is never read as a result, and the log says so", async t => {
  const folder = temporaryProject(t, {});
  const store = openStore(folder);
  await store.write(key, encode({ energy: -3.25, force: Float64Array.of(1, 2, 3) }, "value"));
  const path = store.pathOf(key, "safetensors");
  const whole = readFileSync(path);
  for (let at = 0; at < whole.length; at++) {
    truncateSync(path, at);
    assert.equal(await store.read(key, "row"), undefined, `cut off at ${at}`);
    const flipped = Buffer.from(whole);
    flipped[at]! ^= 1 << (at % 8);
    writeFileSync(path, flipped);
    const read = await store.read(key, "row");
    // A space of the padding that became another blank says the same.
    if (read) assert.deepEqual(read.value, { energy: -3.25, force: Float64Array.of(1, 2, 3) }, `changed at ${at}`);
    writeFileSync(path, whole);
  }
  assert.deepEqual((await store.read(key, "row"))?.value, { energy: -3.25, force: Float64Array.of(1, 2, 3) });
  assert.match(readFileSync(join(folder, "log.txt"), "utf8"), /row: .* is not read, it is cut off; computed again/);
  assert.match(readFileSync(join(folder, "log.txt"), "utf8"), /its checksum is wrong/);
});

test("a result of another format version, or under another key, is not read", async t => {
  const store = openStore(temporaryProject(t, {}));
  const path = store.pathOf(key, "safetensors");
  await store.write(key, encode(1, "value"));
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.toString("latin1").replace("pesbook step 1", "pesbook step 0"), "latin1");
  assert.equal(await store.read(key, "row"), undefined);
  assert.match(readFileSync(join(store.folder, "log.txt"), "utf8"), /of the format "pesbook step 0"/);
  const other = sha256("another");
  await store.write(other, encode(2, "value"));
  writeFileSync(path, readFileSync(store.pathOf(other, "safetensors")));
  assert.equal(await store.read(key, "row"), undefined);
});

test("what has no content is refused by its name", () => {
  const circle: Record<string, unknown> = {};
  circle.list = [circle];
  const refused: [unknown, RegExp][] = [
    [{ a: [1, () => 1] }, /^Error: inputs\.a\[1\] is a function; a step takes and gives plain data/],
    [{ socket: new (class Socket {})() }, /^Error: inputs\.socket is a Socket/],
    [{ s: Symbol("x") }, /^Error: inputs\.s is a symbol/],
    [{ when: new Date(0) }, /^Error: inputs\.when is a Date/],
    [circle, /^Error: inputs\.list\[0\] contains itself/],
    [Promise.resolve(1), /^Error: inputs is a Promise/],
  ];
  for (const [value, message] of refused) assert.throws(() => encode(value, "inputs"), message);
});

test("decoding pollutes no prototype", async () => {
  const value = await decode({ json: '{"$record":[["__proto__",{"polluted":true}]]}', arrays: [] });
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  assert.deepEqual(Object.keys(value as object), ["__proto__"]);
});
