/**
 * What Jupyter starts: `node launcher.mjs PESBOOK CONNECTION_FILE`, in the notebook's folder.
 *
 * The nearest pesbook above the notebook takes over, installed or a clone, so that each project keeps its version;
 * where there is none, the one that installed the kernel. This file is copied beside kernel.json, so it imports nothing
 * but what Node has.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const [node = "", , installed = "", ...rest] = process.argv;
const program = programAbove(process.cwd()) ?? installed;
if (existsSync(program)) {
  process.argv = [node, program, "kernel", ...rest];
  void import(pathToFileURL(program).href);
} else {
  console.error(`pesbook: no pesbook above ${process.cwd()}, and ${program} is gone; npm install pesbook there`);
  process.exitCode = 1;
}

function programAbove(folder: string): string | undefined {
  for (let here = folder; ; here = dirname(here)) {
    const found = programOf(join(here, "node_modules", "pesbook")) ?? programOf(here);
    if (found) return found;
    if (dirname(here) === here) return undefined;
  }
}

/** The program of the package in this folder, if that is pesbook, and built. */
function programOf(folder: string): string | undefined {
  try {
    const { name, bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = name === "pesbook" ? join(folder, bin.pesbook) : undefined;
    return file && existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}
