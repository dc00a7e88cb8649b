import type { Recipe } from "#src/datasets/recipe.js";
import { fcc, repeat } from "#src/frames/build.js";
import { lennardJones } from "#src/potentials/lennardJones.js";

/** A set that takes a second: argon, a solid and a liquid state. */
export const tiny: Recipe = {
  name: "tiny",
  about: "argon, for tests",
  citation: "none",
  potential: () => lennardJones({ species: "Ar", epsilon: 0.0104, sigma: 3.4, cutoff: 7, end: "smooth" }),
  crystal: () => repeat(fcc("Ar", 5.3), [2, 2, 2]),
  melting: 400,
  timestep: 4,
  bulkModulus: 2,
  steps: { melt: 100, size: 200, settle: 20, every: 10 },
  states: [
    { phase: "solid", temperature: 30, pressure: 0, frames: { quick: 3, thesis: 60 } },
    { phase: "liquid", temperature: 120, pressure: 0.1, frames: { quick: 2, thesis: 40 } },
  ],
  sha256: {},
};

/** Threads find the recipe here. */
export const catalogue: readonly Recipe[] = [tiny];
export const module = import.meta.url;
