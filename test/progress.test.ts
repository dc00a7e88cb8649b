import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { progress } from "pesbook";
import { enterNotebook } from "#src/notebook.js";
import { leaveNotebook } from "./figures/session.js";
import { repository } from "./needs.js";

interface Drawn {
  readonly text: unknown;
  readonly id?: string | undefined;
  readonly update?: boolean | undefined;
}

/** What `work` draws in a notebook. */
async function drawnBy(work: () => unknown): Promise<Drawn[]> {
  const drawn: Drawn[] = [];
  enterNotebook({
    profile: "quick",
    cells: [],
    reads: [],
    uses: [],
    used() {},
    read() {},
    display: (bundle, { id, update } = {}) => drawn.push({ text: bundle["text/plain"], id, update }),
  });
  try {
    await work();
  } finally {
    leaveNotebook();
  }
  return drawn;
}

test("a bar in a notebook is drawn over at most ten times a second and ends plainly", async () => {
  const start = performance.now();
  const drawn = await drawnBy(async () => {
    const bar = progress(60, "epochs");
    for (let epoch = 1; epoch <= 60; epoch++) {
      await setTimeout(10);
      bar.update(epoch, `loss ${(1 / epoch).toFixed(2)}`);
    }
  });
  const elapsed = performance.now() - start;
  assert.equal(drawn[0]?.text, "epochs 0/60");
  assert.equal(drawn.at(-1)?.text, "epochs 60/60");
  assert.deepEqual(
    drawn.map(({ update }) => update),
    drawn.map((_, k) => k > 0),
  );
  assert.equal(new Set(drawn.map(({ id }) => id)).size, 1);
  const live = drawn.slice(1, -1);
  assert.ok(live.length >= 3 && live.length <= elapsed / 100, `${live.length} drawings in ${elapsed} ms`);
  for (const { text } of live) {
    assert.match(String(text), /^epochs ━*╌* · \d+\/60 · \d+ % · [\d.]+ s left · loss 0\.\d\d$/);
  }
});

test("two runs leave the same output, whatever they took", async () => {
  const end = async (ms: number) => {
    const drawn = await drawnBy(async () => {
      for (const _ of progress([1, 2], "steps")) await setTimeout(ms);
    });
    return drawn.at(-1)?.text;
  };
  assert.equal(await end(0), "steps 2/2");
  assert.equal(await end(120), "steps 2/2");
});

test("items pass through a bar, which counts them also when they are left early or fail", async () => {
  const seen: number[] = [];
  const texts = async (work: () => unknown) => (await drawnBy(work)).map(({ text }) => text);
  const whole = await texts(() => {
    for (const item of progress(new Set([3, 5, 8]))) seen.push(item);
  });
  assert.deepEqual(seen, [3, 5, 8]);
  assert.deepEqual(whole, ["0/3", "3/3"]);
  const left = await texts(() => {
    for (const item of progress([3, 5, 8], "frames")) if (item === 5) break;
  });
  assert.equal(left.at(-1), "frames 1/3");
  const failed = await texts(() =>
    assert.throws(() => {
      for (const _ of progress([1])) throw new Error("in the loop");
    }, /in the loop/),
  );
  assert.equal(failed.at(-1), "0/1");
  const arrived = await texts(async () => {
    async function* chunks() {
      yield* ["a", "b"];
    }
    for await (const chunk of progress(chunks(), "chunks")) assert.ok("ab".includes(chunk));
  });
  assert.deepEqual(arrived, ["chunks 0", "chunks 2"]);
});

test("a total of nothing is reached at once", async () => {
  assert.deepEqual(
    (await drawnBy(() => progress(0))).map(({ text }) => text),
    ["0/0", "0/0"],
  );
});

test("outside a notebook it is one line, on stderr", () => {
  const module = JSON.stringify(join(repository, "dist", "progress.js"));
  const code = `import(${module}).then(({ progress }) => { for (const i of progress([1, 2], "rows")) console.log(i); })`;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", code], { encoding: "utf8" });
  assert.equal(stdout, "1\n2\n");
  assert.equal(stderr, "rows 2/2\n");
});

test("what cannot be counted is refused", () => {
  assert.throws(() => progress(-1), { message: /^progress: a total of -1;/ });
  assert.throws(() => progress(Number.NaN), { message: /^progress: a total of NaN;/ });
  assert.throws(() => progress({} as never), { message: /^progress: \[object Object\] is no number/ });
});
