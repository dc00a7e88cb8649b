import { compareFigures, type Difference } from "../figures/compare.ts";
import type { Profile } from "../notebook.ts";
import { compareOutputs } from "../runner/compare.ts";
import type { NotebookRun } from "../runner/run.ts";
import { figureFolder, nameInProject } from "./figures.ts";

/**
 * Where a run differs from what is committed, in words: outputs in the quick profile (the thesis profile's are not
 * committed), and figures, which were drawn into the folder `figures` for the comparison.
 */
export async function differencesOf(
  path: string,
  run: NotebookRun,
  { profile, figures }: { readonly profile: Profile; readonly figures: string },
): Promise<readonly string[]> {
  const outputs = profile === "quick" ? compareOutputs(run.original, run.executed) : [];
  const drawn = await compareFigures(figureFolder(path, profile), figures);
  const ours = drawn.filter(difference => concerns(difference, path, run));
  return [...outputs, ...ours.flatMap(inWords)];
}

/** The committed folder holds other notebooks' figures too, and those of cells that were kept. */
function concerns({ name, notebook, kind }: Difference, path: string, { kept, executed }: NotebookRun): boolean {
  if (kind !== "missing") return true;
  if (notebook !== nameInProject(path)) return false;
  return !kept.some(({ cell }) => mayDraw(executed.cells[cell - 1]?.source ?? "", name));
}

/** Whether the name is in a cell in quotes, or is computed there. */
function mayDraw(source: string, name: string): boolean {
  return (
    [`"${name}"`, `'${name}'`, `\`${name}\``].some(quoted => source.includes(quoted)) ||
    /figure\(\s*[^\s"']/.test(source)
  );
}

function inWords({ name, kind, what }: Difference): string[] {
  if (kind === "differs") return what.map(difference => `figure ${name}: ${difference}`);
  return [kind === "new" ? `figure ${name} is not committed` : `figure ${name} is committed, but was not drawn`];
}
