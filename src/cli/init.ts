import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { check } from "../check.ts";
import { writeAtomic } from "../files.ts";
import { formatNotebook } from "../runner/notebook.ts";
import { type Exit, exit } from "./exit.ts";
import { readOptions, UsageError } from "./options.ts";
import { isClone, packageFolder, packageVersion } from "./package.ts";
import { firstNotebook } from "./template.ts";

export const help = `Usage: pesbook init [DIR]

Makes a folder to work in (this one, or DIR): package.json, tsconfig.json, .gitignore and first.ipynb, a notebook that
shows the structures of an extended XYZ file: its table, energies, forces and radial distribution.
No file that is there is overwritten.`;

const NOTEBOOK = "first.ipynb";

export async function run(args: readonly string[]): Promise<Exit> {
  const { positionals } = readOptions(args, {});
  if (positionals.length > 1) throw new UsageError(`init: unexpected ${positionals.slice(1).join(" ")}`);
  const folder = resolve(positionals[0] ?? ".");
  check(!existsSync(join(folder, NOTEBOOK)), `init: ${join(folder, NOTEBOOK)} is there already; nothing was written`);
  await mkdir(folder, { recursive: true });
  const files = {
    "package.json": json({
      name: packageName(folder),
      private: true,
      type: "module",
      dependencies: { pesbook: source(folder) },
    }),
    "tsconfig.json": json({
      compilerOptions: { target: "ES2022", module: "NodeNext", strict: true, skipLibCheck: true },
    }),
    ".gitignore": "node_modules/\n.ipynb_checkpoints/\n.executed/\n",
    [NOTEBOOK]: formatNotebook(firstNotebook),
  };
  for (const [name, content] of Object.entries(files)) {
    const there = existsSync(join(folder, name));
    if (!there) await writeAtomic(join(folder, name), content);
    console.log(`  ${there ? "kept   " : "written"}  ${name}`);
  }
  console.log(`\nNext:\n${(await nextCommands(folder)).map(command => `  ${command}`).join("\n")}`);
  return exit.done;
}

/** npm's names are of small letters, digits and a few signs. */
function packageName(folder: string): string {
  return (
    basename(folder)
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, "-")
      .replace(/^-+|-+$/g, "") || "workbook"
  );
}

/** Where npm finds this very package: its version, or the clone that this is. */
function source(folder: string): string {
  return isClone() ? `file:${relative(folder, packageFolder).replaceAll("\\", "/")}` : packageVersion();
}

async function nextCommands(folder: string): Promise<string[]> {
  const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const installed = existsSync(join(folder, "node_modules", "pesbook"));
  const listed = manifest.dependencies?.pesbook !== undefined;
  const go = relative(process.cwd(), folder);
  return [
    ...(go ? [`cd ${/[^\w./-]/.test(go) ? JSON.stringify(go) : go}`] : []),
    ...(installed ? [] : [listed ? "npm install" : `npm install pesbook@${source(folder)}`]),
    `npx pesbook run ${NOTEBOOK}`,
    `npx pesbook run ${NOTEBOOK} --param file=YOURS.xyz`,
    "npx pesbook kernel install --user   # then open it in Jupyter",
  ];
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
