import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { appendFile, copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { load } from "#src/formats/load.js";
import { fcc, repeat } from "#src/frames/build.js";
import type { Frames } from "#src/frames/frames.js";
import { sha256 } from "#src/hash.js";
import { type DynamicsOptions, simulate } from "#src/md/simulate.js";
import { withTask } from "#src/task.js";
import { springs } from "./springs.js";

const crystal = repeat(fcc("Al", 4.05), [2, 2, 2]);
const { evaluate } = springs(crystal);
const options: DynamicsOptions = { ensemble: "nve", temperature: 300, steps: 60, timestep: 2, every: 10, seed: 1 };
const folder = await mkdtemp(join(tmpdir(), "pesbook-md-"));
after(() => rm(folder, { recursive: true, force: true }));

const column = (frames: Frames, name: string) => frames.perFrame[name] as Float64Array;
const run = (more: Partial<DynamicsOptions>) => simulate(evaluate, crystal, { ...options, ...more }, "springs");

test("a trajectory has its frames, their steps, velocities, temperature, pressure and conserved quantity", async () => {
  const seen: number[] = [];
  const frames = await run({ onFrame: frame => void seen.push(column(frame, "step")[0]!) });
  assert.deepEqual([...column(frames, "step")], [0, 10, 20, 30, 40, 50, 60]);
  assert.deepEqual(seen, [0, 10, 20, 30, 40, 50, 60]);
  assert.equal((frames.perAtom.velocity as Float64Array).length, 3 * 32 * 7);
  for (const name of ["temperature", "pressure", "conserved"]) {
    assert.ok(column(frames, name).every(Number.isFinite), name);
  }
});

test("stored forces and energies are those of the stored positions, whatever the ensemble", async () => {
  for (const ensemble of ["langevin", "csvr", "nose-hoover", "mtk", "berendsen"] as const) {
    const frames = await run({ ensemble, steps: 20 });
    for (let f = 0; f < frames.length; f++) {
      const atoms = [3 * frames.offset[f]!, 3 * frames.offset[f + 1]!] as const;
      const again = evaluate(frames.position.slice(...atoms), frames.cell.slice(9 * f, 9 * f + 9));
      assert.equal(again.energy, frames.energy![f]);
      assert.deepEqual(again.force, frames.force!.slice(...atoms));
      assert.deepEqual(again.virial, frames.virial!.slice(9 * f, 9 * f + 9));
    }
  }
});

for (const ensemble of ["nve", "langevin", "csvr", "nose-hoover", "berendsen", "mtk"] as const) {
  test(`a run that was killed goes on as if it had not been, bit for bit: ${ensemble}`, async () => {
    const whole = join(folder, `${ensemble}-whole.xyz`);
    const cut = join(folder, `${ensemble}-cut.xyz`);
    await run({ ensemble, file: whole });
    // Killed at frame 3: its checkpoint is written, what follows is torn.
    let count = 0;
    const killed = run({ ensemble, file: cut, onFrame: () => assert.ok(++count < 4, "killed") });
    await assert.rejects(killed, /killed/);
    await appendFile(cut, "32\nLattice=torn");
    const frames = await run({ ensemble, file: cut });
    assert.equal(sha256(await readFile(cut)), sha256(await readFile(whole)));
    assert.equal(frames.length, 7);
    // Without a file, the same numbers.
    const { source: _, ...kept } = await load(whole);
    assert.deepEqual(kept, await run({ ensemble }));
  });
}

test("a finished run is read, a longer one goes on, and another's file is refused", async () => {
  const file = join(folder, "longer.xyz");
  await run({ file, steps: 20 });
  await run({ file, steps: 20, onFrame: () => assert.fail("nothing was left to do") });
  const longer = await run({ file, steps: 60 });
  assert.deepEqual(longer.position, (await run({})).position);
  await assert.rejects(run({ file, seed: 2 }), /longer\.xyz is another run's/);
  const copy = join(folder, "copy.xyz");
  await copyFile(`${file}.checkpoint`, `${copy}.checkpoint`);
  await assert.rejects(run({ file: copy }), /has 0 bytes of the \d+ that its checkpoint speaks of/);
  assert.ok(existsSync(file));
});

test("a run whose task is stopped stops, and tells its task how far it is", async () => {
  const stop = new AbortController();
  const told: number[] = [];
  const entered = { signal: stop.signal, progress: (done: number) => void told.push(done) };
  const onFrame = (frame: Frames) => {
    if (column(frame, "step")[0] === 250) stop.abort();
  };
  const stopped = withTask(entered, () => run({ steps: 1000, onFrame }));
  await assert.rejects(stopped, { name: "AbortError" });
  assert.deepEqual(told, [0, 100, 200]);
});

test("a run goes on from the velocities of a frame", async () => {
  const frames = await run({ steps: 20, every: 20 });
  const last = {
    ...crystal,
    position: frames.position.slice(-96),
    perAtom: { velocity: (frames.perAtom.velocity as Float64Array).slice(-96) },
  };
  const on = await simulate(evaluate, last, { ...options, steps: 40, every: 40 }, "springs");
  const straight = await run({ steps: 60, every: 60 });
  const end = on.position.slice(-96);
  assert.ok(end.every((x, k) => Math.abs(x - straight.position.slice(-96)[k]!) < 1e-9));
});

test("what cannot be run says why", async () => {
  await assert.rejects(
    run({ ensemble: "nosé" as "nve" }),
    /invalid ensemble: nosé; one of nve, langevin, csvr, nose-hoover/,
  );
  await assert.rejects(run({ timestep: 0 }), /md: timestep is 0; give a number above 0/);
  await assert.rejects(run({ every: 2.5 }), /md: every is 2\.5, a whole number was needed/);
  await assert.rejects(run({ temperature: Number.NaN }), /md: the temperature is NaN K/);
  await assert.rejects(run({ file: "run.xyz.gz" }), /md: run\.xyz\.gz is of no format that frames can be added to/);
  const skew = { ...crystal, cell: crystal.cell.map((x, k) => (k === 1 ? 1 : x)) };
  await assert.rejects(
    simulate(evaluate, skew, { ...options, ensemble: "mtk" }, ""),
    /mtk moves cells with right angles/,
  );
  const cluster = { ...crystal, periodic: new Uint8Array(3) };
  await assert.rejects(
    simulate(evaluate, cluster, { ...options, ensemble: "mtk" }, ""),
    /does not repeat in all directions/,
  );
});
