/**
 * Our kernel against tslab, in one run, turn by turn; medians. `pesbook bench kernel [--json] [--rounds N]`
 *
 * Both are driven by the same client, in the same folder, with the same packages.
 */
import assert from "node:assert/strict";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type KernelClient, startKernel } from "#src/runner/client.js";
import { repository } from "../needs.js";
import { memoryBelow } from "./memory.js";

interface Row {
  readonly what: string;
  readonly unit: "ms" | "MB";
  readonly pesbook: number;
  /** Absent where tslab cannot do it. */
  readonly tslab?: number;
  /** What is asked for: of the ratio to tslab, or of our own time where tslab has no such thing. */
  readonly limit: number;
}

const { values } = parseArgs({ options: { json: { type: "boolean" }, rounds: { type: "string", default: "5" } } });
const rounds = Number(values.rounds);
assert.ok(Number.isInteger(rounds) && rounds > 0, `--rounds ${values.rounds}: a whole number is needed`);

const kernels = ["pesbook", "tslab"] as const;
type Kernel = (typeof kernels)[number];
const commands: Record<Kernel, string[]> = {
  pesbook: [join(repository, "dist", "cli", "main.js"), "kernel", "{connection_file}"],
  tslab: [join(repository, "node_modules", "tslab", "bin", "tslab"), "kernel", "--config-path={connection_file}"],
};

const folder = await mkdtemp(join(tmpdir(), "pesbook-bench-"));
await symlink(join(repository, "node_modules"), join(folder, "node_modules"), "junction");
await writeFile(join(folder, "package.json"), "{}");
try {
  const rows = [...(await fresh()), ...(await warm())];
  if (values.json) console.log(JSON.stringify({ machine: machine(), rounds, rows }, null, 2));
  else print(rows);
} finally {
  await rm(folder, { recursive: true });
}

/** What a fresh kernel takes: until its first result, for its first import, and in memory then. */
async function fresh(): Promise<Row[]> {
  const start = samples();
  const arquero = samples();
  const memory = samples();
  for (let round = 0; round < rounds; round++) {
    for (const name of turn(round)) {
      let kernel: KernelClient | undefined;
      const started = await timed(async () => {
        kernel = await open(name);
        await run(kernel, "1 + 1");
      });
      start[name].push(started);
      arquero[name].push(
        await timed(() => run(kernel!, 'import * as aq from "arquero";\naq.table({ a: [1, 2] }).numRows()')),
      );
      memory[name].push(memoryBelow());
      await kernel!.shutdown();
    }
  }
  return [
    row("start to first result", "ms", start, 1.1),
    row("first typed import of arquero", "ms", arquero, 3),
    row("memory after that", "MB", memory, 2),
  ];
}

/** What a kernel takes that has run for a while. */
async function warm(): Promise<Row[]> {
  const warmed = { pesbook: await open("pesbook"), tslab: await open("tslab") };
  const rows: Row[] = [];
  try {
    for (const name of kernels) await run(warmed[name], "let sum = 0;\nconst ones = new Float64Array(1e7).fill(1);");
    const each = async (times: number, work: (kernel: KernelClient, turn: number) => Promise<void>) => {
      const found = samples();
      for (let i = 0; i < times; i++) {
        for (const name of turn(i)) found[name].push(await timed(() => work(warmed[name], i)));
      }
      return found;
    };
    await each(5, (kernel, i) => run(kernel, `${i} - 1`));
    const trivial = await each(8 * rounds, (kernel, i) => run(kernel, `${i} + 1`));
    const loop = await each(Math.min(rounds, 3), kernel =>
      run(kernel, "for (let i = 0; i < 1e7; i++) sum += ones[i]!;"),
    );
    rows.push(
      row("trivial cell", "ms", trivial, 1.8),
      row("loop of 1e7 over an earlier cell's variables", "ms", loop, 0.03),
      row("20,000 printed lines", "ms", await each(rounds, print20000), 0.3),
    );
    rows.push(...(await answersWhileBusy(warmed.pesbook)));
  } finally {
    for (const name of kernels) await warmed[name].shutdown();
  }
  return rows;
}

/**
 * Until the kernel's reply, not until its last line is here: tslab sends each line in a message of its own, of which
 * ZeroMQ drops some on a busy machine, the one that ends the cell among them.
 */
async function print20000(kernel: KernelClient): Promise<void> {
  const code = "for (let i = 0; i < 20_000; i++) console.log(i);";
  const options = { silent: false, store_history: true, user_expressions: {}, allow_stdin: false, stop_on_error: true };
  const { status } = await kernel.request("execute_request", { code, ...options });
  assert.equal(status, "ok");
}

/** Answers while a cell computes; tslab gives none before the cell has ended. */
async function answersWhileBusy(kernel: KernelClient): Promise<Row[]> {
  const busy = kernel.execute("for (;;);", { timeout: 120_000 });
  const request = { code: "ones.le", cursor_pos: 7, detail_level: 0 };
  const times = { complete_request: [] as number[], inspect_request: [] as number[] };
  for (let i = 0; i < 4 * rounds; i++) {
    for (const type of ["complete_request", "inspect_request"] as const) {
      times[type].push(await timed(() => kernel.request(type, request)));
    }
  }
  await kernel.interrupt();
  await busy;
  return [
    { what: "completion while a cell runs", unit: "ms", pesbook: median(times.complete_request), limit: 100 },
    { what: "hover while a cell runs", unit: "ms", pesbook: median(times.inspect_request), limit: 100 },
  ];
}

type Samples = Record<Kernel, number[]>;

function samples(): Samples {
  return { pesbook: [], tslab: [] };
}

/** Each goes first every other time. */
function turn(round: number): readonly Kernel[] {
  return round % 2 === 0 ? kernels : [...kernels].reverse();
}

function open(name: Kernel): Promise<KernelClient> {
  return startKernel({ command: [process.execPath, ...commands[name]], folder });
}

async function run(kernel: KernelClient, code: string): Promise<void> {
  const { status, error } = await kernel.execute(code, { timeout: 120_000 });
  assert.equal(status, "ok", `${code}: ${error?.evalue}`);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function row(what: string, unit: Row["unit"], { pesbook, tslab }: Samples, limit: number): Row {
  return { what, unit, pesbook: median(pesbook), tslab: median(tslab), limit };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function machine(): { cpu: string; cores: number; node: string } {
  return { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, node: process.version };
}

function print(rows: readonly Row[]): void {
  const { cpu, cores, node } = machine();
  console.log(`${cpu}, ${cores} cores, Node ${node}; medians of ${rounds} rounds\n`);
  const lines = rows.map(({ what, unit, pesbook, tslab, limit }) => [
    what,
    `${pesbook.toPrecision(3)} ${unit}`,
    tslab === undefined ? "–" : `${tslab.toPrecision(3)} ${unit}`,
    tslab === undefined ? "–" : (pesbook / tslab).toPrecision(3),
    limit > 10 ? `≤ ${limit} ${unit}` : `≤ ${limit}`,
  ]);
  const all = [["", "pesbook", "tslab", "ratio", "asked"], ...lines];
  const widths = all[0]!.map((_, k) => Math.max(...all.map(line => line[k]!.length)));
  for (const [what = "", ...rest] of all) {
    console.log([what.padEnd(widths[0]!), ...rest.map((text, k) => text.padStart(widths[k + 1]!))].join("  "));
  }
}
