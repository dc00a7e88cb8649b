import { existsSync } from "node:fs";
import { installKernel, listKernels, uninstallKernel } from "../kernel/kernelspec.ts";
import { type Exit, exit } from "./exit.ts";
import { didYouMean, readOptions, UsageError } from "./options.ts";

export const help = `Usage: pesbook kernel install [--user | --prefix DIR]
       pesbook kernel uninstall [--user | --prefix DIR]
       pesbook kernel list
       pesbook kernel CONNECTION_FILE

Makes the kernel known to Jupyter, removes it, or shows where it is installed. Jupyter starts it by the last form.
A notebook whose folder has a pesbook in a node_modules above it is run by that one, so each project keeps its version.

  --user         for this user (the default)
  --prefix DIR   for the Python environment in DIR`;

export async function run(args: readonly string[]): Promise<Exit> {
  const { values, positionals } = readOptions(args, { user: { type: "boolean" }, prefix: { type: "string" } });
  const { user, prefix } = values;
  if (user && prefix !== undefined) throw new UsageError("kernel: --user and --prefix exclude each other");
  const [action, ...rest] = positionals;
  if (action === undefined) throw new UsageError("kernel: install, uninstall, list or a connection file is needed");
  if (rest.length > 0) throw new UsageError(`kernel: unexpected ${rest.join(" ")}`);
  const place = prefix === undefined ? { user: true } : { prefix };
  if (action === "install") console.log(`Installed in ${await installKernel(place)}.`);
  else if (action === "uninstall") {
    const folder = await uninstallKernel(place);
    console.log(folder ? `Removed ${folder}.` : "No kernel was installed there.");
  } else if (action === "list") await list();
  else if (!existsSync(action)) {
    const meant = didYouMean(action, ["install", "uninstall", "list"]);
    throw new UsageError(`kernel: ${action} is no action and no connection file${meant}`);
  } else {
    const { runKernel } = await import("../kernel/session.ts");
    await runKernel(action, { formatters: new URL("../figures/formatters.js", import.meta.url).href });
  }
  return exit.done;
}

async function list(): Promise<void> {
  const kernels = await listKernels();
  if (kernels.length === 0) console.log("Not installed; pesbook kernel install makes it known to Jupyter.");
  for (const { folder, gone } of kernels) {
    console.log(gone.length === 0 ? folder : `${folder}  broken: ${gone.join(" and ")} is gone; install it again`);
  }
}
