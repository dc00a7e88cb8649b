import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import type { Frames } from "#src/frames/frames.js";
import { atomicNumber } from "#src/frames/species.js";

/** LAMMPS as Debian installs it (packages lammps and lammps-data), where it is. */
export const lammps = (process.env.PATH ?? "")
  .split(delimiter)
  .map(folder => join(folder, "lmp"))
  .find(file => existsSync(file));

/** A parameter file that comes with LAMMPS. */
export function lammpsFile(name: string): string {
  return join("/usr/share/lammps/potentials", name);
}

export interface Labels {
  readonly energy: number;
  readonly force: Float64Array;
  readonly virial: Float64Array;
}

/** LAMMPS' own constant of `units metal`, bar Å³/eV: what it multiplies the virial with to print a pressure. */
const barPerElectronvolt = 1.6021765e6;

/**
 * Energies, forces and virials of frames by LAMMPS in one run of it. Their cells must be lower triangular, its own convention;
 * in a direction that does not repeat, the cell must enclose the atoms.
 *
 * @param species  symbols in the order of LAMMPS' types
 * @param pair     the commands pair_style and pair_coeff
 */
export async function labelled(
  frames: readonly Frames[],
  species: readonly string[],
  pair: readonly string[],
): Promise<readonly Labels[]> {
  const folder = await mkdtemp(join(tmpdir(), "pesbook-lammps-"));
  try {
    const script: string[] = [];
    for (const [f, frame] of frames.entries()) {
      await writeFile(join(folder, `${f}.data`), dataFile(frame, species));
      script.push(
        "clear",
        "units metal",
        `boundary ${[0, 1, 2].map(k => (frame.periodic[k] ? "p" : "f")).join(" ")}`,
        "box tilt large",
        `read_data ${f}.data`,
        "mass * 1",
        ...pair,
        "compute w all pressure NULL virial",
        `dump d all custom 1 ${f}.dump id fx fy fz`,
        "dump_modify d sort id format float %.17g",
        "thermo_style custom step pe c_w[1]",
        "run 0",
        `print "$(pe:%.17g) $(vol:%.17g) ${[1, 2, 3, 4, 5, 6].map(k => `$(c_w[${k}]:%.17g)`).join(" ")}" file ${f}.energy`,
      );
    }
    await writeFile(join(folder, "in"), `${script.join("\n")}\n`);
    await promisify(execFile)(lammps!, ["-in", "in", "-log", "none", "-screen", "none"], { cwd: folder }).catch(
      error => {
        throw new Error(`LAMMPS: ${error.stdout ?? ""}${error.stderr ?? ""}${error.message}`);
      },
    );
    return await Promise.all(
      frames.map(async (frame, f) => {
        const numbers = (await readFile(join(folder, `${f}.energy`), "utf8")).trim().split(/\s+/).map(Number);
        const [energy = 0, volume = 0, ...pressure] = numbers;
        const [xx, yy, zz, xy, xz, yz] = pressure.map(p => (p * volume) / barPerElectronvolt) as number[];
        const rows = (await readFile(join(folder, `${f}.dump`), "utf8"))
          .trim()
          .split("\n")
          .slice(-frame.species.length);
        return {
          energy,
          force: Float64Array.from(rows.flatMap(row => row.split(/\s+/).slice(1, 4).map(Number))),
          virial: Float64Array.from([xx, xy, xz, xy, yy, yz, xz, yz, zz] as number[]),
        };
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function dataFile({ species: numbers, position, cell }: Frames, species: readonly string[]): string {
  const [ax, ay, az, bx, by, bz, cx, cy, cz] = cell;
  if (ay !== 0 || az !== 0 || bz !== 0) throw new Error("LAMMPS: the cell must be lower triangular");
  const type = new Map(species.map((symbol, t) => [atomicNumber(symbol), t + 1]));
  const atoms = Array.from(
    numbers,
    (number, i) => `${i + 1} ${type.get(number)} ${position.subarray(3 * i, 3 * i + 3).join(" ")}`,
  );
  return `made for one run

${numbers.length} atoms
${species.length} atom types
0 ${ax} xlo xhi
0 ${by} ylo yhi
0 ${cz} zlo zhi
${bx} ${cx} ${cy} xy xz yz

Atoms # atomic

${atoms.join("\n")}
`;
}
