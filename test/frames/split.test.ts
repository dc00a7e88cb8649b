import assert from "node:assert/strict";
import { test } from "node:test";
import type { Frames } from "#src/frames/frames.js";
import { type SplitOptions, split } from "#src/frames/split.js";
import { parse } from "../formats/extxyz/parse.js";

/** So many frames of one atom; the atom of frame f stands at x = f. */
function line(count: number, columns: (f: number) => string = () => ""): Frames {
  return parse(Array.from({ length: count }, (_, f) => `1\nenergy=${f} ${columns(f)}\nH ${f} 0 0\n`).join(""));
}

const numbersOf = (frames: Frames) => [...frames.energy!];
const sizesOf = (parts: readonly Frames[]) => parts.map(({ length }) => length);

test("parts have the sizes asked for and share no frame", () => {
  const frames = line(57);
  const cases: readonly [SplitOptions, number[]][] = [
    [{ fractions: [0.8, 0.1, 0.1], seed: 1 }, [46, 5, 6]],
    [{ fractions: [0.5], seed: 1 }, [29]],
    [{ counts: [40, 17], seed: 1 }, [40, 17]],
    [{ counts: [1, 2, 3], seed: 1 }, [1, 2, 3]],
    [{ folds: 5, seed: 1 }, [11, 12, 11, 12, 11]],
  ];
  for (const [options, sizes] of cases) {
    const parts = split(frames, options);
    assert.deepEqual(sizesOf(parts), sizes);
    const all = parts.flatMap(numbersOf);
    assert.equal(new Set(all).size, all.length);
    for (const part of parts)
      assert.deepEqual(
        numbersOf(part),
        numbersOf(part).toSorted((a, b) => a - b),
      );
  }
});

test("the seed decides, and nothing else", () => {
  const frames = line(30);
  const of = (seed: number) => numbersOf(split(frames, { counts: [10], seed })[0]!);
  assert.deepEqual(of(1), of(1));
  assert.notDeepEqual(of(1), of(2));
});

test("every frame is as likely to be taken", () => {
  const frames = line(10);
  const taken = new Array<number>(10).fill(0);
  for (let seed = 0; seed < 500; seed++) {
    for (const f of numbersOf(split(frames, { fractions: [0.7, 0.3], seed })[1]!)) taken[f]!++;
  }
  // 150 times each, with a standard deviation of 10
  assert.ok(taken.every(times => times > 100 && times < 200));
});

test("every value of the stratifying column is shared out evenly", () => {
  const state = (f: number) => (f % 10 === 0 ? "gas" : f < 50 ? "solid" : "liquid");
  const frames = line(100, f => `state=${state(f)} T=${f * 7.5}`);
  for (let seed = 0; seed < 20; seed++) {
    const [training, testing] = split(frames, { fractions: [0.8, 0.2], stratify: "state", seed });
    const count = (part: Frames, name: string) => (part.perFrame.state as string[]).filter(s => s === name).length;
    assert.deepEqual([training!.length, testing!.length], [80, 20]);
    for (const [name, share] of [
      ["gas", 2],
      ["solid", 9],
      ["liquid", 9],
    ] as const) {
      assert.ok(Math.abs(count(testing!, name) - share) <= 1, `${name} ${count(testing!, name)}`);
    }
    const numbers = numbersOf(split(frames, { counts: [10], stratify: "T", seed })[0]!);
    for (let k = 1; k < 10; k++) assert.ok(numbers[k]! - numbers[k - 1]! >= 9 && numbers[k]! - numbers[k - 1]! <= 11);
  }
});

test("one of a kind goes to the smaller part now and then", () => {
  const frames = line(10, f => `site=${f === 3 ? "a" : "b"}`);
  const times = Array.from({ length: 200 }, (_, seed) =>
    split(frames, { fractions: [0.8, 0.2], stratify: "site", seed }),
  );
  const testing = times.filter(([, part]) => numbersOf(part!).includes(3)).length;
  assert.ok(testing > 15 && testing < 100, `${testing}`);
});

test("blocks of a trajectory stay whole and end where it ends", () => {
  const frames = line(100, f => `trajectory=${f < 33 ? "a" : "b"}`);
  const parts = split(frames, { fractions: [0.8, 0.2], blocks: 10, seed: 3 });
  assert.deepEqual(
    parts.flatMap(numbersOf).sort((a, b) => a - b),
    numbersOf(frames),
  );
  assert.ok(Math.abs(parts[1]!.length - 20) <= 10);
  const starts = [0, 10, 20, 30, 33, 43, 53, 63, 73, 83, 93, 100];
  for (let k = 1; k < starts.length; k++) {
    const block = numbersOf(frames).slice(starts[k - 1], starts[k]);
    const inFirst = block.filter(f => numbersOf(parts[0]!).includes(f)).length;
    assert.ok(inFirst === 0 || inFirst === block.length);
  }
});

test("a manifest, kept as JSON, makes the same parts of the same frames", () => {
  const frames = line(20);
  const parts = split(frames, { folds: 4, seed: 9 });
  const manifest = JSON.parse(JSON.stringify(parts.manifest));
  const again = split(frames, manifest);
  assert.deepEqual([...again], [...parts]);
  assert.deepEqual(again.manifest, manifest);
  assert.throws(() => split(line(21), manifest), /the manifest is of 20 other frames than these 21/);
  assert.throws(() => split(frames, { ...manifest, format: 2 }), /the manifest has format 2; this version reads 1/);
});

test("what cannot be is refused in words", () => {
  const frames = line(10, () => "state=solid");
  const wrong: readonly [SplitOptions, RegExp][] = [
    [{ counts: [8, 3], seed: 1 }, /split: counts 8, 3 of 10 frames/],
    [{ fractions: [0.8, 0.3], seed: 1 }, /fractions 0.8, 0.3; positive numbers that sum to at most 1/],
    [{ folds: 11, seed: 1 }, /folds is 11; a whole number from 2 to the 10 frames/],
    [{ folds: 2, stratify: "phase", seed: 1 }, /stratify is phase; a column of perFrame .* needed: state/],
    [{ folds: 2, blocks: 0, seed: 1 }, /blocks is 0/],
  ];
  for (const [options, error] of wrong) assert.throws(() => split(frames, options), error);
});
