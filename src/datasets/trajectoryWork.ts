import type { Profile } from "../notebook.ts";
import type { Work } from "../parallel/map.ts";
import type { Recipe } from "./recipe.ts";
import { trajectory } from "./trajectory.ts";

/** What threads are told of the set they make: a recipe, which has functions, is found again by its name. */
export interface TrajectoryOrder {
  /** The module whose `catalogue` has the recipe. */
  readonly catalogue: string;
  readonly name: string;
  readonly profile: Profile;
  readonly folder: string;
  /** [1] over shared memory: steps done by all */
  readonly steps: Int32Array;
}

/** Runs one trajectory of a set, by its number among the states, into its files. */
export const work: Work<TrajectoryOrder, number, void> = ({ catalogue, name, profile, folder, steps }) => {
  return async number => {
    const { catalogue: recipes } = (await import(catalogue)) as { catalogue: readonly Recipe[] };
    const recipe = recipes.find(recipe => recipe.name === name)!;
    const state = recipe.states[number]!;
    const onSteps = (count: number) => void Atomics.add(steps, 0, count);
    await trajectory(recipe, state, state.frames[profile], { folder, onSteps });
  };
};
