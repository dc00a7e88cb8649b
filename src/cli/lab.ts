import { spawn } from "node:child_process";
import { join, relative } from "node:path";
import { check } from "../check.ts";
import { installKernel } from "../kernel/kernelspec.ts";
import { type Exit, exit } from "./exit.ts";
import { readOptions } from "./options.ts";
import { isClone, packageFolder } from "./package.ts";
import { environmentProgram, prepareEnvironment } from "./python.ts";

export const help = `Usage: pesbook lab [-- JUPYTERLAB OPTIONS]

In a clone: makes a Python virtual environment in environment/venv from environment/requirements.txt (once, and again
when that file changes), installs the kernel into it and opens notebooks/ in JupyterLab.

Elsewhere, install the kernel into a Jupyter that you have: npx pesbook kernel install --user`;

export async function run(args: readonly string[]): Promise<Exit> {
  const { positionals } = readOptions(args, {});
  check(
    isClone(),
    "lab: JupyterLab is set up in a clone of pesbook only; install the kernel into a Jupyter that you have: npx pesbook kernel install --user",
  );
  const venv = join(packageFolder, "environment", "venv");
  console.log("Setting up JupyterLab in environment/venv (minutes at the first time, then at once) …");
  await prepareEnvironment({ venv, requirements: join(packageFolder, "environment", "requirements.txt") });
  await installKernel({ prefix: venv });
  const folder = relative(process.cwd(), join(packageFolder, "notebooks")) || ".";
  return await startLab(environmentProgram(venv, "jupyter-lab"), [folder, ...positionals]);
}

/** JupyterLab takes over the terminal; Ctrl-C is its business. */
async function startLab(program: string, args: readonly string[]): Promise<Exit> {
  const leaveToLab = () => {};
  process.on("SIGINT", leaveToLab);
  try {
    return await new Promise((resolve, reject) => {
      const child = spawn(program, args, { stdio: "inherit" });
      child.once("error", reject);
      child.once("exit", code => resolve(code === 0 ? exit.done : exit.failed));
    });
  } finally {
    process.off("SIGINT", leaveToLab);
  }
}
