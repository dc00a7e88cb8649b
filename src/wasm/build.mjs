/**
 * Builds the AssemblyScript beside it into one WebAssembly module: `node src/wasm/build.mjs [file]`, dist/wasm/pesbook.wasm
 * unless told otherwise. Left alone where it is younger than all it is made of.
 */
import { mkdirSync, readdirSync, renameSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..", "..");
const output = resolve(process.argv[2] ?? join(root, "dist", "wasm", "pesbook.wasm"));
const assembly = join(import.meta.dirname, "assembly");

const parts = [
  import.meta.filename,
  createRequire(import.meta.url).resolve("assemblyscript/package.json"),
  ...readdirSync(assembly).map(name => join(assembly, name)),
];
const age = file => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
if (age(output) <= Math.max(...parts.map(age), age(assembly))) await build();

async function build() {
  const side = `${output}.${process.pid}.part`;
  const options = [
    ["--optimizeLevel", "3"],
    ["--noAssert"],
    // No objects, so neither an allocator nor a collector: routines work on bytes that they are given.
    ["--runtime", "stub"],
    // Threads share one memory, which memory.ts makes, of up to 4 GiB.
    ["--enable", "simd", "--enable", "threads"],
    ["--importMemory", "--noExportMemory", "--sharedMemory", "--zeroFilledMemory"],
    ["--initialMemory", "1", "--maximumMemory", "65536"],
  ];
  // Loaded here, since it takes longer than to see that nothing changed.
  const { main } = await import("assemblyscript/asc");
  mkdirSync(dirname(output), { recursive: true });
  const paths = ["--baseDir", root, "--outFile", relative(root, side)];
  const { error, stderr } = await main([relative(root, join(assembly, "index.ts")), ...options.flat(), ...paths]);
  if (error) {
    console.error(`${stderr}`);
    process.exitCode = 1;
    return;
  }
  renameSync(side, output);
}
