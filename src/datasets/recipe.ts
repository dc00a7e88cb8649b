import type { Frames } from "../frames/frames.ts";
import type { Profile } from "../notebook.ts";
import type { Potential } from "../potentials/potential.ts";

/** A set of frames that is made by molecular dynamics: everything that decides its bits. */
export interface Recipe {
  readonly name: string;
  /** One sentence for `pesbook data list`. */
  readonly about: string;
  /** Where the potential comes from. */
  readonly citation: string;
  readonly potential: () => Potential | Promise<Potential>;
  /** Every trajectory starts from it. */
  readonly crystal: () => Frames;
  /** K, at which crystals are melted that are to be liquid */
  readonly melting: number;
  /** fs */
  readonly timestep: number;
  /** GPa; how stiff the barostat takes the matter to be */
  readonly bulkModulus: number;
  /** How many steps each stage takes, and how many lie between two frames. */
  readonly steps: { readonly melt: number; readonly size: number; readonly settle: number; readonly every: number };
  readonly states: readonly StatePoint[];
  /** SHA-256 of the text of the made file. */
  readonly sha256: Readonly<Partial<Record<Profile, string>>>;
}

/** One trajectory of a set. */
export interface StatePoint {
  readonly phase: "solid" | "liquid";
  /** K */
  readonly temperature: number;
  /** GPa */
  readonly pressure: number;
  readonly frames: Readonly<Record<Profile, number>>;
}

/** `1500K`, or `1500K-5GPa`. */
export function trajectoryName({ temperature, pressure }: StatePoint): string {
  return `${temperature}K${pressure === 0 ? "" : `-${pressure}GPa`}`;
}

/** How many frames of how many atoms a set has. */
export function sizeOf(recipe: Recipe, profile: Profile): { readonly frames: number; readonly atoms: number } {
  return {
    frames: recipe.states.reduce((sum, { frames }) => sum + frames[profile], 0),
    atoms: recipe.crystal().species.length,
  };
}

/** The recipe as it stands in the header of a made file. */
export function headerOf(recipe: Recipe, profile: Profile): string {
  const { name, citation, melting, timestep, bulkModulus, steps } = recipe;
  return JSON.stringify({ name, profile, citation, melting, timestep, bulkModulus, steps, format: 1 });
}
