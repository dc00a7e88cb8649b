/**
 * The melting point of a potential's aluminium, coarsely: crystal and melt side by side at constant energy take the
 * temperature at which neither grows. Minutes; run by hand: `node dist/test/reference/coexistence.js`.
 *
 * J. R. Morris, C. Z. Wang, K. M. Ho, C. T. Chan, Phys. Rev. B 49, 3109 (1994), doi:10.1103/PhysRevB.49.3109
 */
import { fcc, repeat } from "#src/frames/build.js";
import { volume } from "#src/frames/cell.js";
import type { Frames } from "#src/frames/frames.js";
import { pick } from "#src/frames/pick.js";
import { md } from "#src/md/md.js";
import type { DynamicsOptions } from "#src/md/simulate.js";
import { meiDavenport } from "#src/potentials/meiDavenport.js";

const potential = meiDavenport();
const guess = Number(process.argv[2] ?? 820);
const steps = Number(process.argv[3] ?? 20_000);
const base = { timestep: 2, barostatTime: 500, bulkModulus: 77, seed: 1 } as const;

async function end(frame: Frames, options: Omit<DynamicsOptions, keyof typeof base | "every">): Promise<Frames> {
  const frames = await md(potential, frame, { ...base, ...options, every: options.steps });
  return pick(frames, [frames.length - 1]);
}

/** Mean volume per atom, Å³, at no pressure. */
async function roomOf(frame: Frames): Promise<number> {
  const frames = await md(potential, frame, {
    ...base,
    ensemble: "berendsen",
    temperature: guess,
    steps: 3000,
    every: 25,
  });
  const half = Math.trunc(frames.length / 2);
  let sum = 0;
  for (let f = half; f < frames.length; f++) sum += volume(frames, f);
  return sum / (frames.length - half) / frame.species.length;
}

/** Atoms and cell stretched along each axis; velocities go with them. */
function stretched(frame: Frames, by: readonly number[]): Frames {
  return {
    ...frames(frame),
    position: frame.position.map((x, k) => x * by[k % 3]!),
    cell: frame.cell.map((x, k) => x * by[k % 3]!),
    perAtom: frame.perAtom,
  };
}

function frames({ length, offset, species, position, cell, periodic }: Frames): Frames {
  return { length, offset, species, position, cell, periodic, perFrame: {}, perAtom: {} };
}

const small = repeat(fcc("Al", 4.05), [4, 4, 4]);
const solidRoom = await roomOf(small);
const melt = await end(small, { ensemble: "berendsen", temperature: 2500, steps: 2000 });
const liquidRoom = await roomOf(melt);
const a = Math.cbrt(4 * solidRoom);
console.log(
  `at ${guess} K: ${solidRoom.toFixed(3)} Å³ an atom solid (a = ${a.toFixed(4)} Å), ${liquidRoom.toFixed(3)} liquid`,
);

const layers = 8;
const solid = await end(repeat(fcc("Al", a), [4, 4, layers]), {
  ensemble: "langevin",
  temperature: guess,
  steps: 1000,
});
const tall = stretched(repeat(fcc("Al", a), [4, 4, layers]), [1, 1, liquidRoom / solidRoom]);
const hot = await end(tall, { ensemble: "langevin", temperature: 2500, steps: 2000 });
const liquid = await end(hot, { ensemble: "langevin", temperature: guess, steps: 2000 });

/** The liquid wrapped into its cell, upon the solid, 0.8 Å apart. */
function joined(below: Frames, above: Frames): Frames {
  const gap = 0.8;
  const [low, high] = [below.cell[8]!, above.cell[8]!];
  const inside = above.position.map((x, k) => {
    const edge = above.cell[4 * (k % 3)]!;
    return x - edge * Math.floor(x / edge) + (k % 3 === 2 ? low + gap : 0);
  });
  const both = (name: "velocity") =>
    Float64Array.from([below, above].flatMap(f => [...(f.perAtom[name] as Float64Array)]));
  return {
    length: 1,
    offset: Int32Array.of(0, below.species.length + above.species.length),
    species: Uint8Array.from([...below.species, ...above.species]),
    position: Float64Array.from([...below.position, ...inside]),
    cell: below.cell.map((x, k) => (k === 8 ? low + high + 2 * gap : x)),
    periodic: below.periodic,
    perFrame: {},
    perAtom: { velocity: both("velocity") },
  };
}

const together = await end(joined(solid, liquid), {
  ensemble: "berendsen",
  coupling: "orthorhombic",
  temperature: guess,
  steps: 1500,
});
const run = await md(
  potential,
  { ...frames(together), perAtom: together.perAtom },
  {
    ...base,
    ensemble: "nve",
    temperature: guess,
    steps,
    every: 50,
  },
);
const column = (name: string) => Array.from(run.perFrame[name] as Float64Array);
const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
const tenth = Math.trunc(run.length / 10);
console.log("ps     T, K    P, GPa");
for (let part = 0; part < 10; part++) {
  const of = (name: string) => mean(column(name).slice(part * tenth, (part + 1) * tenth));
  console.log(
    `${(part * tenth * 0.1).toFixed(1).padStart(5)}  ${of("temperature").toFixed(1)}  ${of("pressure").toFixed(3)}`,
  );
}
for (const f of [0, run.length - 1]) {
  const order = layerOrder(pick(run, [f]));
  console.log(`order of layers along z, frame ${f}: ${order.map(s => s.toFixed(1)).join(" ")}`);
}

/** |Σ exp(4πi x/a)| / n, four cells wide, of sixteen layers along z: near 1 in the crystal, near 0 in the melt. */
function layerOrder({ position, cell, species }: Frames): number[] {
  const sums = Array.from({ length: 16 }, () => [0, 0, 0] as [number, number, number]);
  for (let i = 0; i < species.length; i++) {
    const z = position[3 * i + 2]! / cell[8]!;
    const sum = sums[Math.trunc((z - Math.floor(z)) * 16) % 16]!;
    const angle = (4 * Math.PI * position[3 * i]! * 4) / cell[0]!;
    sum[0] += Math.cos(angle);
    sum[1] += Math.sin(angle);
    sum[2]++;
  }
  return sums.map(([real, imaginary, n]) => Math.hypot(real, imaginary) / n);
}
