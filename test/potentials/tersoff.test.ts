import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { predict } from "#src/potentials/predict.js";
import { tersoff } from "#src/potentials/tersoff.js";
import { agreesWithLammps } from "../contracts/lammps.js";
import { potentialContract } from "../contracts/potential.js";
import { coloured, structuresOf } from "../contracts/structures.js";
import { lammpsFile } from "../reference/lammps.js";
import { diamond } from "../validation/crystals.js";

const folder = mkdtempSync(join(tmpdir(), "pesbook-tersoff-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

// Silicon of Phys. Rev. B 37, 6991 (1988), and silicon with carbon of Phys. Rev. B 39, 5566 (1989), tables I.
const silicon = file("Si", "Si Si Si 3 1 1.3258 4.8381 2.0417 0 22.956 0.33675 1.3258 95.373 3.0 0.2 3.2394 3264.7");
const carbide = file(
  "SiC",
  `C C C 3 1 0 38049 4.3484 -.57058 .72751 1.5724e-7 2.2119 346.7 1.95 0.15 3.4879 1393.6
Si Si Si 3 1 0 100390 16.217 -.59825 .78734 1.1e-6 1.73222 471.18 2.85 0.15 2.4799 1830.8
Si C C 3 1 0 100390 16.217 -.59825 .78734 1.1e-6 1.97205 395.126 2.36 0.15 2.9839 1597.3111
C Si Si 3 1 0 38049 4.3484 -.57058 .72751 1.5724e-7 1.97205 395.126 2.36 0.15 2.9839 1597.3111
Si Si C 3 1 0 100390 16.217 -.59825 0 0 0 0 2.36 0.15 0 0
Si C Si 3 1 0 100390 16.217 -.59825 0 0 0 0 2.85 0.15 0 0
C Si C 3 1 0 38049 4.3484 -.57058 0 0 0 0 1.95 0.15 0 0
C C Si 3 1 0 38049 4.3484 -.57058 0 0 0 0 2.36 0.15 0 0
`,
);

potentialContract("Tersoff silicon", await tersoff(silicon), structuresOf(diamond(5.43), [14]));
potentialContract("Tersoff carbide", await tersoff(carbide), structuresOf(diamond(4.4), [14, 6]));

const style = (path: string, species: string) => ["pair_style tersoff", `pair_coeff * * ${path} ${species}`];
agreesWithLammps("Tersoff's silicon", () => tersoff(silicon), style(silicon, "Si"), diamond(5.43));
agreesWithLammps("Tersoff's carbide", () => tersoff(carbide), style(carbide, "C Si"), diamond(4.4));
const several = lammpsFile("SiCGe.tersoff");
agreesWithLammps(
  "Tersoff's silicon and germanium",
  () => tersoff(several, { species: ["Si(D)", "Ge"] }),
  style(several, "Si(D) Ge"),
  diamond(5.5),
);

test("diamond has the published energy and lattice constant", async () => {
  const potential = await tersoff(silicon);
  const energy = async (a: number) => (await predict(potential, coloured(diamond(a), [14]))).energy![0]! / 8;
  // Phys. Rev. B 37, 6991: this is the set "Si(B)": 4.63 eV an atom, 5.43 Å.
  assert.ok(Math.abs((await energy(5.43)) + 4.63) < 0.005);
  assert.ok((await energy(5.43)) < (await energy(5.4)) && (await energy(5.43)) < (await energy(5.46)));
});

test("exponents other than one and three, and two sets of one element, are refused", async () => {
  const twice = "Si(A) Si(A) Si(A) 3 1 1 1 1 0 1 1 1 1 3 0.2 1 1\nSi(B) Si(B) Si(B) 3 1 1 1 1 0 1 1 1 1 3 0.2 1 1";
  await assert.rejects(tersoff(file("twice", twice)), /Si\(A\), Si\(B\); say which set of Si/);
  await assert.rejects(tersoff(file("m", "Si Si Si 2 1 1 1 1 0 1 1 1 1 3 0.2 1 1")), /m is 2; 1 or 3 was needed/);
});
