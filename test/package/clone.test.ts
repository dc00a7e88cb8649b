import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { run } from "../jupyter/jupyter.js";
import { needs, repository } from "../needs.js";

test(
  "in a fresh clone the README's first command draws what is committed, and again the same",
  needs("a git clone", existsSync(join(repository, ".git"))),
  async t => {
    const folder = await mkdtemp(join(tmpdir(), "pesbook-clone-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    await copyWorkingTree(folder);
    const env = { ...process.env, npm_config_prefer_offline: "true" };
    const changes = () => git(folder, "status", "--porcelain");

    await run("npm", ["ci"], { cwd: folder, env });
    for (const time of ["first", "second"]) {
      await run("npm", ["run", "figures"], { cwd: folder, env });
      assert.equal(await changes(), "", `changed by the ${time} run`);
    }
  },
);

/** What a commit of everything here would hold, committed in a repository of its own. */
async function copyWorkingTree(folder: string): Promise<void> {
  const listed = await git(repository, "ls-files", "--cached", "--others", "--exclude-standard", "-z");
  for (const path of listed.split("\0").filter(path => path && existsSync(join(repository, path)))) {
    await cp(join(repository, path), join(folder, path));
  }
  await git(folder, "init", "--quiet");
  await git(folder, "add", "--all");
  await git(folder, "config", "user.name", "test");
  await git(folder, "config", "user.email", "test@localhost");
  await git(folder, "commit", "--quiet", "--message", "Copy");
}

async function git(folder: string, ...words: string[]): Promise<string> {
  return (await run("git", words, { cwd: folder, maxBuffer: 2 ** 26 })).stdout;
}
