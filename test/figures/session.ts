import type { Chart, Picture } from "#src/figures/chart.js";
import { type Figure, figure } from "#src/figures/figure.js";
import { type DataRead, enterNotebook, type MimeBundle, type Profile, type StepUse } from "#src/notebook.js";
import { writeIn } from "../project.js";

/** As if a notebook's cells had run: the last one draws. */
export interface Session {
  readonly path?: string;
  readonly profile?: Profile;
  readonly cells: readonly string[];
  readonly reads?: readonly DataRead[];
  readonly uses?: readonly StepUse[];
  readonly figureFolder?: string;
}

export interface Drawn {
  readonly figure: Figure;
  readonly shown: readonly MimeBundle[];
}

export async function drawIn(
  { path, profile = "quick", cells, reads = [], uses = [], figureFolder }: Session,
  name: string,
  chart: Chart | Picture,
  { caption = "What is seen.", alt }: { caption?: string; alt?: string } = {},
): Promise<Drawn> {
  const shown: MimeBundle[] = [];
  const display = (bundle: MimeBundle) => shown.push(bundle);
  enterNotebook({ path, profile, cells, reads, uses, figureFolder, read: () => {}, used: () => {}, display });
  try {
    const drawn = await figure(name, chart, { caption, ...(alt !== undefined && { alt }) });
    return { figure: drawn, shown: JSON.parse(JSON.stringify(shown)) };
  } finally {
    leaveNotebook();
  }
}

export function leaveNotebook(): void {
  enterNotebook(undefined as never);
}

export function writeNotebook(folder: string, path: string, cells: readonly (string | object)[]): void {
  const full = cells.map((cell, i) => ({
    cell_type: "code",
    id: `c${i}`,
    metadata: {},
    outputs: [],
    execution_count: null,
    ...(typeof cell === "string" ? { source: cell.split(/(?<=\n)/) } : cell),
  }));
  writeIn(folder, path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: full }));
}

/** A chart of three points. */
export function points(y: readonly (number | null)[] = [1, 2, 3]): Chart {
  return {
    description: "y against x",
    data: { values: y.map((value, x) => ({ x, y: value })) },
    mark: "point",
    encoding: { x: { field: "x", type: "quantitative" }, y: { field: "y", type: "quantitative" } },
  };
}

export const picture: Picture = {
  kind: "picture",
  svg: '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><circle cx="5.5" cy="5" r="2"/></svg>',
  width: 20,
  height: 10,
  text: "one atom",
};
