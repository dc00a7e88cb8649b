import { join } from "node:path";
import type { Frames } from "../frames/frames.ts";
import { pick } from "../frames/pick.ts";
import { md } from "../md/md.ts";
import type { DynamicsOptions } from "../md/simulate.ts";
import { type Recipe, type StatePoint, trajectoryName } from "./recipe.ts";

/**
 * One trajectory of a set, in stages that each keep a file of their own to be resumed from.
 *
 *     melt  (liquids) under the pressure at the melting temperature
 *     size  under the pressure at the temperature; the mean cell of its second half is the cell from then on
 *     run   Langevin dynamics in that cell; what comes before it has settled is left out
 *
 * @param onSteps  told how many steps more are done
 */
export async function trajectory(
  recipe: Recipe,
  state: StatePoint,
  count: number,
  { folder, onSteps }: { readonly folder: string; readonly onSteps: (steps: number) => void },
): Promise<Frames> {
  const { temperature, pressure, phase } = state;
  const { steps, timestep, bulkModulus } = recipe;
  const potential = await recipe.potential();
  const stage = async (
    name: string,
    start: Frames,
    options: Pick<DynamicsOptions, "ensemble" | "temperature" | "steps" | "every" | "seed">,
  ) => {
    let before = 0;
    const frames = await md(potential, start, {
      ...options,
      timestep,
      pressure,
      barostatTime: 200,
      bulkModulus,
      file: join(folder, trajectoryName(state), `${name}.xyz`),
      onFrame: frame => {
        const step = stepsOf(frame)[0]!;
        onSteps(step - before);
        before = step;
      },
    });
    onSteps(options.steps - before);
    return frames;
  };

  // Seeds of their own for every stage of every state.
  const seed = 10 * (temperature + 10_000 * pressure);
  let matter = recipe.crystal();
  if (phase === "liquid") {
    const melt = {
      ensemble: "berendsen",
      temperature: recipe.melting,
      steps: steps.melt,
      every: steps.melt,
      seed,
    } as const;
    matter = last(await stage("melt", matter, melt));
  }
  const sized = await stage("size", matter, {
    ensemble: "berendsen",
    temperature,
    steps: steps.size,
    every: 25,
    seed: seed + 1,
  });
  const run = await stage("run", inMeanCell(sized), {
    ensemble: "langevin",
    temperature,
    steps: steps.settle + count * steps.every,
    every: steps.every,
    seed: seed + 2,
  });
  const settled = stepsOf(run).findIndex(step => step > steps.settle);
  return pick(run, f => f >= settled && f < settled + count);
}

/** How many steps `trajectory` takes. */
export function stepsFor({ steps }: Recipe, { phase }: StatePoint, count: number): number {
  return (phase === "liquid" ? steps.melt : 0) + steps.size + steps.settle + count * steps.every;
}

function stepsOf(frames: Frames): Float64Array {
  return frames.perFrame.step as Float64Array;
}

function last(frames: Frames): Frames {
  return pick(frames, [frames.length - 1]);
}

/** The last frame, stretched into the mean cell of the second half. */
function inMeanCell(frames: Frames): Frames {
  const end = last(frames);
  const half = Math.trunc(frames.length / 2);
  const cell = end.cell.map((_, k) => {
    let sum = 0;
    for (let f = half; f < frames.length; f++) sum += frames.cell[9 * f + k]!;
    return sum / (frames.length - half);
  });
  const position = end.position.map((x, k) => x * (cell[4 * (k % 3)]! / end.cell[4 * (k % 3)]!));
  return { ...end, cell, position };
}
