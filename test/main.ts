/**
 * Runs the built test files by name, quick checks first: `node dist/test/main.js [part of a file name …]`.
 * The list is our own because `node --test` reads globs and folders differently on Node 20, 22 and 24.
 */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
const order = [
  "house",
  "wasm",
  "linalg",
  "statistics",
  "parallel",
  "frames",
  "formats",
  "neighbours",
  "potentials",
  "validation",
  "steps",
  "figures",
  "kernel",
  "oracle",
  "runner",
  "cli",
  "notebooks",
  "package",
  "jupyter",
];
const rank = (file: string) => (order.indexOf(file.split("/")[0] ?? "") + order.length) % order.length;

const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter(file => file.endsWith(".test.js") && (wanted.length === 0 || wanted.some(part => file.includes(part))))
  .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
if (files.length === 0) throw new Error(`no test file has ${wanted.join(" or ")} in its name`);

const child = spawn(
  process.execPath,
  [
    "--test",
    "--test-concurrency=2",
    "--test-reporter=spec",
    ...files.map(file => relative(process.cwd(), join(root, file))),
  ],
  { stdio: "inherit" },
);
child.on("exit", code => {
  process.exitCode = code ?? 1;
});
