import { diamond, repeat } from "../frames/build.ts";
import { stillingerWeber } from "../potentials/stillingerWeber.ts";
import type { Recipe, StatePoint } from "./recipe.ts";

const states: readonly StatePoint[] = [
  at("solid", 300),
  at("solid", 800),
  at("solid", 1200),
  at("solid", 1600),
  at("liquid", 1500),
  at("liquid", 1750),
  at("liquid", 2000),
  at("liquid", 2500),
];

function at(phase: "solid" | "liquid", temperature: number): StatePoint {
  return { phase, temperature, pressure: 0, frames: { quick: 50, thesis: 1000 } };
}

export const siThesis: Recipe = {
  name: "si-thesis",
  about: "silicon of 216 atoms from 300 K to 2500 K, solid and liquid; energies that depend on angles",
  citation: "F. H. Stillinger, T. A. Weber, Phys. Rev. B 31, 5262 (1985), doi:10.1103/PhysRevB.31.5262",
  potential: () => stillingerWeber(),
  crystal: () => repeat(diamond("Si", 5.431), [3, 3, 3]),
  melting: 3500,
  timestep: 1,
  bulkModulus: 100,
  // 5 ps to melt, 6 ps to find the size of the cell, 2 ps in it before the first frame, frames 0.1 ps apart.
  steps: { melt: 5000, size: 6000, settle: 2000, every: 100 },
  states,
  sha256: { quick: "34948c027d394c299e99e6bc159ff74774c6f7494d425defb9fbd124b578fc52" },
};
