import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { load } from "#src/formats/load.js";
import type { Frames } from "#src/frames/frames.js";
import { pick } from "#src/frames/pick.js";
import { eam } from "#src/potentials/eam.js";
import { predict } from "#src/potentials/predict.js";
import { agreesWithLammps } from "../contracts/lammps.js";
import { potentialContract } from "../contracts/potential.js";
import { structuresOf } from "../contracts/structures.js";
import { needsShared, shared } from "../needs.js";
import { lammpsFile } from "../reference/lammps.js";
import { setfl } from "../reference/setfl.js";
import { bcc, fcc, rocksalt } from "../validation/crystals.js";

const folder = mkdtempSync(join(tmpdir(), "pesbook-eam-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const alloy = file("alloy", setfl(["Al", "Ni"], "alloy"));
const fs = file("fs", setfl(["Al", "Ni"], "fs"));

for (const spline of ["cubic", "quintic"] as const) {
  const fccAlNi = structuresOf(fcc(3.9), [13, 28]);
  potentialContract(`eam/alloy, ${spline}`, await eam(alloy, { spline }), fccAlNi);
  potentialContract(`eam/fs, ${spline}`, await eam(fs, { spline }), fccAlNi);
}

agreesWithLammps(
  "own eam/alloy",
  () => eam(alloy),
  ["pair_style eam/alloy", `pair_coeff * * ${alloy} Al Ni`],
  fcc(3.9),
);
agreesWithLammps("own eam/fs", () => eam(fs), ["pair_style eam/fs", `pair_coeff * * ${fs} Al Ni`], fcc(3.9));
agreesWithLammps(
  "aluminium by Zhou",
  () => eam(lammpsFile("Al_zhou.eam.alloy")),
  ["pair_style eam/alloy", `pair_coeff * * ${lammpsFile("Al_zhou.eam.alloy")} Al`],
  fcc(4.05),
);
agreesWithLammps(
  "aluminium and iron by Mendelev",
  () => eam(lammpsFile("AlFe_mm.eam.fs")),
  ["pair_style eam/fs", `pair_coeff * * ${lammpsFile("AlFe_mm.eam.fs")} Al Fe`],
  bcc(2.95),
);
agreesWithLammps(
  "nickel, aluminium and hydrogen by Angelo",
  () => eam(lammpsFile("NiAlH_jea.eam.alloy")),
  ["pair_style eam/alloy", `pair_coeff * * ${lammpsFile("NiAlH_jea.eam.alloy")} Ni Al H`],
  rocksalt(5),
);
agreesWithLammps(
  "gold by Foiles",
  () => eam(lammpsFile("Au_u3.eam")),
  ["pair_style eam", `pair_coeff * * ${lammpsFile("Au_u3.eam")}`],
  fcc(4.08),
);

const mishin = shared("eam", "Al99.eam.alloy.gz");

test(
  "aluminium by Mishin has its published energy at its published lattice constant",
  needsShared(mishin),
  async () => {
    const potential = await eam(mishin!);
    const energy = async (a: number) => (await predict(potential, fcc(a))).energy![0]! / 4;
    assert.ok(Math.abs((await energy(4.05)) + 3.36) < 5e-7);
    assert.ok((await energy(4.05)) < (await energy(4.045)) && (await energy(4.05)) < (await energy(4.055)));
  },
);

test("al-eam has the labels of Mishin's potential", needsShared(mishin), async () => {
  const frames = pick(await load("al-eam"), f => f % 20 === 0);
  const predicted = await predict(await eam(mishin!), frames);
  // Positions in the file are rounded to 1e-6 Å, which moves the energy of 256 atoms by a few 1e-6 eV.
  const worst = (a: Float64Array, b: Float64Array) => a.reduce((most, x, k) => Math.max(most, Math.abs(x - b[k]!)), 0);
  assert.ok(worst(predicted.energy!, frames.energy!) < 5e-6);
  assert.ok(worst(predicted.force!, frames.force!) < 1e-5);
  assert.ok(worst(predicted.virial!, frames.virial!) < 1e-4);
});

const glass = shared("eam", "CuZr_glass_460_atoms_forces.lammps.dump.gz");
const zirconium = shared("eam", "ZrCu.onecolumn.eam.alloy.gz");

test("a copper–zirconium glass has the forces that LAMMPS gave", needsShared(glass && zirconium), async () => {
  const rows = gunzipSync(readFileSync(glass!)).toString().trim().split("\n").slice(9);
  const atoms = rows.map(row => row.trim().split(/\s+/).map(Number));
  const frames: Frames = {
    length: 1,
    offset: Int32Array.of(0, atoms.length),
    species: Uint8Array.from(atoms, ([, type]) => (type === 1 ? 40 : 29)),
    position: Float64Array.from(atoms.flatMap(row => row.slice(2, 5))),
    cell: Float64Array.of(21, 0, 0, 0, 21, 0, 0, 0, 21),
    periodic: Uint8Array.of(1, 1, 1),
    perFrame: {},
    perAtom: {},
  };
  const { force } = await predict(await eam(zirconium!), frames);
  atoms.forEach((row, i) => {
    row.slice(5, 8).forEach((f, c) => {
      assert.ok(Math.abs(force![3 * i + c]! - f) < 1e-3, `atom ${i}: ${force![3 * i + c]}, LAMMPS has ${f}`);
    });
  });
});

test("what is no table of an embedded-atom potential is refused by line", async () => {
  const text = setfl(["Al", "Ni"], "alloy");
  const broken = (name: string, change: (lines: string[]) => void) => {
    const lines = text.split("\n");
    change(lines);
    return eam(file(name, lines.join("\n")));
  };
  await assert.rejects(eam(file("short", text.slice(0, 9000))), /the file ends where \d+ more numbers were needed/);
  await assert.rejects(
    broken("word", lines => {
      lines[20] = "1 2 three 4";
    }),
    /line 21 has three where a number/,
  );
  await assert.rejects(
    broken("sizes", lines => {
      lines[4] = "1e9 0.1 1e9 0.1 5";
    }),
    /line 5 is "1e9 0.1 1e9 0.1 5"; nrho, drho, nr, dr and the cutoff were needed/,
  );
  await assert.rejects(
    broken("element", lines => {
      lines[3] = "2 Al Qq";
    }),
    /line 4 names Qq, which is no element/,
  );
  await assert.rejects(eam(file("xyz", "2\ncomment\nAl 0 0 0\nAl 1 1 1\n")), /neither setfl nor funcfl/);
  await assert.rejects(eam(file("longer", `${text}\n1 2 3\n`)), /line \d+ follows the last table/);
  await assert.rejects(eam(alloy, { spline: "linear" as "cubic" }), /invalid spline: linear; one of cubic, quintic/);
});
