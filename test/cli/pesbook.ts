import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
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
