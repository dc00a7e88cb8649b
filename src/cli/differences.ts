import { compareFigures } from "../figures/compare.ts";
import type { Profile } from "../notebook.ts";
import { compareOutputs } from "../runner/compare.ts";
import type { NotebookRun } from "../runner/run.ts";
import { figureFolder } from "./figures.ts";

/**
 * Where a run differs from what is committed, in words: outputs in the quick profile (the thesis profile's are not
 * committed), and figures, drawn into the folder `figures` for the comparison.
 */
export async function differencesOf(
  path: string,
  run: NotebookRun,
  { profile, figures }: { readonly profile: Profile; readonly figures: string },
): Promise<readonly string[]> {
  const outputs = profile === "quick" ? compareOutputs(run.original, run.executed) : [];
  const drawn = await compareFigures(figureFolder(path, profile), figures);
  return [...outputs, ...drawn.map(({ name, what }) => `figure ${name}: ${what}`)];
}
