import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { repository } from "../needs.js";
import { temporaryProject } from "../project.js";

/** A project that has pesbook installed, as built. */
export function projectWith(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = temporaryProject(t, { "package.json": '{ "name": "mine", "type": "module" }', ...files });
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(repository, join(folder, "node_modules", "pesbook"), "junction");
  return folder;
}

/** What jobs of the tests wrote to `ran.txt` since the last look, sorted: a line a run. */
export function ranSince(folder: string): string[] {
  const file = join(folder, "ran.txt");
  const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").sort() : [];
  rmSync(file, { force: true });
  return lines;
}
