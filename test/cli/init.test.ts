import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseNotebook } from "#src/runner/notebook.js";
import { repository } from "../needs.js";
import { pesbook, scratchFolder } from "./pesbook.js";

const scratch = realpathSync(scratchFolder());
const read = (...path: string[]) => readFileSync(join(scratch, ...path), "utf8");

test("init makes a folder with a notebook and says what to do next", () => {
  const { code, out } = pesbook(["init", "My Silicon"], { folder: scratch });
  assert.equal(code, 0);
  assert.deepEqual(readdirSync(join(scratch, "My Silicon")).sort(), [
    ".gitignore",
    "first.ipynb",
    "package.json",
    "tsconfig.json",
  ]);
  const manifest = JSON.parse(read("My Silicon", "package.json"));
  assert.deepEqual([manifest.name, manifest.type], ["my-silicon", "module"]);
  // In a clone, the package is the clone.
  assert.equal(
    join(scratch, "My Silicon", manifest.dependencies.pesbook.replace("file:", "")),
    realpathSync(repository),
  );
  const notebook = parseNotebook(read("My Silicon", "first.ipynb"), "first.ipynb");
  assert.ok(notebook.cells.some(cell => (cell.metadata.tags as string[] | undefined)?.includes("parameters")));
  assert.match(out, /cd "?My Silicon"?\n {2}npm install\n {2}npx pesbook run first\.ipynb/);
});

test("init overwrites nothing", () => {
  const folder = join(scratch, "mine");
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), '{"name": "mine"}');
  writeFileSync(join(folder, ".gitignore"), "secret\n");
  const { code, out } = pesbook(["init"], { folder });
  assert.equal(code, 0);
  assert.match(out, /kept {5}package\.json/);
  assert.match(out, /npm install .*pesbook/);
  assert.deepEqual([read("mine", "package.json"), read("mine", ".gitignore")], ['{"name": "mine"}', "secret\n"]);

  writeFileSync(join(folder, "first.ipynb"), "mine too");
  const again = pesbook(["init"], { folder });
  assert.equal(again.code, 1);
  assert.match(again.err, /first\.ipynb is there already; nothing was written/);
  assert.equal(read("mine", "first.ipynb"), "mine too");
  assert.ok(existsSync(join(folder, "tsconfig.json")));
});
