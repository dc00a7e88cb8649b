import { fcc, repeat } from "../frames/build.ts";
import { meiDavenport } from "../potentials/meiDavenport.ts";
import type { Recipe, StatePoint } from "./recipe.ts";

/**
 * The states of the thesis on variable selection: 9,032 frames. It lists "1500 KH", read here as 1500 K at 5 GPa, and
 * leaves the phase of its 800 K blank; ours is solid. The quick profile has the first twentieth of each trajectory.
 */
const states: readonly StatePoint[] = [
  solid(10, 1000),
  solid(300, 342),
  solid(500, 344),
  solid(800, 1000),
  liquid(1000, 1000),
  liquid(1250, 1000),
  liquid(1350, 1000),
  liquid(1500, 1000),
  liquid(1600, 1000),
  liquid(1700, 1000),
  liquid(1500, 346, 5),
];

function solid(temperature: number, frames: number): StatePoint {
  return { phase: "solid", temperature, pressure: 0, frames: { quick: Math.round(frames / 20), thesis: frames } };
}

function liquid(temperature: number, frames: number, pressure = 0): StatePoint {
  return { ...solid(temperature, frames), phase: "liquid", pressure };
}

const aluminium = {
  citation: "J. Mei, J. W. Davenport, Phys. Rev. B 46, 21 (1992), doi:10.1103/PhysRevB.46.21",
  potential: meiDavenport,
  melting: 2500,
  timestep: 2,
  bulkModulus: 77,
  // 4 ps to melt, 6 ps to find the size of the cell, 2 ps in it before the first frame, frames 0.1 ps apart.
  steps: { melt: 2000, size: 3000, settle: 1000, every: 50 },
  states,
} as const;

export const alThesis: Recipe = {
  ...aluminium,
  name: "al-thesis",
  about: "aluminium of 256 atoms in eleven states from 10 K to 1700 K, after a thesis; an embedded-atom potential",
  crystal: () => repeat(fcc("Al", 4.05), [4, 4, 4]),
  sha256: {
    quick: "6f6b9e7b440cf49237f18644fad45d0d69623c0ffcb507c89c59c4f5db92157c",
    thesis: "6b6e20b0f2e7c701df175e3daa29534ad60b1af059ea405e471d5e571c56fb30",
  },
};

export const alThesis32: Recipe = {
  ...aluminium,
  name: "al-thesis-32",
  about: "the states of al-thesis in cells of 32 atoms: what a model learns there, does it hold for 256?",
  crystal: () => repeat(fcc("Al", 4.05), [2, 2, 2]),
  sha256: { quick: "6ca8a5d79f1def2e50c9433bb7dbc23e936d4b716716e9935b600bb5a0a8c594" },
};
