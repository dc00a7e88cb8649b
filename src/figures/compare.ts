import { messageOf } from "../check.ts";
import { figureNames, readFigure, type StoredFigure } from "./stored.ts";

/** How a figure drawn afresh differs from the committed one. */
export interface Difference {
  readonly name: string;
  /** The notebook that drew it, if known. */
  readonly notebook: string | null;
  /** `missing`: committed, but not drawn afresh. `new`: the other way round. */
  readonly kind: "differs" | "missing" | "new";
  /** In words, the first ten; none where the figure is missing or new. */
  readonly what: readonly string[];
}

/**
 * Compare what figures show, never their pixels: numbers within 1e-9 of each other, relatively, are equal; texts must be
 * the same. Provenance is not compared.
 */
export async function compareFigures(committedFolder: string, freshFolder: string): Promise<readonly Difference[]> {
  const [committed, fresh] = await Promise.all([figureNames(committedFolder), figureNames(freshFolder)]);
  const differences: Difference[] = [];
  for (const name of [...new Set([...committed, ...fresh])].sort()) {
    const [before, after] = [
      committed.includes(name) ? await look(committedFolder, name) : undefined,
      fresh.includes(name) ? await look(freshFolder, name) : undefined,
    ];
    const unreadable = [before, after].filter(found => typeof found === "string");
    const known = [after, before].find(found => typeof found === "object");
    const kind = before === undefined ? "new" : after === undefined ? "missing" : "differs";
    const what =
      unreadable.length > 0 ? unreadable : before && after ? differencesBetween(shown(before), shown(after)) : [];
    if (kind !== "differs" || what.length > 0) {
      differences.push({ name, notebook: known?.provenance.notebook ?? null, kind, what: shortened(what) });
    }
  }
  return differences;
}

/** The figure, or why it cannot be read. */
function look(folder: string, name: string): Promise<StoredFigure | string> {
  return readFigure(folder, name).catch(messageOf);
}

function shown(figure: StoredFigure | string): unknown {
  if (typeof figure === "string") return figure;
  const { caption, alt, chart, picture } = figure;
  return { caption, alt, ...(chart && { chart }), ...(picture && { picture }) };
}

function shortened(what: readonly string[], most = 10): readonly string[] {
  return what.length <= most ? what : [...what.slice(0, most), `and ${what.length - most} more`];
}

/** Where two JSON values differ, in words: `chart.data.values[3].energy: −3.1 became −3.2`. */
export function differencesBetween(before: unknown, after: unknown, where = ""): readonly string[] {
  if (isSame(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) {
    const counts = before.length === after.length ? [] : [`${where}: ${before.length} entries became ${after.length}`];
    const common = before.slice(0, after.length);
    return [...counts, ...common.flatMap((item, i) => differencesBetween(item, after[i], `${where}[${i}]`))];
  }
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap(key => {
      const path = where === "" ? key : `${where}.${key}`;
      if (!Object.hasOwn(before, key)) return [`${path} is new: ${brief(after[key])}`];
      if (!Object.hasOwn(after, key)) return [`${path} is gone: ${brief(before[key])}`];
      return differencesBetween(before[key], after[key], path);
    });
  }
  return [`${where}: ${brief(before)} became ${brief(after)}`];
}

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a === "number" && typeof b === "number") return isSameNumber(a, b);
  if (typeof a === "string" && typeof b === "string") return a === b || (a.startsWith("<svg") && isSameDrawing(a, b));
  return a === b;
}

/** Equal to nine digits, or both nothing but rounding errors. */
function isSameNumber(a: number, b: number): boolean {
  return Object.is(a, b) || Math.abs(a - b) <= Math.max(1e-9 * Math.max(Math.abs(a), Math.abs(b)), 1e-15);
}

/** The same SVG but for the last digits of its coordinates. */
function isSameDrawing(a: string, b: string): boolean {
  const parts = (svg: string) => svg.split(/([+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)/i);
  const [before, after] = [parts(a), parts(b)];
  return (
    before.length === after.length &&
    before.every((part, i) => part === after[i] || (i % 2 === 1 && isSameNumber(Number(part), Number(after[i]))))
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
