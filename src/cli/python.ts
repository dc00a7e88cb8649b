import { spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { check } from "../check.ts";
import { writeAtomic } from "../files.ts";
import { sha256 } from "../hash.ts";

const windows = process.platform === "win32";
const OTHERWISE = "or install the kernel into a Jupyter that you have: npx pesbook kernel install --user";

/** A program of a Python virtual environment. */
export function environmentProgram(venv: string, name: string): string {
  return windows ? join(venv, "Scripts", `${name}.exe`) : join(venv, "bin", name);
}

/**
 * A Python virtual environment in `venv` that holds what the file `requirements` lists.
 *
 * It is made anew when that file has changed since, or when making it was cut short: a stamp is written last.
 */
export async function prepareEnvironment({
  venv,
  requirements,
}: {
  readonly venv: string;
  readonly requirements: string;
}): Promise<"made" | "as it was"> {
  const wanted = sha256(await readFile(requirements));
  const stamp = join(venv, "requirements.sha256");
  if ((await readFile(stamp, "utf8").catch(() => "")) === wanted) return "as it was";
  const python = await findPython();
  await rm(venv, { recursive: true, force: true });
  const made = await runProgram([...python, "-m", "venv", venv]);
  check(
    made.code === 0,
    () =>
      `lab: ${python.join(" ")} cannot make a virtual environment (on Debian and Ubuntu: apt install python3-venv); ${OTHERWISE}\n${made.text}`,
  );
  const pip = [environmentProgram(venv, "python"), "-m", "pip", "--disable-pip-version-check"];
  const installed = await runProgram([...pip, "install", "--quiet", "--requirement", requirements]);
  check(installed.code === 0, () => `lab: pip could not install ${requirements}; its last words:\n${installed.text}`);
  await writeAtomic(stamp, wanted);
  return "made";
}

async function findPython(): Promise<string[]> {
  for (const python of windows ? [["py", "-3"], ["python"]] : [["python3"], ["python"]]) {
    const { code, text } = await runProgram([...python, "-c", "import sys; print(sys.version_info >= (3, 10))"]);
    if (code === 0 && text.trim() === "True") return python;
  }
  throw new Error(`lab: no Python 3.10 or later found, which JupyterLab needs; install one, ${OTHERWISE}`);
}

/** Run a program to its end; its exit code (undefined where it could not start) and the end of all that it said. */
async function runProgram([program = "", ...args]: readonly string[]): Promise<{ code?: number; text: string }> {
  return await new Promise(resolve => {
    let text = "";
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (more: string) => {
        text = (text + more).slice(-4000);
      });
    }
    child.once("error", error => resolve({ text: error.message }));
    child.once("close", code => resolve({ code: code ?? 1, text }));
  });
}
