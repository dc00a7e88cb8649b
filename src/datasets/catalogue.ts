import { oneOf } from "../check.ts";
import { alThesis, alThesis32 } from "./aluminium.ts";
import type { Recipe } from "./recipe.ts";
import { siThesis } from "./silicon.ts";

/** The sets that `pesbook data build` makes. */
export const catalogue: readonly Recipe[] = [alThesis, alThesis32, siThesis];

export function recipeOf(name: string): Recipe {
  const names = catalogue.map(recipe => recipe.name);
  return catalogue[names.indexOf(oneOf("data set", name, names))]!;
}
