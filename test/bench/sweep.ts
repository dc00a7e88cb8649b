/**
 * What a sweep costs beside its rows' work: `node dist/test/bench/sweep.js [ROWS]`, 1,000 rows unless told.
 *
 * Prints milliseconds a trivial row in threads, the part of them that a write to the disk (fsync) takes, the time of a
 * fully cached run, and the memory at its largest.
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { writeAtomic } from "#src/files.js";
import { sweep } from "#src/steps/sweep.js";
import { repository } from "../needs.js";

const rows = Number(process.argv[2] ?? 1000);
const threads = 2;
const folder = mkdtempSync(join(tmpdir(), "pesbook-bench-"));
mkdirSync(join(folder, "node_modules"));
symlinkSync(repository, join(folder, "node_modules", "pesbook"), "junction");
writeFileSync(join(folder, "package.json"), '{ "name": "bench", "type": "module" }');
writeFileSync(
  join(folder, "jobs.js"),
  `import { job } from "pesbook";
   export const trivial = job(import.meta, function trivial({ x }) { return { square: x * x }; });`,
);

const ms = async (work: () => Promise<unknown>): Promise<number> => {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
};

try {
  const { trivial } = await import(pathToFileURL(join(folder, "jobs.js")).href);
  const grid = { x: Array.from({ length: rows }, (_, i) => i) };
  const run = (x = grid.x) => sweep("bench", { x }, {}, trivial, { threads, store: join(folder, "store") });
  // Two rows beforehand: the compiler that reads the job's code, and the threads, are loaded once a session.
  await run([-1, -2]);

  const content = Buffer.alloc(400);
  const writes = Math.min(rows, 1000);
  const lane = (at: number) => async () => {
    for (let i = at; i < writes; i += threads) await writeAtomic(join(folder, "raw", String(i)), content);
  };
  const disk = (await ms(() => Promise.all(Array.from({ length: threads }, (_, i) => lane(i)())))) / writes;
  const first = (await ms(() => run())) / rows;
  const cached = await ms(() => run());

  console.log(`${rows} trivial rows in ${threads} threads`);
  console.log(`  a row              ${first.toFixed(2)} ms`);
  console.log(
    `  of which the disk  ${disk.toFixed(2)} ms (as many files written and flushed with nothing around them)`,
  );
  console.log(`  besides            ${(first - disk).toFixed(2)} ms`);
  console.log(`  the run again      ${cached.toFixed(0)} ms, all rows read`);
  console.log(`  largest memory     ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
