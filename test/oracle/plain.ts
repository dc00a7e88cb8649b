import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import type { Program } from "./programs.js";

/** Imports one module after the other, and says what each printed and the error it ended in. */
const RUNNER = `
const { stdout, stderr } = process;
const write = stdout.write.bind(stdout);
const printed = [];
let text = "";
for (const stream of [stdout, stderr]) stream.write = chunk => { text += chunk; return true; };
for (const file of JSON.parse(process.argv[2])) {
  text = "";
  try { await import(file); } catch (error) { text += error.name + ": " + error.message + "\\n"; }
  printed.push(text);
}
write(JSON.stringify(printed));
`;

/** What each program prints as one ES module in this Node, its types stripped by TypeScript. */
export function printedByNode(programs: readonly Program[], folder: string): string[] {
  const files = programs.map(({ code }, index) => {
    const { outputText } = ts.transpileModule(code, {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, preserveConstEnums: true },
    });
    const file = `./program${index}.mjs`;
    writeFileSync(join(folder, file), outputText);
    return file;
  });
  const runner = join(folder, "runner.mjs");
  writeFileSync(runner, RUNNER);
  const answer = execFileSync(process.execPath, ["--no-warnings", runner, JSON.stringify(files)], { cwd: folder });
  return JSON.parse(String(answer)) as string[];
}
