import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import { load } from "#src/formats/load.js";
import { read } from "#src/formats/read.js";
import { write } from "#src/formats/write.js";
import { concat } from "#src/frames/concat.js";
import type { Frames } from "#src/frames/frames.js";
import { pick } from "#src/frames/pick.js";
import { parse } from "./extxyz/parse.js";

const folder = mkdtempSync(join(tmpdir(), "pesbook-write-"));
after(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

/** Everything but where it came from. */
function columns({ source, ...rest }: Frames) {
  return rest;
}

const varied = parse(
  'Lattice="4 0 0.1 0 5 0 -1 0 6"'.replace(/^/, "2\n") +
    ' Properties=species:S:1:pos:R:3:forces:R:3:charge:R:1:site:S:1 energy=-0.1 virial="1 2 3 4 5 6 7 8 9" pbc="T F T" T=300 k="1 -0 1e-300" name="a b" relaxed=T\n' +
    "Al 0.1 0.2 0.30000000000000004 1e-17 -0 5e-324 0.5 a1\nCu 1 2 3 1.7976931348623157e308 nan inf -0.5 b\n" +
    "1\nProperties=species:S:1:pos:R:3 step=7 relaxed=F\nH 1 2 3\n",
);

test("what is written is read as the same bits", async () => {
  for (const name of ["varied.xyz", "varied.extxyz", "varied.xyz.gz", "VARIED.XYZ.GZ"]) {
    await write(at(name), varied);
    assert.deepEqual(columns(await load(at(name))), varied, name);
  }
});

test("equal frames give equal bytes, with no time in them", async () => {
  await write(at("one.xyz.gz"), varied);
  await write(at("two.xyz.gz"), varied);
  const bytes = readFileSync(at("one.xyz.gz"));
  assert.deepEqual(bytes, readFileSync(at("two.xyz.gz")));
  assert.deepEqual([...bytes.subarray(0, 10)], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);
  await write(at("one.xyz"), varied);
  assert.deepEqual(gunzipSync(bytes), readFileSync(at("one.xyz")));
  assert.deepEqual(
    readdirSync(folder).filter(name => name.endsWith(".part")),
    [],
  );
});

test("energies and forces are written under other names by option", async () => {
  const names = { energy: "dft_energy", force: "dft_forces", virial: "dft_virial" };
  await write(at("named.xyz"), varied, names);
  assert.match(readFileSync(at("named.xyz"), "utf8"), /:dft_forces:R:3.* dft_energy=-0.1 dft_virial="1 2/);
  assert.deepEqual(columns(await load(at("named.xyz"), names)), varied);
});

test("frames that the format cannot hold are refused", async () => {
  const change = (part: Partial<Frames>) => write(at("wrong.xyz"), { ...varied, ...part });
  await assert.rejects(
    change({ perFrame: { energy: Float64Array.of(1, 2) } }),
    /perFrame has a column energy, a name that is taken/,
  );
  await assert.rejects(change({ perAtom: { pos: new Float64Array(3) } }), /perAtom has a column pos/);
  await assert.rejects(change({ perAtom: { "a:b": new Float64Array(3) } }), /cannot name a column "a:b"/);
  await assert.rejects(change({ perAtom: { site: ["a b", "", ""] } }), /cannot hold "a b" as a word of site/);
  await assert.rejects(change({ energy: new Float64Array(3) }), /energy has 3 entries, 2 were needed/);
  await assert.rejects(write(at("wrong.xyz"), varied, { virial: "stress" }), /virials cannot be named stress/);
  await assert.rejects(write(at("wrong.npz"), varied), /wrong.npz is of no known format; name it .xyz/);
  await assert.rejects(write(at("wrong.xyz"), pick(varied, [])), /there are no frames/);
  assert.ok(!readdirSync(folder).some(name => name.startsWith("wrong")));
});

test("a file read in pieces is the file read whole", async () => {
  const frames = concat(...Array.from({ length: 5 }, () => varied));
  await write(at("pieces.xyz.gz"), frames);
  const whole = await load(at("pieces.xyz.gz"));
  for (const chunk of [1, 3, 4, 10, 1000]) {
    const pieces: Frames[] = [];
    for await (const piece of read(at("pieces.xyz.gz"), { chunk })) {
      assert.ok(piece.length <= chunk);
      assert.equal(piece.source?.sha256, whole.source?.sha256);
      pieces.push(piece);
    }
    assert.equal(pieces.length, Math.ceil(10 / chunk));
    assert.deepEqual(columns(concat(...pieces)), columns(whole));
  }
});

test("a reader that stops early closes the file", async () => {
  await write(at("long.xyz"), concat(...Array.from({ length: 2000 }, () => varied)));
  await write(at("long.xyz.gz"), concat(...Array.from({ length: 2000 }, () => varied)));
  const count = () => (existsSync("/proc/self/fd") ? readdirSync("/proc/self/fd").length : 0);
  const before = count();
  for (const name of ["long.xyz", "long.xyz.gz"]) {
    for (let k = 0; k < 10; k++) {
      for await (const piece of read(at(name), { chunk: 1 })) {
        assert.equal(piece.length, 1);
        break;
      }
    }
  }
  await new Promise(resolve => setTimeout(resolve, 100));
  assert.ok(count() - before < 5, `${count() - before} files are still open`);
});

test("gzip files put end to end are one file", async () => {
  const whole = readFileSync(at("pieces.xyz.gz"));
  writeFileSync(at("twice.xyz.gz"), Buffer.concat([whole, whole]));
  assert.equal((await load(at("twice.xyz.gz"))).length, 20);
});

test("a file read in one piece may be larger than its blocks", async () => {
  const text = `1\n\nH 0 0 0\n`.repeat(100_000);
  writeFileSync(at("large.xyz"), text);
  assert.equal((await load(at("large.xyz"))).length, 100_000);
});

test("the end of a frame may fall on the end of a block, a line across two", async () => {
  // Blocks of a file stream have 64 KiB.
  const comment = "x".repeat(65536 - 2 - 8 - 1);
  writeFileSync(at("blocks.xyz"), `1\n${comment}\nH 0 0 0\n1\n${"y".repeat(70_000)}\r\nO 1 2 3`);
  const frames = await load(at("blocks.xyz"));
  assert.deepEqual(frames.perFrame, { comment: [comment, "y".repeat(70_000)] });
  let count = 0;
  for await (const piece of read(at("blocks.xyz"), { chunk: 1 })) count += piece.length;
  assert.equal(count, 2);
});

test("damaged files name themselves and what is wrong", async () => {
  const whole = readFileSync(at("pieces.xyz.gz"));
  writeFileSync(at("short.xyz.gz"), whole.subarray(0, whole.length - 12));
  await assert.rejects(
    load(at("short.xyz.gz")),
    /^Error: load: .*short.xyz.gz: the gzip data are damaged or end too early/,
  );
  const damaged = Buffer.from(whole);
  damaged.fill(0xff, 60, 80);
  writeFileSync(at("damaged.xyz.gz"), damaged);
  await assert.rejects(load(at("damaged.xyz.gz")), /the gzip data are damaged|frame \d+, line \d+/);
  await assert.rejects(async () => {
    for await (const piece of read(at("short.xyz.gz"))) assert.ok(piece);
  }, /^Error: read: .*short.xyz.gz: the gzip data are damaged or end too early/);
  writeFileSync(at("empty.xyz"), "");
  await assert.rejects(load(at("empty.xyz")), /empty.xyz: the file is empty/);
  writeFileSync(at("binary.xyz"), Buffer.from([0, 1, 2, 3, 255, 254]));
  await assert.rejects(load(at("binary.xyz")), /frame 0, line 1: found/);
});

test("a small gzip file cannot fill the memory", async () => {
  writeFileSync(at("bomb.xyz.gz"), gzipSync(Buffer.alloc(2 ** 27, "x")));
  const before = process.memoryUsage().rss;
  await assert.rejects(load(at("bomb.xyz.gz")), /a line is longer than 67108864 characters/);
  assert.ok(process.memoryUsage().rss - before < 2 ** 29);
});
