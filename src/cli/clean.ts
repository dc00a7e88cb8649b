import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { check } from "../check.ts";
import { orphanedAmong } from "../figures/stepStatus.ts";
import { folderAbove } from "../files.ts";
import { isDead } from "../steps/lock.ts";
import { recordFile, stepRecords } from "../steps/record.ts";
import { storeFolder } from "../steps/store.ts";
import { type Exit, exit } from "./exit.ts";
import { readOptions, UsageError } from "./options.ts";

export const help = `Usage: pesbook clean [DIR] [--yes]

Removes results of steps and sweeps that nothing refers to: of calls that no notebook of the project (of this
folder, or of DIR) makes any more, and of older code or inputs. What the last run of a notebook used stays, in
either profile, and so does what scripts used. Shows what would go and asks first.

  --yes   do not ask`;

/** ms after which a side file that nobody finished is one that nobody will */
const ABANDONED = 3_600_000;

export async function run(args: readonly string[]): Promise<Exit> {
  const { values, positionals } = readOptions(args, { yes: { type: "boolean", default: false } });
  if (positionals.length > 1) throw new UsageError(`clean: unexpected ${positionals.slice(1).join(" ")}`);
  const folder = positionals[0] ?? ".";
  const project = folderAbove(folder, "package.json");
  check(project, `clean: no package.json in ${folder} or above it, so no project; go to one or name it`);
  const unused = await unusedFiles(project);
  const results = unused.filter(({ path }) => path.endsWith(".safetensors"));
  if (unused.length === 0) {
    console.log("Nothing to remove.");
    return exit.done;
  }
  const megabytes = (unused.reduce((sum, { size }) => sum + size, 0) / 1e6).toFixed(1);
  console.log(`${results.length} results that nothing refers to, ${unused.length} files, ${megabytes} MB`);
  if (!values.yes && !(await isWanted())) {
    console.log("Nothing was removed.");
    return exit.done;
  }
  for (const { path } of unused) await rm(path, { force: true, recursive: true });
  console.log("Removed.");
  return exit.done;
}

async function isWanted(): Promise<boolean> {
  check(process.stdin.isTTY, "clean: there is no terminal to ask at; give --yes to remove them");
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question("Remove them? [y/N] ");
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

interface Unused {
  readonly path: string;
  readonly size: number;
}

async function unusedFiles(project: string): Promise<readonly Unused[]> {
  const records = await stepRecords(project);
  const orphaned = new Set(await orphanedAmong(records, project));
  const kept = new Set(records.filter(record => !orphaned.has(record)).flatMap(({ keys }) => keys));
  const stores = new Set([
    join(project, "data", "cache", "steps"),
    storeFolder(),
    ...records.map(({ store }) => store),
  ]);
  const paths = [...orphaned].map(record => recordFile(project, record));
  for (const store of stores) paths.push(...(await unusedIn(store, kept)));
  const sizes = paths.map(async path => ({ path, size: (await stat(path).catch(() => undefined))?.size ?? 0 }));
  return await Promise.all(sizes);
}

/** Only what lies where a store puts its files, under names that it gives. */
async function unusedIn(store: string, kept: ReadonlySet<string>): Promise<readonly string[]> {
  const unused: string[] = [];
  const folders = await readdir(store).catch(() => []);
  for (const folder of folders.filter(name => /^[0-9a-f]{2}$/.test(name))) {
    for (const name of await readdir(join(store, folder)).catch(() => [])) {
      const [, key = "", kind] = /^([0-9a-f]{64})\.(safetensors|failure|lock)(?:\..*)?$/.exec(name) ?? [];
      const path = join(store, folder, name);
      const isUnused = name.endsWith(".part")
        ? await isAbandoned(path)
        : kind === "lock"
          ? await isDead(path)
          : kind !== undefined && !kept.has(key);
      if (isUnused) unused.push(path);
    }
  }
  return unused;
}

async function isAbandoned(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > ABANDONED;
}
