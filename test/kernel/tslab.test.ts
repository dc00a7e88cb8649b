import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { type KernelClient, startKernel } from "#src/runner/client.js";
import { parseNotebook } from "#src/runner/notebook.js";
import type { Output } from "#src/runner/outputs.js";
import { needs, repository } from "../needs.js";
import { testKernel } from "./kernel.js";

const tslab = join(repository, "node_modules", "tslab", "bin", "tslab");
const folder = join(repository, "test", "kernel");
const path = join(folder, "tslab.ipynb");
const sources = parseNotebook(readFileSync(path, "utf8"), path)
  .cells.filter(cell => cell.cell_type === "code")
  .map(cell => cell.source);

/** What each cell shows. tslab prints results as text, ours are outputs of their own: both become lines of text. */
async function shownBy(kernel: KernelClient): Promise<string[][]> {
  const shown: string[][] = [];
  for (const source of sources) {
    const { status, outputs } = await kernel.execute(source, { timeout: 60_000 });
    assert.equal(status, "ok", `${source}\n${JSON.stringify(outputs)}`);
    // Two streams have no order between them.
    shown.push(outputs.map(lineOf).sort());
  }
  return shown;
}

function lineOf(output: Output): string {
  if (output.output_type === "stream") return `${output.name}: ${output.text}`;
  if (output.output_type === "execute_result") return `stdout: ${output.data["text/plain"]}\n`;
  return JSON.stringify(output);
}

test("a notebook written for tslab draws the same on our kernel", needs("tslab", existsSync(tslab)), async () => {
  const command = [process.execPath, tslab, "kernel", "--config-path={connection_file}"];
  const theirs = await startKernel({ command, folder });
  after(() => theirs.shutdown());
  const ours = await testKernel({ folder });
  assert.deepEqual(await shownBy(ours), await shownBy(theirs));
});

test("every cell of it runs on our kernel alone", async () => {
  const shown = (await shownBy(await testKernel({ folder }))).flat();
  assert.ok(shown.length > 15, shown.join("\n"));
});
