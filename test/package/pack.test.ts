import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { load, pick, write } from "#src/index.js";
import { notebookOf, run } from "../jupyter/jupyter.js";
import { repository } from "../needs.js";

const threeCells = notebookOf(
  'import { load, split, table } from "pesbook";\nconst frames = await load("al-eam");\nframes.length',
  // The parts come from WebAssembly, which has to be in the package too.
  "const [some] = split(frames, { counts: [10], seed: 1 });\ntable(some!)",
  'console.log("done")',
);

const typed = `
import { load, type Frames } from "pesbook";
const frames: Frames = await load("al-eam");
// @ts-expect-error: energies are numbers
const names: string[] = [...(frames.energy ?? [])];
`;

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { path: string }[];
}

test("the package, installed into an empty folder, runs a notebook with nothing but Node on the path", async t => {
  const folder = await mkdtemp(join(tmpdir(), "pesbook-package-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const packed = await pack(folder);

  await t.test("it holds what it must and nothing of the workshop", () => {
    const paths = packed.files.map(file => file.path);
    const must = [
      "dist/index.js",
      "dist/index.d.ts",
      "dist/cli/main.js",
      "dist/wasm/pesbook.wasm",
      "data/README.md",
      "README.md",
      "LICENSE",
    ];
    for (const path of [...must, ...["al-eam", "al-pbe", "si-sw"].map(name => `data/${name}.xyz.gz`)]) {
      assert.ok(paths.includes(path), `${path} is missing`);
    }
    const stray = paths.filter(path => !/^(dist\/(?!test\/).*\.(js|d\.ts|wasm)|data\/[^/]+|[^/]+)$/.test(path));
    assert.deepEqual(stray, []);
    t.diagnostic(
      `${packed.files.length} files, ${kilobytes(packed.size)} packed, ${kilobytes(packed.unpackedSize)} unpacked`,
    );
  });

  const home = join(folder, "home");
  const env = { ...process.env, PATH: await folderOfNode(folder) };
  const pesbook = join(home, "node_modules", "pesbook", "dist", "cli", "main.js");
  await t.test("npm installs it", async () => {
    const options = ["--prefer-offline", "--no-audit", "--no-fund", "--prefix", home];
    await run("npm", ["install", ...options, join(folder, packed.filename)], { cwd: folder });
    assert.ok(existsSync(join(home, "node_modules", ".bin", "pesbook")));
  });

  await t.test("its types hold under strict TypeScript", async () => {
    const file = join(home, "use.mts");
    await writeFile(file, typed);
    const compiler = join(home, "node_modules", "typescript", "bin", "tsc");
    const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2022"];
    const { stdout } = await run(process.execPath, [compiler, ...options, file], { cwd: home });
    assert.equal(stdout, "");
  });

  await t.test("its kernel runs three cells", async () => {
    const file = join(home, "three.ipynb");
    await writeFile(file, threeCells);
    await run(process.execPath, [pesbook, "run", file], { cwd: home, env });
    const { cells } = JSON.parse(await readFile(file, "utf8"));
    assert.match(JSON.stringify(cells[0].outputs), /"text\/plain"/);
    assert.match(JSON.stringify(cells[1].outputs), /"text\/html"/);
    assert.match(JSON.stringify(cells[2].outputs), /done/);
  });

  await t.test("its benchmarks are in a clone, and it says so", async () => {
    await assert.rejects(run(process.execPath, [pesbook, "bench", "kernel"], { cwd: home, env }), {
      stderr: /bench: benchmarks are in a built clone of pesbook only/,
    });
  });

  await t.test("pesbook init makes a notebook that draws a file of one's own", async () => {
    await write(join(home, "own.xyz"), pick(await load("si-sw"), [0, 1, 2]));
    await run(process.execPath, [pesbook, "init"], { cwd: home, env });
    const options = ["--param", "file=own.xyz"];
    await run(process.execPath, [pesbook, "run", "first.ipynb", ...options], { cwd: home, env });
    for (const name of ["energy", "forces", "distances"]) {
      for (const type of ["json", "svg", "png"]) {
        assert.ok(existsSync(join(home, "figures", "quick", `${name}.${type}`)), `${name}.${type}`);
      }
    }
  });
});

/** What npm would publish, packed into a folder; without scripts, since these tests run on what is built. */
async function pack(folder: string): Promise<Packed> {
  const { stdout } = await run("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], {
    cwd: repository,
  });
  return JSON.parse(stdout)[0];
}

/** A folder that holds node and nothing else: no Python, no shell. */
async function folderOfNode(folder: string): Promise<string> {
  await mkdir(join(folder, "bin"));
  await symlink(process.execPath, join(folder, "bin", "node"));
  return join(folder, "bin");
}

const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} kB`;
