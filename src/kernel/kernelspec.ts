import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { writeAtomic } from "../files.ts";

/** Where a kernelspec is put: among the user's own (as Jupyter does by default), or under an environment's prefix. */
export interface KernelPlace {
  readonly user?: boolean;
  /** A Python environment's folder, as `sys.prefix` names it. */
  readonly prefix?: string;
}

export interface InstalledKernel {
  readonly folder: string;
  /** Programs it starts that are no longer there. */
  readonly gone: readonly string[];
}

const NAME = "pesbook";

/**
 * Make this kernel known to Jupyter, and return the folder its kernelspec was written to. Notebooks below a project that
 * has a pesbook of its own are run by that one; see launcher.ts. No Python is asked:
 * https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs
 */
export async function installKernel(place: KernelPlace = {}): Promise<string> {
  const folder = kernelFolder(place);
  const launcher = join(folder, "launcher.mjs");
  const spec = {
    argv: [process.execPath, launcher, join(dirname(import.meta.dirname), "cli", "main.js"), "{connection_file}"],
    display_name: "pesbook (TypeScript)",
    interrupt_mode: "message",
    language: "typescript",
    metadata: { debugger: false },
  };
  await writeAtomic(launcher, await readFile(join(import.meta.dirname, "launcher.js")));
  await writeAtomic(join(folder, "kernel.json"), `${JSON.stringify(spec, null, 2)}\n`);
  return folder;
}

/** Take the kernelspec away again; the folder it was in, or undefined where there was none. */
export async function uninstallKernel(place: KernelPlace = {}): Promise<string | undefined> {
  const folder = kernelFolder(place);
  if (!existsSync(folder)) return undefined;
  await rm(folder, { recursive: true });
  return folder;
}

/** The kernelspecs of pesbook where Jupyter looks for them, in its order. */
export async function listKernels(): Promise<readonly InstalledKernel[]> {
  const folders = [...new Set(searchPath())].map(data => join(data, "kernels", NAME));
  const found = await Promise.all(folders.map(readSpec));
  return found.filter(spec => spec !== undefined);
}

async function readSpec(folder: string): Promise<InstalledKernel | undefined> {
  try {
    const { argv } = JSON.parse(await readFile(join(folder, "kernel.json"), "utf8")) as { argv: string[] };
    return { folder, gone: argv.slice(0, -1).filter(file => isAbsolute(file) && !existsSync(file)) };
  } catch {
    return undefined;
  }
}

function kernelFolder({ prefix }: KernelPlace): string {
  const data = prefix === undefined ? userDataFolder() : join(prefix, "share", "jupyter");
  return join(data, "kernels", NAME);
}

/** https://docs.jupyter.org/en/latest/use/jupyter-directories.html#data-files */
function searchPath(): string[] {
  const told = (process.env.JUPYTER_PATH ?? "").split(delimiter).filter(Boolean);
  const environments = [process.env.VIRTUAL_ENV, process.env.CONDA_PREFIX].filter(prefix => prefix !== undefined);
  const system =
    process.platform === "win32"
      ? [join(process.env.PROGRAMDATA ?? "C:\\ProgramData", "jupyter")]
      : ["/usr/local/share/jupyter", "/usr/share/jupyter"];
  return [...told, userDataFolder(), ...environments.map(prefix => join(prefix, "share", "jupyter")), ...system];
}

function userDataFolder(): string {
  const { JUPYTER_DATA_DIR, APPDATA, XDG_DATA_HOME } = process.env;
  if (JUPYTER_DATA_DIR) return JUPYTER_DATA_DIR;
  if (process.platform === "win32") return join(APPDATA ?? join(homedir(), "AppData", "Roaming"), "jupyter");
  if (process.platform === "darwin") return join(homedir(), "Library", "Jupyter");
  return join(XDG_DATA_HOME || join(homedir(), ".local", "share"), "jupyter");
}
