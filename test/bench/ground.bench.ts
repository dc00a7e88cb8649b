/**
 * Neighbour lists against ASE and steps of dynamics against LAMMPS, in one run, turn by turn; medians of processor time.
 * `pesbook bench ground [--json] [--rounds N] [--largest N]`
 *
 * Processor time, since others may use the machine. ASE is looked for in the Python that PESBOOK_ASE names, or python3.
 */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { diamond, fcc, repeat } from "#src/frames/build.js";
import type { Frames } from "#src/frames/frames.js";
import { neighbours } from "#src/neighbours/neighbours.js";
import { eam } from "#src/potentials/eam.js";
import { evaluator } from "#src/potentials/evaluator.js";
import { lennardJones } from "#src/potentials/lennardJones.js";
import type { Potential } from "#src/potentials/potential.js";
import { stillingerWeber } from "#src/potentials/stillingerWeber.js";
import { accelerationPerForce } from "#src/units.js";
import { shaken } from "../contracts/structures.js";
import { lammps, lammpsFile } from "../reference/lammps.js";

interface Row {
  readonly what: string;
  readonly unit: "ms" | "ns/atom";
  readonly pesbook: number;
  readonly peer?: "ASE" | "LAMMPS";
  /** Absent where the peer is not installed. */
  readonly other?: number;
  /** other / pesbook; of growth, the exponent */
  readonly ratio?: number;
  readonly atLeast?: number;
  readonly atMost?: number;
}

const { values } = parseArgs({
  options: {
    json: { type: "boolean" },
    rounds: { type: "string", default: "3" },
    largest: { type: "string", default: "97556" },
  },
});
const rounds = Number(values.rounds);
assert.ok(Number.isInteger(rounds) && rounds > 0, `--rounds ${values.rounds}: a whole number is needed`);
const python = process.env.PESBOOK_ASE ?? "python3";
const ase = spawnSync(python, ["-c", "import ase"]).status === 0;
/** Å */
const skin = 1;
const folder = mkdtempSync(join(tmpdir(), "pesbook-ground-"));

try {
  const rows = [...listRows(), ...(await stepRows())];
  if (values.json) console.log(JSON.stringify({ machine: machine(), rounds, rows }, null, 2));
  else for (const row of rows) console.log(lineOf(row));
} finally {
  rmSync(folder, { recursive: true });
}

/** Vectors, distances and shifts of all pairs within 6.8 Å of hot aluminium: what both give. */
function listRows(): Row[] {
  const cutoff = 6.8;
  const sizes = [4, 10, 29].filter(n => 4 * n ** 3 <= Number(values.largest));
  const rows = sizes.map(n => {
    const frames = shaken(repeat(fcc("Al", 4.05), [n, n, n]), 0.15);
    const times = Math.ceil(20_000 / n ** 3);
    const turns = n > 20 ? 1 : rounds;
    const own: number[] = [];
    const theirs: number[] = [];
    neighbours(frames, { cutoff });
    for (let round = 0; round < turns; round++) {
      own.push(processorTime(() => neighbours(frames, { cutoff }), n > 20 ? 3 : times));
      if (ase) theirs.push(aseTime(frames, cutoff, n > 20 ? 1 : Math.ceil(times / 30)));
    }
    const what = `neighbour list, ${frames.species.length} atoms`;
    return { ...row(what, "ms", own, "ASE", theirs), atLeast: 60 };
  });
  return [...rows, ...growth("neighbour list", rows, sizes)];
}

function growth(what: string, rows: readonly Row[], sizes: readonly number[]): Row[] {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last || first === last) return [];
  const perAtom = (at: number) => (rows.at(at)!.pesbook * 1e6) / (4 * sizes.at(at)! ** 3);
  const exponent = 1 + Math.log(perAtom(-1) / perAtom(0)) / (3 * Math.log(sizes.at(-1)! / sizes[0]!));
  return [{ what: `growth of the ${what}`, unit: "ns/atom", pesbook: perAtom(-1), ratio: exponent, atMost: 1.15 }];
}

interface System {
  readonly name: string;
  readonly potential: Potential;
  readonly pair: readonly string[];
  readonly frames: (n: number) => Frames;
  readonly mass: number;
  readonly sizes: readonly number[];
  readonly atLeast: number;
}

async function stepRows(): Promise<Row[]> {
  const silicon = join(folder, "Si.sw");
  writeFileSync(
    silicon,
    "Si Si Si 2.1683 2.0951 1.80 21.0 1.20 -0.333333333333 7.049556277 0.6022245584 4.0 0.0 0.0\n",
  );
  const aluminium = (n: number) => repeat(fcc("Al", 4.05), [n, n, n]);
  const systems: System[] = [
    {
      name: "Lennard-Jones step",
      potential: lennardJones({ species: "Al", epsilon: 0.1, sigma: 2.5, cutoff: 6.8, end: "cut" }),
      pair: ["pair_style lj/cut 6.8", "pair_coeff * * 0.1 2.5"],
      frames: aluminium,
      mass: 26.98,
      sizes: [4, 10],
      atLeast: 0.9,
    },
    {
      name: "Stillinger–Weber step",
      potential: await stillingerWeber(),
      pair: ["pair_style sw", `pair_coeff * * ${silicon} Si`],
      frames: n => repeat(diamond("Si", 5.431), [n, n, n]),
      mass: 28.085,
      sizes: [3, 8],
      atLeast: 0.7,
    },
  ];
  if (lammps) {
    const file = lammpsFile("Al_zhou.eam.alloy");
    systems.push({
      name: "embedded-atom step",
      potential: await eam(file),
      pair: ["pair_style eam/alloy", `pair_coeff * * ${file} Al`],
      frames: aluminium,
      mass: 26.98,
      sizes: [4, 10],
      atLeast: 0.9,
    });
  }
  return systems.flatMap(system => system.sizes.map(n => stepRow(system, n)));
}

/** Steps of 1 fs at constant energy from 600 K; lists made anew when an atom has moved half of 1 Å. */
function stepRow(system: System, n: number): Row {
  const frames = shaken(system.frames(n), 0.1);
  const atoms = frames.species.length;
  const steps = Math.ceil(200_000 / atoms);
  const own: number[] = [];
  const theirs: number[] = [];
  const step = dynamics(system, frames);
  step();
  for (let round = 0; round < rounds; round++) {
    own.push((processorTime(step, steps) * 1e6) / atoms);
    if (lammps) theirs.push((lammpsTime(system, frames, steps) * 1e6) / atoms);
  }
  return {
    ...row(`${system.name}, ${atoms} atoms`, "ns/atom", own, "LAMMPS", theirs),
    atLeast: system.atLeast,
  };
}

function dynamics({ potential, mass }: System, frames: Frames): () => void {
  const { evaluate } = evaluator(potential, frames, { skin });
  const position = frames.position.slice();
  const kick = (0.5 * accelerationPerForce) / mass;
  // Shaken velocities of about 600 K: √(kT/m) is 4.3e-3 Å/fs for aluminium.
  const velocity = shaken({ ...frames, position: new Float64Array(position.length) }, 0.0075, 3).position;
  let { force } = evaluate(position, frames.cell);
  return () => {
    for (let k = 0; k < position.length; k++) {
      velocity[k]! += kick * force[k]!;
      position[k]! += velocity[k]!;
    }
    force = evaluate(position, frames.cell).force;
    for (let k = 0; k < position.length; k++) velocity[k]! += kick * force[k]!;
  };
}

/** ms of this process that one call takes. */
function processorTime(work: () => unknown, times: number): number {
  const before = process.cpuUsage();
  for (let k = 0; k < times; k++) work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / times;
}

function aseTime(frames: Frames, cutoff: number, times: number): number {
  const script = `
import sys, time, json, numpy
from ase.neighborlist import primitive_neighbor_list
given = json.load(sys.stdin)
position = numpy.array(given["position"]).reshape(-1, 3)
cell = numpy.array(given["cell"]).reshape(3, 3)
start = time.process_time()
for k in range(${times}):
    primitive_neighbor_list("ijdDS", [True] * 3, cell, position, ${cutoff})
print((time.process_time() - start) / ${times} * 1000)`;
  const input = JSON.stringify({ position: [...frames.position], cell: [...frames.cell] });
  return Number(execFileSync(python, ["-c", script], { input, encoding: "utf8" }));
}

/** ms of LAMMPS' loop that one step takes: its time by the clock, and which part of that it had a processor. */
function lammpsTime({ pair, mass }: System, frames: Frames, steps: number): number {
  const { cell, position } = frames;
  const atoms = Array.from(
    { length: position.length / 3 },
    (_, i) => `${i + 1} 1 ${position.subarray(3 * i, 3 * i + 3).join(" ")}`,
  );
  const head = `for a bench\n\n${atoms.length} atoms\n1 atom types\n0 ${cell[0]} xlo xhi\n0 ${cell[4]} ylo yhi\n0 ${cell[8]} zlo zhi\n`;
  writeFileSync(join(folder, "data"), `${head}\nAtoms # atomic\n\n${atoms.join("\n")}\n`);
  const script = [
    "units metal",
    "read_data data",
    `mass 1 ${mass}`,
    ...pair,
    `neighbor ${skin} bin`,
    "neigh_modify every 1 delay 0 check yes",
    "timestep 0.001",
    "velocity all create 600 1 mom yes",
    "fix 1 all nve",
    `thermo ${steps}`,
    `run ${steps}`,
  ];
  writeFileSync(join(folder, "in"), `${script.join("\n")}\n`);
  const out = execFileSync(lammps!, ["-sf", "opt", "-in", "in", "-log", "none"], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, OMP_NUM_THREADS: "1" },
  });
  const [, seconds = ""] = /Loop time of (\S+)/.exec(out) ?? [];
  const [, percent = ""] = /([\d.]+)% CPU use/.exec(out) ?? [];
  return (Number(seconds) * 1000 * Number(percent)) / 100 / steps;
}

function row(what: string, unit: Row["unit"], own: number[], peer: Row["peer"] & string, theirs: number[]): Row {
  const pesbook = median(own);
  if (theirs.length === 0) return { what, unit, pesbook, peer };
  return { what, unit, pesbook, peer, other: median(theirs), ratio: median(theirs) / pesbook };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return (sorted[Math.floor(half)]! + sorted[Math.ceil(half)]!) / 2;
}

function lineOf({ what, unit, pesbook, peer, other, ratio, atLeast, atMost }: Row): string {
  const wanted = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
  const own = `${what.padEnd(38)} ${pesbook.toPrecision(4).padStart(9)} ${unit.padEnd(8)}`;
  if (peer === undefined) return `${own} exponent ${ratio!.toFixed(2)} (${wanted})`;
  if (other === undefined) return `${own} ${peer} not found: not compared`;
  return `${own} ${peer} ${other.toPrecision(4)}  ratio ${ratio!.toFixed(2)} (${wanted})`;
}

function machine() {
  return { processor: cpus()[0]?.model, cores: cpus().length, node: process.version };
}
