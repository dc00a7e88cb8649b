import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { load } from "#src/formats/load.js";
import { pick } from "#src/frames/pick.js";
import { predict } from "#src/potentials/predict.js";
import { stillingerWeber } from "#src/potentials/stillingerWeber.js";
import { agreesWithLammps } from "../contracts/lammps.js";
import { potentialContract } from "../contracts/potential.js";
import { coloured, structuresOf } from "../contracts/structures.js";
import { lammpsFile } from "../reference/lammps.js";
import { cubic, diamond } from "../validation/crystals.js";

const folder = mkdtempSync(join(tmpdir(), "pesbook-sw-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

/** Two elements with parameters of their own for each triple; only such as leave a bond the same from both its ends. */
function mixture(): string {
  const pair = { "Si Si": "2.1 2.1", "Ge Ge": "1.9 2.18", "Si Ge": "2.0 2.14", "Ge Si": "2.0 2.14" };
  return Object.keys(pair)
    .flatMap(two => ["Si", "Ge"].map(third => ({ two, third })))
    .map(({ two, third }) => {
      const [centre, second] = two.split(" ");
      const [low, high] = [second, third].sort() as [keyof typeof strength, keyof typeof strength];
      const strength = { Si: 21, Ge: 29 };
      const shape = second === third ? pair[two as keyof typeof pair] : "2.05 0";
      const lambda = 0.5 * (strength[low] + strength[high]) + (centre === "Si" ? 1 : 0);
      return `${two} ${third} ${shape} 1.8 ${lambda} 1.2 -0.32 # ${two}\n  7.05 0.602 4 0 0`;
    })
    .join("\n");
}
const twoElements = file("SiGe.sw", mixture());

potentialContract("Stillinger–Weber silicon", await stillingerWeber(), structuresOf(diamond(5.431), [14]));
potentialContract("Stillinger–Weber mixture", await stillingerWeber(twoElements), structuresOf(diamond(5.5), [14, 32]));

const sw = (path: string, species: string) => ["pair_style sw", `pair_coeff * * ${path} ${species}`];
const silicon = lammpsFile("Si.sw");
agreesWithLammps("silicon of the paper", () => stillingerWeber(), sw(silicon, "Si"), diamond(5.431));
agreesWithLammps("silicon of the file", () => stillingerWeber(silicon), sw(silicon, "Si"), diamond(5.431));
agreesWithLammps("a mixture", () => stillingerWeber(twoElements), sw(twoElements, "Si Ge"), diamond(5.5));
agreesWithLammps(
  "gallium nitride",
  () => stillingerWeber(lammpsFile("GaN.sw"), { species: ["Ga", "N"] }),
  sw(lammpsFile("GaN.sw"), "Ga N"),
  diamond(4.5),
);

test("diamond has two units of energy an atom and its lattice constant, as the paper has it", async () => {
  const potential = await stillingerWeber();
  const energy = async (a: number) => (await predict(potential, coloured(diamond(a), [14]))).energy![0]! / 8;
  // a = 4 · 1.1225 · √(…) σ: the paper's nearest distance is 2^(1/6) σ, its energy −2 ε.
  const a = (4 / Math.sqrt(3)) * 2 ** (1 / 6) * 2.0951;
  assert.ok(Math.abs((await energy(a)) + 2 * 2.1683) < 1e-4 * 2.1683);
  assert.ok((await energy(a)) < (await energy(a * 0.999)) && (await energy(a)) < (await energy(a * 1.001)));
});

test("si-sw has the labels of this potential", async () => {
  const frames = pick(await load("si-sw"), f => f % 15 === 0);
  const predicted = await predict(await stillingerWeber(), frames);
  // Positions in the file are rounded to 1e-6 Å, which moves the energy of 216 atoms by a few 1e-6 eV.
  const worst = (a: Float64Array, b: Float64Array) => a.reduce((most, x, k) => Math.max(most, Math.abs(x - b[k]!)), 0);
  assert.ok(worst(predicted.energy!, frames.energy!) < 1e-5);
  assert.ok(worst(predicted.force!, frames.force!) < 2e-5);
  assert.ok(worst(predicted.virial!, frames.virial!) < 1e-4);
});

test("parameter files that do not fit are refused", async () => {
  await assert.rejects(
    stillingerWeber(file("a", "Si Si Si 1 2 3")),
    /6 words; entries of three elements and 11 numbers/,
  );
  await assert.rejects(
    stillingerWeber(file("b", "Si Si Si 1 2 3 4 5 6 7 x 9 10 11")),
    /the entry of Si Si Si has x where a number was needed/,
  );
  await assert.rejects(stillingerWeber(silicon, { species: ["Si", "C"] }), /0 entries for Si Si C; one was needed/);
  await assert.rejects(stillingerWeber(file("c", "Q Q Q 1 2 3 4 5 6 7 8 9 10 11")), /Q is no element/);
  const frames = cubic(5, [[0, 0, 0]]);
  await assert.rejects(predict(await stillingerWeber(), frames), /atom 0 is Al, but the potential knows Si only/);
});
