import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { drawing, pesbook, program, projects, scratchFolder } from "./pesbook.js";

const scratch = scratchFolder();
const project = projects(scratch);
test("run writes notebooks, figures and their page, and tells each in a line", () => {
  const folder = project({ "b.ipynb": [drawing(2)], "a.ipynb": ["1", "2"] });
  const { code, out, err } = pesbook(["run", "."], { folder });
  assert.equal(code, 0, err);
  assert.deepEqual(out.trim().split("\n"), [
    "a.ipynb  2 cells",
    "b.ipynb  1 cell  1 figure",
    "Wrote a.ipynb, b.ipynb.",
    "Look at the figures: open figures/quick/index.html in a browser.",
  ]);
  for (const file of ["rise.json", "rise.svg", "rise.png", "index.html"]) {
    assert.ok(existsSync(join(folder, "figures", "quick", file)), file);
  }
  assert.match(pesbook(["run", "."], { folder }).out, /Every notebook is as it was\./);
});

test("check: 0 where nothing differs, 2 and where it differs otherwise; nothing is written", () => {
  const folder = project({ "n.ipynb": [drawing(2), "[1, 2, 3].length"] });
  assert.equal(pesbook(["run", "n.ipynb"], { folder }).code, 0);
  const good = pesbook(["run", "n.ipynb", "--check"], { folder });
  assert.equal(good.code, 0, good.out + good.err);
  assert.match(good.out, /As committed\./);

  const file = join(folder, "n.ipynb");
  const changed = readFileSync(file, "utf8")
    .replace("y: [1, 2]", "y: [1, 3]")
    .replace("[1, 2, 3].length", "[1, 2].length");
  writeFileSync(file, changed);
  const before = readFileSync(file, "utf8");
  const bad = pesbook(["run", "n.ipynb", "--check"], { folder });
  assert.equal(bad.code, 2, bad.out + bad.err);
  assert.match(
    bad.out,
    /cell 1, output 1 \(application\/vnd\.vegalite\.v5\+json\): data\.values\[1\]\.y is 3, committed 2/,
  );
  assert.match(bad.out, /cell 2, output 1 \(text\/plain\), line 1: is "2", committed "3"/);
  assert.match(bad.out, /figure rise: .*2 became 3/);
  assert.equal(readFileSync(file, "utf8"), before);
});

test("check with the thesis profile compares figures alone", () => {
  const folder = project({ "n.ipynb": [drawing(2), "Math.sqrt(2)"] });
  const first = pesbook(["run", "n.ipynb", "--profile", "thesis"], { folder });
  assert.equal(first.code, 0, first.err);
  assert.ok(existsSync(join(folder, "figures", "rise.json")));
  assert.ok(existsSync(join(folder, ".executed", "n.ipynb")));
  assert.equal(pesbook(["run", "n.ipynb", "--check", "--profile", "thesis"], { folder }).code, 0);
});

test("a failing cell ends with 1 and is shown; the notebooks after it run all the same", () => {
  const folder = project({ "a.ipynb": ["1", "\nthrow new RangeError('too far');", "3"], "b.ipynb": ["1"] });
  const { code, out, err } = pesbook(["run", "."], { folder });
  assert.equal(code, 1);
  assert.match(err, /cell 2 failed: throw new RangeError\('too far'\);\n.*RangeError: too far/s);
  assert.match(out, /^a\.ipynb {2}3 cells {2}failed at cell 2\nb\.ipynb {2}1 cell\n/);
});

test("a notebook that cannot be read ends with 1 and stays as it is", () => {
  const folder = project({});
  writeFileSync(join(folder, "cut.ipynb"), '{"nbformat": 4, "cells": [');
  const { code, err } = pesbook(["run", "cut.ipynb", "none.ipynb"], { folder });
  assert.equal(code, 1);
  assert.match(err, /cut\.ipynb: not a notebook: not valid JSON, perhaps cut short/);
  assert.match(err, /none\.ipynb: no such notebook/);
  assert.equal(readFileSync(join(folder, "cut.ipynb"), "utf8"), '{"nbformat": 4, "cells": [');
});

test("parameters of the command line are JSON, or else text", () => {
  const parameters = {
    source: 'let file = "a.xyz";\nlet seed = 1;\nlet shells = [1, 2];',
    metadata: { tags: ["parameters"] },
  };
  const folder = project({ "n.ipynb": [parameters, "console.log(file, seed, shells.length);"] });
  const args = ["--param", "file=b=c.xyz", "--param", "seed=7", "--param", "shells=[1,2,3]"];
  const { code, err } = pesbook(["run", "n.ipynb", ...args, "--output", "copies"], { folder });
  assert.equal(code, 0, err);
  assert.match(readFileSync(join(folder, "copies", "n.ipynb"), "utf8"), /"b=c\.xyz 7 3\\n"/);
  assert.doesNotMatch(readFileSync(join(folder, "n.ipynb"), "utf8"), /injected/);
});

test("a kept cell is told on the terminal and is no difference", () => {
  const kept = { source: drawing(2), metadata: { tags: ["needs:nowhere"] } };
  const folder = project({ "n.ipynb": [kept] });
  const env = { PESBOOK_SHARED: scratch };
  mkdirSync(join(scratch, "datasets", "nowhere"), { recursive: true });
  assert.equal(pesbook(["run", "n.ipynb"], { folder, env }).code, 0);
  const without = pesbook(["run", "n.ipynb", "--check"], { folder, env: { PESBOOK_SHARED: "" } });
  assert.equal(without.code, 0, without.out + without.err);
  assert.match(without.out, /cell 1 kept: nowhere absent/);
});

test(
  "Ctrl-C stops the run with 1 and leaves the notebook as it was",
  { skip: process.platform === "win32" },
  async () => {
    const folder = project({
      "n.ipynb": ['import { writeFileSync } from "node:fs";\nwriteFileSync("started", "");\nfor (;;) {}'],
    });
    const before = readFileSync(join(folder, "n.ipynb"), "utf8");
    // A terminal sends SIGINT to the whole group of processes.
    const child = spawn(process.execPath, [program, "run", "n.ipynb"], { cwd: folder, detached: true });
    let err = "";
    child.stderr.setEncoding("utf8").on("data", text => {
      err += text;
    });
    const ended = once(child, "close");
    while (!existsSync(join(folder, "started"))) await setTimeout(50);
    process.kill(-child.pid!, "SIGINT");
    const [code] = await ended;
    assert.equal(code, 1);
    assert.match(err, /interrupted/);
    assert.equal(readFileSync(join(folder, "n.ipynb"), "utf8"), before);
  },
);

test("the notebook that init makes runs", () => {
  const folder = project({});
  assert.equal(pesbook(["init"], { folder }).code, 0);
  const { code, out, err } = pesbook(["run", "first.ipynb"], { folder });
  assert.equal(code, 0, err);
  assert.match(out, /first\.ipynb {2}5 cells {2}3 figures/);
});
