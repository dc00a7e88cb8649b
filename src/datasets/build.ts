import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { read } from "../formats/read.ts";
import { write } from "../formats/write.ts";
import { concat } from "../frames/concat.ts";
import type { Frames } from "../frames/frames.ts";
import type { Profile } from "../notebook.ts";
import { headerOf, type Recipe, type StatePoint, trajectoryName } from "./recipe.ts";
import { stepsFor, trajectory } from "./trajectory.ts";

/** Where made sets are kept; git ignores it. This file lies as deep in src/ as in dist/. */
export const cache = fileURLToPath(new URL("../../data/cache/", import.meta.url));

export interface BuildOptions {
  readonly profile: Profile;
  readonly folder?: string;
  readonly onProgress?: (done: number, total: number, trajectory: string) => void;
}

/** Where a set is once it is made: `load` knows it by `al-thesis-quick`, or by `al-thesis` in the thesis profile. */
export function fileOf({ name }: Recipe, profile: Profile, folder = cache): string {
  return join(folder, `${name}${profile === "quick" ? "-quick" : ""}.xyz.gz`);
}

/**
 * Make a set, unless it is there: the path of its file.
 *
 * The same bits on every machine. Stopped at any moment, it carries on from the last frame when called again; the thesis
 * profile carries on from the quick one.
 */
export async function build(
  recipe: Recipe,
  { profile, folder = cache, onProgress }: BuildOptions,
): Promise<{ readonly path: string; readonly made: boolean }> {
  const path = fileOf(recipe, profile, folder);
  const header = headerOf(recipe, profile);
  if ((await headerIn(path)) === header) return { path, made: false };

  const total = recipe.states.reduce((sum, state) => sum + stepsFor(recipe, state, state.frames[profile]), 0);
  const parts: Frames[] = [];
  let done = 0;
  for (const state of recipe.states) {
    const count = state.frames[profile];
    const frames = await trajectory(recipe, state, count, {
      folder: join(folder, "parts", recipe.name),
      onSteps: steps => {
        done += steps;
        onProgress?.(done, total, trajectoryName(state));
      },
    });
    parts.push(labelled(frames, state));
  }
  const all = concat(...parts);
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
