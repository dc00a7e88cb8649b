import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { load } from "#src/formats/load.js";
import { read } from "#src/formats/read.js";
import { sha256 } from "#src/hash.js";
import { enterNotebook } from "#src/notebook.js";
import { repository } from "../needs.js";

test("a name that is neither set nor file is told what there is", async () => {
  await assert.rejects(
    load("al-eamm"),
    /^Error: load: no set and no file is called al-eamm; the sets are al-eam, al-pbe, si-sw, and there is no /,
  );
});

test("neither load nor read takes a folder or nothing for a file", async () => {
  await assert.rejects(load(repository), /^Error: load: .* is no file/);
  await assert.rejects(read("nothing.xyz").next(), /^Error: read: no set and no file is called nothing.xyz/);
});

test("a path is relative to the current folder", () => {
  const folder = mkdtempSync(join(tmpdir(), "pesbook-load-"));
  try {
    writeFileSync(join(folder, "mine.xyz"), "1\n\nH 0 0 0\n");
    const script = `import { load } from ${JSON.stringify(join(repository, "dist/index.js"))}; const { source } = await load("mine.xyz"); console.log(JSON.stringify(source));`;
    const out = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
      cwd: folder,
      encoding: "utf8",
    });
    assert.deepEqual(JSON.parse(out), { name: "mine.xyz", sha256: sha256("1\n\nH 0 0 0\n"), units: "Å, eV, eV/Å" });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a notebook learns which files its cells read, and what was in them", async () => {
  const reads: [string, string][] = [];
  enterNotebook({
    profile: "quick",
    cells: [],
    reads: [],
    read: (path, hash) => reads.push([path, hash]),
    uses: [],
    used: () => {},
    display: () => {},
  });
  const path = join(repository, "data", "al-pbe.xyz.gz");
  const { source } = await load("al-pbe");
  for await (const piece of read(path, { chunk: 1 })) {
    assert.equal(piece.length, 1);
    break;
  }
  assert.deepEqual(reads, [
    [path, source!.sha256],
    [path, source!.sha256],
  ]);
});
