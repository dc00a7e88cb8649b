import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { load } from "#src/formats/load.js";
import { write } from "#src/formats/write.js";
import { pick } from "#src/frames/pick.js";
import { predict } from "#src/potentials/predict.js";
import { save } from "#src/potentials/save.js";
import { stillingerWeber } from "#src/potentials/stillingerWeber.js";
import { pesbook, scratchFolder } from "./pesbook.js";

const folder = scratchFolder();
const silicon = await stillingerWeber();
await save(join(folder, "silicon.json"), silicon);
const frames = pick(await load("si-sw"), [0, 120]);
await write(join(folder, "two.xyz"), frames);
const expected = await predict(silicon, frames);

test("a line of JSON a frame has all labels, to the bit", () => {
  const { code, out, err } = pesbook(["predict", "silicon.json", "two.xyz", "--json"], { folder });
  assert.deepEqual([code, err], [0, ""]);
  const lines = out
    .trim()
    .split("\n")
    .map(line => JSON.parse(line));
  assert.deepEqual(
    lines.map(({ frame, energy }) => [frame, energy]),
    [
      [0, expected.energy![0]],
      [1, expected.energy![1]],
    ],
  );
  assert.deepEqual(
    lines.flatMap(({ force }) => force.flat()),
    [...expected.force!],
  );
  assert.deepEqual(
    lines.flatMap(({ virial }) => virial),
    [...expected.virial!],
  );
});

test("a line of text a frame is for reading", () => {
  const { code, out } = pesbook(["predict", "silicon.json", "two.xyz"], { folder });
  assert.equal(code, 0);
  assert.match(out, /^frame 0 {2}216 atoms {2}-928\.\d{6} eV {2}largest force \d\.\d{6} eV\/Å\nframe 1 {2}216 atoms/);
});

test("relabelled frames are written", async () => {
  const { code, out } = pesbook(["predict", "silicon.json", "two.xyz", "--output", "new.xyz.gz"], { folder });
  assert.deepEqual([code, out], [0, ""]);
  const written = await load(join(folder, "new.xyz.gz"));
  assert.deepEqual(written.energy, expected.energy);
  assert.deepEqual(written.force, expected.force);
  assert.deepEqual(written.virial, expected.virial);
  assert.deepEqual(written.perFrame, frames.perFrame);
});

test("what cannot be predicted is said", () => {
  const failing = (args: string[]) => {
    const { code, err } = pesbook(["predict", ...args], { folder });
    return `${code} ${err}`;
  };
  assert.match(failing(["silicon.json"]), /^64 .*a model and a file of frames are needed, 1 arguments were given/);
  assert.match(failing(["two.xyz", "two.xyz"]), /^1 .*open: two\.xyz is of no known kind; \.json, \.eam/);
  assert.match(failing(["silicon.json", "al-eam"]), /^1 .*atom 0 is Al, but the potential knows Si only/);
  writeFileSync(join(folder, "broken.json"), '{"format": "pesbook potential", "version": 1, "kind": "eam"}');
  assert.match(failing(["broken.json", "two.xyz"]), /^1 .*a cutoff and a list of elements were needed/);
  writeFileSync(join(folder, "other.json"), '{"format": "other"}');
  assert.match(failing(["other.json", "two.xyz"]), /^1 .*its format is other, not pesbook potential/);
  writeFileSync(join(folder, "later.json"), '{"format": "pesbook potential", "version": 9}');
  assert.match(failing(["later.json", "two.xyz"]), /^1 .*version 9; this pesbook reads 1/);
});
