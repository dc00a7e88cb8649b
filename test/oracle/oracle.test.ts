import assert from "node:assert/strict";
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { KernelClient } from "#src/runner/client.js";
import type { Output } from "#src/runner/outputs.js";
import { testKernel } from "../kernel/kernel.js";
import { repository } from "../needs.js";
import { cellsOf } from "./cut.js";
import { printedByNode } from "./plain.js";
import { programs } from "./programs.js";

/** Each seed cuts every program anew; more of them by PESBOOK_ORACLE_SEEDS=1,2,3. */
const seeds = (process.env.PESBOOK_ORACLE_SEEDS ?? "1").split(",").map(Number);
/** Sessions side by side. */
const KERNELS = 2;

const folder = realpathSync(mkdtempSync(join(tmpdir(), "pesbook-oracle-")));
after(() => rmSync(folder, { recursive: true, force: true }));
symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"), "dir");

test("a program cut into cells prints what it prints as one module", async context => {
  const all = programs();
  assert.ok(all.length >= 150, `${all.length} programs; the issue asks for 150`);
  const expected = printedByNode(all, folder);
  const results: { name: string; shown: string; wanted: string; cells: string[] }[] = [];
  const files = new Set(all.map(({ file }) => file)).values();
  const work = async (): Promise<void> => {
    for (const file of files) {
      const kernel = await testKernel({ folder });
      for (const [index, program] of all.entries()) {
        if (program.file !== file) continue;
        for (const seed of seeds) {
          const cells = cellsOf(program.code, cuts(seed * 1000 + index));
          const shown = await printedByCells(kernel, cells);
          results.push({ name: `${program.name} (seed ${seed})`, shown, wanted: expected[index]!, cells });
        }
      }
      await kernel.shutdown();
    }
  };
  await Promise.all(Array.from({ length: KERNELS }, work));
  for (const { name, shown, wanted, cells } of results) {
    await context.test(name, () => assert.equal(shown, wanted, `cells:\n${cells.join("\n— — —\n")}`));
  }
});

/** All of a program's cells are asked for at once: as the kernel skips what stands behind an error, so it does here. */
async function printedByCells(kernel: KernelClient, cells: readonly string[]): Promise<string> {
  const executions = await Promise.all(cells.map(cell => kernel.execute(cell, { timeout: 30_000 })));
  return executions.map(({ outputs }) => outputs.map(printed).join("")).join("");
}

function printed(output: Output): string {
  if (output.output_type === "stream") return output.text;
  return output.output_type === "error" ? `${output.ename}: ${output.evalue}\n` : "";
}

/** Whether to cut, half of the times: Marsaglia's xorshift32, whose low bits are good enough after some turns. */
function cuts(seed: number): () => boolean {
  let state = Math.imul(seed + 1, 0x9e3779b9) | 1;
  const turn = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  for (let i = 0; i < 8; i++) turn();
  return () => turn() % 2 === 0;
}
