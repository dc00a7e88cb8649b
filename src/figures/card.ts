import { volume } from "../frames/cell.ts";
import type { Frames } from "../frames/frames.ts";
import { formula } from "../frames/species.ts";
import { table } from "../frames/table.ts";
import type { MimeBundle } from "../notebook.ts";
import type { Picture } from "./chart.ts";
import { renderPng } from "./render.ts";
import { norm } from "./scene.ts";
import { most, structure } from "./structure.ts";
import { escaped } from "./svg.ts";

/** Words of a column, or compositions, that are named one by one. */
const NAMED = 4;
/** px */
const WIDTH = 220;

/** What a set of structures is at a glance: how many of what, in which ranges and units, and the first of them. */
export async function card(frames: Frames): Promise<MimeBundle> {
  const rows = summary(frames);
  const width = Math.max(...rows.map(([name]) => name.length));
  const text = rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n");
  const cells = rows.map(
    ([name, value]) =>
      `<tr><th style="text-align: left">${escaped(name)}</th><td style="text-align: left">${escaped(value)}</td></tr>`,
  );
  const first = firstStructure(frames);
  const image = first ? await imageOf(first) : "";
  const side = (content: string) => `<td style="vertical-align: top">${content}</td>`;
  const facts = `<table>\n${cells.join("\n")}\n</table>`;
  return { "text/html": `<table><tr>${side(facts)}${side(image)}</tr></table>`, "text/plain": text };
}

/** Name and value of each fact, in words. */
function summary(frames: Frames): [string, string][] {
  const { length: F, offset, perAtom, source } = frames;
  const N = offset[F]!;
  if (F === 0) return [["frames", "0"]];
  const each = <T>(value: (f: number) => T): T[] => Array.from({ length: F }, (_, f) => value(f));
  const columns = table(frames);
  const column = (name: string): ArrayLike<unknown> => columns.array(name);
  const rest = columns.columnNames().filter(name => !KNOWN.includes(name));

  const rows: [string, string][] = [
    ["frames", grouped(F)],
    ["atoms", `${span(each(f => offset[f + 1]! - offset[f]!))} a frame, ${grouped(N)} in all`],
    ["composition", words(each(f => formula(frames.species.subarray(offset[f]!, offset[f + 1]!))))],
    ["cell", cellText(frames)],
  ];
  if (each(f => volume(frames, f)).some(Boolean)) rows.push(["volume", `${span(column("volumePerAtom"))} Å³/atom`]);
  if (frames.energy) rows.push(["energy", `${span(column("energyPerAtom"))} eV/atom`]);
  if (frames.force) rows.push(["largest force", `${span(column("largestForce"))} eV/Å`]);
  if (frames.virial) rows.push(["virial", "given, eV"]);
  for (const name of rest) rows.push([name, values(column(name))]);
  if (Object.keys(perAtom).length > 0) rows.push(["per atom", Object.keys(perAtom).join(", ")]);
  if (source) rows.push(["source", [source.name, source.level].filter(Boolean).join(", ")]);
  return rows;
}

/** Columns of `table()` that the card says in rows of its own. */
const KNOWN = "frame formula atoms energy energyPerAtom largestForce forceVariance volumePerAtom".split(" ");

/** Lengths of the cell vectors, and along how many of them the frames repeat. */
function cellText({ length: F, cell, periodic }: Frames): string {
  if (!cell.some(x => x !== 0)) return "none";
  const lengths = [0, 1, 2].map(i => span(Array.from({ length: F }, (_, f) => norm(cell, 9 * f + 3 * i))));
  const repeats = ["a", "b", "c"].filter((_, i) => periodic.every((flag, k) => k % 3 !== i || flag === 1));
  const open = periodic.every(flag => flag === 0);
  const along = repeats.length === 3 ? "periodic" : repeats.length > 0 ? `periodic along ${repeats.join(" and ")}` : "";
  return [`${lengths.join(" × ")} Å`, along || (open ? "not periodic" : "periodic in part")].join(", ");
}

function values(column: ArrayLike<unknown>): string {
  return typeof column[0] === "number" ? span(column as ArrayLike<number>) : words(Array.from(column, String));
}

/** `300`, or `300 to 1100`; what is missing (NaN) is counted. */
function span(numbers: ArrayLike<unknown>): string {
  let least = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  let missing = 0;
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i] as number;
    if (Number.isNaN(value)) missing++;
    if (value < least) least = value;
    if (value > largest) largest = value;
  }
  if (missing === numbers.length) return "missing";
  const [from, to] = [rounded(least), rounded(largest)];
  return `${from === to ? from : `${from} to ${to}`}${missing > 0 ? ` (missing in ${grouped(missing)})` : ""}`;
}

/** `solid (40), liquid (60)`: the most frequent words first. */
function words(all: readonly string[]): string {
  const count = new Map<string, number>();
  for (const word of all) count.set(word, (count.get(word) ?? 0) + 1);
  const sorted = [...count].sort(([, a], [, b]) => b - a);
  if (sorted.length === 1) return sorted[0]![0];
  const named = sorted.slice(0, NAMED).map(([word, times]) => `${word} (${grouped(times)})`);
  const more = sorted.length - named.length;
  return `${named.join(", ")}${more > 0 ? ` and ${grouped(more)} more` : ""}`;
}

/** Four digits, a true minus sign. */
function rounded(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(4))).replace("-", "−");
}

function grouped(count: number): string {
  return count.toLocaleString("en-GB");
}

/** A picture of the first frame that can be drawn. */
function firstStructure(frames: Frames): Picture | undefined {
  const { length: F, offset } = frames;
  const atoms = F > 0 ? offset[1]! - offset[0]! : 0;
  return atoms > 0 && atoms <= most ? structure(frames, { width: WIDTH }) : undefined;
}

async function imageOf(picture: Picture): Promise<string> {
  const png = Buffer.from(await renderPng(picture.svg)).toString("base64");
  return `<img width="${picture.width}" alt="${escaped(picture.text)}" src="data:image/png;base64,${png}">`;
}
