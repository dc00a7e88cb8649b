import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { repository } from "../needs.js";

export const program = join(repository, "dist", "cli", "main.js");

/** Run the command line to its end. */
export function pesbook(
  args: readonly string[],
  { folder = repository, env = {} }: { folder?: string; env?: NodeJS.ProcessEnv } = {},
): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  return { code: status, out: stdout, err: stderr };
}

/** A folder that is gone after the tests of the file. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "pesbook-cli-"));
  after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Makes projects in a folder, each with notebooks of these cells; `import "pesbook"` finds this package there. */
export function projects(
  scratch: string,
): (notebooks: Readonly<Record<string, readonly (string | object)[]>>) => string {
  let made = 0;
  return notebooks => {
    const folder = join(scratch, String(made++));
    mkdirSync(join(folder, "node_modules"), { recursive: true });
    symlinkSync(repository, join(folder, "node_modules", "pesbook"), "junction");
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    for (const [name, sources] of Object.entries(notebooks)) {
      const cells = sources.map((cell, index) => ({
        cell_type: "code",
        execution_count: null,
        id: `c${index}`,
        metadata: {},
        outputs: [],
        ...(typeof cell === "string" ? { source: cell } : cell),
      }));
      writeFileSync(join(folder, name), JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }));
    }
    return folder;
  };
}

/** Source of a cell that draws a figure named rise. */
export const drawing = (last: number) => `import { figure, line } from "pesbook";
await figure("rise", line({ x: [1, 2], y: [1, ${last}] }, { x: "x", y: "y" }), { caption: "It rises." });`;
