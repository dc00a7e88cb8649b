import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { read } from "../formats/read.ts";
import { write } from "../formats/write.ts";
import { concat } from "../frames/concat.ts";
import type { Frames } from "../frames/frames.ts";
import type { Profile } from "../notebook.ts";
import { mapOnThreads } from "../parallel/map.ts";
import { moduleBeside } from "../parallel/threads.ts";
import { headerOf, type Recipe, type StatePoint, trajectoryName } from "./recipe.ts";
import { stepsFor, trajectory } from "./trajectory.ts";
import type { TrajectoryOrder } from "./trajectoryWork.ts";

/** Where made sets are kept; git ignores it. This file lies as deep in src/ as in dist/. */
export const cache = fileURLToPath(new URL("../../data/cache/", import.meta.url));

const ourCatalogue = moduleBeside(new URL("./catalogue.js", import.meta.url)).href;

export interface BuildOptions {
  readonly profile: Profile;
  readonly folder?: string;
  /** How many trajectories run at a time; PESBOOK_THREADS, or one a core, unless told. */
  readonly threads?: number;
  /** Told every half second how many steps of how many are done. */
  readonly onProgress?: (done: number, total: number) => void;
  /** The module whose `catalogue` has the recipe, where it is not ours. */
  readonly module?: string;
}

/** Where a set is once it is made: `load` knows it by `al-thesis-quick`, or by `al-thesis` in the thesis profile. */
export function fileOf({ name }: Recipe, profile: Profile, folder = cache): string {
  return join(folder, `${name}${profile === "quick" ? "-quick" : ""}.xyz.gz`);
}

/**
 * Make a set, unless it is there: the path of its file.
 *
 * The same bits on every machine and any number of threads. Stopped at any moment, it carries on from the last frame when called again; the thesis
 * profile carries on from the quick one.
 */
export async function build(
  recipe: Recipe,
  { profile, folder = cache, threads, onProgress, module = ourCatalogue }: BuildOptions,
): Promise<{ readonly path: string; readonly made: boolean }> {
  const path = fileOf(recipe, profile, folder);
  const header = headerOf(recipe, profile);
  if ((await headerIn(path)) === header) return { path, made: false };

  const total = recipe.states.reduce((sum, state) => sum + stepsFor(recipe, state, state.frames[profile]), 0);
  const steps = new Int32Array(new SharedArrayBuffer(4));
  const timer = setInterval(() => onProgress?.(Atomics.load(steps, 0), total), 500);
  const parts = join(folder, "parts", recipe.name);
  try {
    await mapOnThreads<TrajectoryOrder, number, void>(new URL("./trajectoryWork.js", import.meta.url), {
      items: recipe.states.map((_, number) => number),
      shared: { catalogue: module, name: recipe.name, profile, folder: parts, steps },
      ...(threads !== undefined && { threads }),
      label: `trajectories of ${recipe.name}`,
    });
  } finally {
    clearInterval(timer);
  }
  onProgress?.(Atomics.load(steps, 0), total);

  // All there now: what runs here only reads.
  const made: Frames[] = [];
  for (const state of recipe.states) {
    const frames = await trajectory(recipe, state, state.frames[profile], { folder: parts, onSteps() {} });
    made.push(labelled(frames, state));
  }
  const all = concat(...made);
  const first = [header, ...new Array<string>(all.length - 1).fill("")];
  await write(path, { ...all, perFrame: { ...all.perFrame, recipe: first } });
  return { path, made: true };
}

/** The header of a made file, if there is one. */
export async function headerIn(path: string): Promise<string | undefined> {
  try {
    for await (const frames of read(path, { chunk: 1 })) return (frames.perFrame.recipe as readonly string[])?.[0];
  } catch {
    // Absent, or no file of ours: it is made anew.
  }
  return undefined;
}

/** The frames with what is known of them; velocities, which labels do not depend on, are left behind. */
function labelled(frames: Frames, state: StatePoint): Frames {
  const { step, temperature: measured, pressure: measuredPressure } = frames.perFrame;
  const everywhere = (value: number) => new Float64Array(frames.length).fill(value);
  const words = (word: string) => new Array<string>(frames.length).fill(word);
  const { source: _, ...rest } = frames;
  return {
    ...rest,
    perAtom: {},
    perFrame: {
      T: everywhere(state.temperature),
      state: words(state.phase),
      target_pressure: everywhere(state.pressure),
      trajectory: words(trajectoryName(state)),
      step: step!,
      temperature: measured!,
      pressure: measuredPressure!,
    },
  };
}
