import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { check } from "../check.ts";
import { type Exit, exit } from "./exit.ts";
import { didYouMean, UsageError } from "./options.ts";
import { isClone, packageFolder } from "./package.ts";

export const help = `Usage: pesbook bench NAME [options of NAME]

In a built clone: measures the speed of one part and prints it, as ratios to a peer in the same run.

  kernel [--json] [--rounds N]   our kernel and tslab: start, cells, output, memory`;

const SUFFIX = ".bench.js";

/** Each bench is a program of its own, so that nothing of the command line is in its way. */
export async function run([name, ...options]: readonly string[]): Promise<Exit> {
  const folder = join(packageFolder, "dist", "test", "bench");
  check(
    isClone() && existsSync(folder),
    "bench: benchmarks are in a built clone of pesbook only; clone it, then npm ci and npm run build",
  );
  const names = readdirSync(folder).flatMap(file => (file.endsWith(SUFFIX) ? file.slice(0, -SUFFIX.length) : []));
  if (name === undefined) throw new UsageError(`bench: a name is needed: one of ${names.join(", ")}`);
  if (!names.includes(name)) {
    throw new UsageError(`bench: unknown ${name}; one of ${names.join(", ")}${didYouMean(name, names)}`);
  }
  return await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(folder, name + SUFFIX), ...options], { stdio: "inherit" });
    child.once("error", reject);
    child.once("exit", code => resolve(code === 0 ? exit.done : exit.failed));
  });
}
