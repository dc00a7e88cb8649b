import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { check, messageOf } from "../check.ts";
import { readBounded } from "../files.ts";
import type { Profile } from "../notebook.ts";
import type { Provenance } from "../steps/provenance.ts";
import { type Chart, isPicture, type Picture } from "./chart.ts";

/** A figure as its JSON file holds it. */
export interface StoredFigure {
  readonly format: 1;
  readonly name: string;
  readonly caption: string;
  /** What is seen, for those who cannot see it. */
  readonly alt: string;
  /** Either a chart or a picture. */
  readonly chart?: Chart;
  readonly picture?: Picture;
  readonly provenance: Provenance;
}

/** No figure's JSON is larger, bytes. */
export const largest = 1_000_000;

/** The folder of a project's figures. */
export function figuresOf(project: string, profile: Profile): string {
  return profile === "thesis" ? join(project, "figures") : join(project, "figures", "quick");
}

/** A figure's name is that of its files, and the anchor in the page of figures, which is index.html. */
export function isFigureName(name: unknown): name is string {
  return typeof name === "string" && /^[a-z0-9][a-z0-9-]{0,99}$/.test(name) && name !== "index";
}

/** The names of the figures in a folder, sorted; none where there is no folder. */
export async function figureNames(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder).catch(() => []);
  return files
    .filter(file => file.endsWith(".json"))
    .map(file => file.slice(0, -".json".length))
    .filter(isFigureName)
    .sort();
}

/** @throws when the file is missing, no figure, or of a format that is not known yet */
export async function readFigure(folder: string, name: string): Promise<StoredFigure> {
  const path = join(folder, `${name}.json`);
  let stored: StoredFigure;
  try {
    stored = JSON.parse((await readBounded(path, { limit: 2 * largest })).toString("utf8"));
  } catch (error) {
    throw new Error(`${path} cannot be read as a figure: ${messageOf(error)}; delete it and draw it again`);
  }
  const { format, caption, alt, chart, picture, provenance } = stored ?? {};
  check(!((format as number) > 1), () => `${path} has format ${format}, 1 is the newest known here; update pesbook`);
  const isFigure =
    format === 1 && typeof caption === "string" && typeof alt === "string" && (isObject(chart) || isPicture(picture));
  check(isFigure && isProvenance(provenance), `${path} is not a figure; delete it and draw it again`);
  return { ...stored, name };
}

function isProvenance(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { code, statements, modules, packages, data, parameters } = value;
  return typeof code === "string" && Array.isArray(statements) && [modules, packages, data, parameters].every(isObject);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What is drawn of a stored figure. */
export function drawnOf({ chart, picture }: Pick<StoredFigure, "chart" | "picture">): Chart | Picture {
  return picture ?? chart ?? {};
}

/** JSON that reads well in a diff: what fits on a line stands on one, so a chart's row of data is a line. */
export function storedText(figure: StoredFigure): string {
  return `${folded(figure, "")}\n`;
}

function folded(value: unknown, indent: string): string {
  const flat = JSON.stringify(value);
  if (typeof value !== "object" || value === null || flat.length + indent.length <= 120) return flat;
  const deeper = `${indent} `;
  const lines = Array.isArray(value)
    ? value.map(item => deeper + folded(item, deeper))
    : Object.entries(value).map(([key, item]) => `${deeper}${JSON.stringify(key)}: ${folded(item, deeper)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${lines.join(",\n")}\n${indent}${close}`;
}
