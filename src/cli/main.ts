#!/usr/bin/env node
import { messageOf } from "../check.ts";
import { EXIT_HELP, type Exit, exit } from "./exit.ts";
import { didYouMean, UsageError } from "./options.ts";
import { packageVersion } from "./package.ts";

/** A command: its own help, and what it does with the arguments that follow its name. */
export interface Command {
  readonly help: string;
  run(args: readonly string[]): Promise<Exit>;
}

const commands: Readonly<Record<string, { readonly summary: string; load(): Promise<Command> }>> = {
  run: { summary: "run notebooks and draw their figures", load: () => import("./run.ts") },
  status: { summary: "which figures are fresh, stale or were never made", load: () => import("./status.ts") },
  predict: { summary: "energies and forces of structures by a potential", load: () => import("./predict.ts") },
  data: { summary: "make, list and verify data sets", load: () => import("./data.ts") },
  init: { summary: "make a folder with a notebook for data of one's own", load: () => import("./init.ts") },
  lab: { summary: "open the notebooks of a clone in JupyterLab", load: () => import("./lab.ts") },
  kernel: { summary: "install, list or remove the Jupyter kernel", load: () => import("./kernel.ts") },
};

const help = `pesbook: a notebook kernel and reproducible workbook for machine-learned interatomic potentials

Usage: pesbook COMMAND [options]

Commands:
${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(8)}${summary}`)
  .join("\n")}

  pesbook COMMAND --help   what a command takes
  pesbook --version

${EXIT_HELP}`;

async function main([name, ...args]: readonly string[]): Promise<Exit> {
  if (name === "--version") return say(packageVersion());
  if (name === "--help" || name === "-h" || name === "help") return say(help);
  if (name === undefined) throw new UsageError(`a command is needed: one of ${Object.keys(commands).join(", ")}`);
  if (!Object.hasOwn(commands, name)) {
    throw new UsageError(
      `unknown command ${name}${didYouMean(name, [...Object.keys(commands), "--version", "--help"])}`,
    );
  }
  const command = await commands[name]!.load();
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  const asked = args.slice(0, end).some(argument => argument === "--help" || argument === "-h");
  return asked ? say(command.help) : command.run(args);
}

function say(text: string): Exit {
  console.log(text);
  return exit.done;
}

const [given = ""] = process.argv.slice(2);
main(process.argv.slice(2)).then(
  code => {
    process.exitCode = code;
  },
  error => {
    const wrongUsage = error instanceof UsageError;
    console.error(`pesbook: ${messageOf(error)}`);
    if (wrongUsage) console.error(`See pesbook${Object.hasOwn(commands, given) ? ` ${given}` : ""} --help.`);
    process.exitCode = wrongUsage ? exit.usage : exit.failed;
  },
);
