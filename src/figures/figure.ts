import { readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { check } from "../check.ts";
import { readBounded, writeAtomic } from "../files.ts";
import { currentProfile, type Notebook, notebook } from "../notebook.ts";
import { pathFrom } from "../steps/code.ts";
import {
  isSameProvenance,
  type Place,
  type Provenance,
  provenanceOf,
  readCells,
  sliceOf,
} from "../steps/provenance.ts";
import { projectOf } from "../steps/resolve.ts";
import { type Chart, isPicture, type Picture } from "./chart.ts";
import { differencesBetween } from "./compare.ts";
import { notebookCells } from "./notebooks.ts";
import { bundle, renderPng, renderSvg } from "./render.ts";
import { drawnOf, figuresOf, isFigureName, largest, readFigure, type StoredFigure, storedText } from "./stored.ts";
import { themed } from "./theme.ts";

/** A figure that was drawn. As the last value of a cell it shows nothing more. */
export interface Figure {
  readonly name: string;
  readonly folder: string;
  /** What was written; nothing when data and provenance were those on disk. */
  readonly written: readonly ("json" | "svg" | "png")[];
}

export interface FigureOptions {
  /** A sentence or more: what is seen, of what data. */
  readonly caption: string;
  /** For those who cannot see the figure; what the chart or picture says of itself, unless told. */
  readonly alt?: string;
}

/**
 * Draw a figure in the running cell and keep it as NAME.json, .svg and .png, with what it was made from.
 *
 * The thesis profile writes to the project's `figures/`, quick to `figures/quick/`. A figure whose data are those on
 * disk, to 1e-9, keeps its bytes there and is drawn from them, so that machines which differ in last digits agree.
 * Outside a notebook nothing is drawn inline, and the figure has no notebook that `pesbook status` could look at.
 *
 * @throws when the name is taken by another notebook or drawn twice in a run, or when there are too many data to keep
 */
export async function figure(name: string, chart: Chart | Picture, options: FigureOptions): Promise<Figure> {
  checkArguments(name, chart, options);
  const place = placeHere();
  const folder = notebook()?.figureFolder ?? (process.env.PESBOOK_FIGURES || figuresOf(place.root, place.profile));
  const cells = [...(notebook()?.cells ?? [])];
  const release = reserve(name);
  try {
    const before = await readFigure(folder, name).catch(() => undefined);
    await checkNotTaken(name, before?.provenance.notebook, place);
    return await keep({ name, chart, options, place, cells, folder, before });
  } catch (error) {
    release();
    throw error;
  }
}

function checkArguments(name: unknown, chart: unknown, options: unknown): void {
  check(isFigureName(name), () => {
    const rules = "a name is a file's, in a–z, 0–9 and -, and not index";
    return `figure: invalid name ${JSON.stringify(name)}; ${rules}: figure("rdf-liquid", …)`;
  });
  const what = "give what line(), histogram() … return, a Vega-Lite object, or a picture";
  check(isDrawable(chart), `figure: ${name} is no chart; ${what}`);
  const { caption, alt } = (options ?? {}) as Partial<FigureOptions>;
  const example = `figure("${name}", chart, { caption: "What is seen." })`;
  check(typeof caption === "string" && caption.trim() !== "", `figure: ${name} has no caption; give one: ${example}`);
  check(
    alt === undefined || typeof alt === "string",
    `figure: alt of ${name} is no text; leave it out or say what is seen`,
  );
}

function isDrawable(chart: unknown): boolean {
  if (typeof chart !== "object" || chart === null) return false;
  const views = ["mark", "layer", "facet", "repeat", "concat", "hconcat", "vconcat", "spec"];
  return isPicture(chart) || views.some(key => Object.hasOwn(chart, key));
}

function placeHere(): Place {
  const path = notebook()?.path;
  const folder = path === undefined ? process.cwd() : dirname(path);
  const root = projectOf(folder);
  return { root, folder, notebook: path === undefined ? null : pathFrom(root, path), profile: currentProfile() };
}

/** By name, how many cells of the session had run when it was drawn. */
const drawn = new WeakMap<Notebook, Map<string, number>>();

/** A name is drawn once by a cell, and once in all by `pesbook run`, where a cell runs once. */
function reserve(name: string): () => void {
  const here = notebook();
  if (here === undefined) return () => {};
  const names = drawn.get(here) ?? new Map<string, number>();
  drawn.set(here, names);
  const earlier = names.get(name);
  const isTwice = earlier === here.cells.length || (earlier !== undefined && process.env.PESBOOK_NOTEBOOK);
  const span = earlier === here.cells.length ? "cell" : "run";
  check(!isTwice, `figure: ${name} is drawn twice in this ${span}; give one another name`);
  names.set(name, here.cells.length);
  return () => names.delete(name);
}

async function checkNotTaken(name: string, owner: string | null | undefined, { root, notebook }: Place): Promise<void> {
  if (!owner || !notebook || owner === notebook) return;
  const cells = await notebookCells(join(root, owner)).catch(() => []);
  const { calls } = await readCells(cells.map(({ source }) => source));
  check(
    !calls.some(call => call.name === name),
    `figure: ${name} is already drawn by ${owner}; give one of the two another name`,
  );
}

interface Drawing {
  readonly name: string;
  readonly chart: Chart | Picture;
  readonly options: FigureOptions;
  readonly place: Place;
  /** Those that had run, with the drawing one. */
  readonly cells: readonly string[];
  readonly folder: string;
  readonly before: StoredFigure | undefined;
}

async function keep({ name, chart, options, place, cells, folder, before }: Drawing): Promise<Figure> {
  const file = (kind: string) => join(folder, `${name}.${kind}`);
  const content = contentOf(chart);
  const isKnown = before !== undefined && differencesBetween(drawnOf(before), drawnOf(content)).length === 0;
  const image = isKnown ? await imageOnDisk(file) : undefined;
  const figure: StoredFigure = {
    format: 1,
    name,
    caption: options.caption,
    alt: options.alt ?? saidOf(chart) ?? options.caption,
    ...(image && before ? contentOf(drawnOf(before)) : content),
    provenance: await provenanceHere(name, cells, place, before?.provenance.notebook),
  };
  const text = storedText(figure);
  const bytes = Buffer.byteLength(text);
  check(bytes <= largest, () => {
    const megabytes = (bytes / 1e6).toFixed(1);
    const advice = "bin or thin its data before drawing (parity and histogram do), or draw fewer rows";
    return `figure: ${name}.json would have ${megabytes} MB, 1 MB is the most that is kept; ${advice}`;
  });
  const svg = image ? undefined : await renderSvg(drawnOf(figure));
  const png = image ?? (await renderPng(svg ?? ""));
  const isUnchanged = image && isSameFigure(before, figure);
  // Without their JSON drawings are made again, so it goes first and comes last: a crash leaves no other's drawing beside it.
  if (svg !== undefined) {
    await rm(file("json"), { force: true });
    await writeAtomic(file("svg"), svg);
    await writeAtomic(file("png"), png);
  }
  if (!isUnchanged) await writeAtomic(file("json"), text);
  notebook()?.display({ ...bundle(drawnOf(figure), png), "text/plain": figure.alt });
  const written = [
    ...(svg === undefined ? [] : (["svg", "png"] as const)),
    ...(isUnchanged ? [] : (["json"] as const)),
  ];
  return { name, folder, written, ...{ [Symbol.for("Jupyter.display")]: () => ({}) } };
}

/** As plain JSON, so that what is compared and drawn is what is kept: NaN is null, as Vega has it, and `undefined` gone. */
function contentOf(chart: Chart | Picture): Pick<StoredFigure, "chart" | "picture"> {
  const plain = (value: unknown) => JSON.parse(JSON.stringify(value, (_, item) => (isColumn(item) ? [...item] : item)));
  if (!isPicture(chart)) return { chart: plain(themed(chart)) };
  const { kind, svg, width, height, text } = chart;
  return { picture: plain({ kind, svg, width, height, text }) };
}

function isColumn(value: unknown): value is Iterable<unknown> {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function saidOf(chart: Chart | Picture): string | undefined {
  return isPicture(chart) ? chart.text : chart.description;
}

/** The PNG on disk, if the SVG is there too. */
async function imageOnDisk(file: (kind: string) => string): Promise<Buffer | undefined> {
  const found = await Promise.all([readBounded(file("png")), readFile(file("svg"))]).catch(() => undefined);
  return found?.[0];
}

async function provenanceHere(
  name: string,
  cells: readonly string[],
  place: Place,
  known: string | null | undefined,
): Promise<Provenance> {
  const reading = await readCells(cells);
  const found = sliceOf(reading, name, cells.length - 1);
  const { reads = [], uses = [] } = notebook() ?? {};
  const provenance = await provenanceOf(found, reading, { reads, uses }, place);
  return { ...provenance, notebook: place.notebook ?? known ?? null };
}

function isSameFigure(before: StoredFigure | undefined, { caption, alt, provenance }: StoredFigure): boolean {
  return before?.caption === caption && before.alt === alt && isSameProvenance(before.provenance, provenance);
}
