import { check } from "../../check.ts";
import type { Frames } from "../../frames/frames.ts";
import { symbolOf } from "../../frames/species.ts";
import { printWord } from "./comment.ts";
import type { ExtxyzNames } from "./names.ts";
import { printNumber } from "./number.ts";

/**
 * Extended XYZ, frame by frame.
 *
 * Numbers are the shortest decimals that read back as the same bits. What a frame lacks (NaN, "") is not written, so
 * it is missing again when read. Logical columns come back as the numbers 0 and 1.
 */
export function* printExtxyz(frames: Frames, names: ExtxyzNames = {}): Generator<string> {
  const { energy = "energy", force = "forces", virial = "virial" } = names;
  check(!virial.endsWith("stress"), `write: virials cannot be named ${virial}, which is read as a stress`);
  const taken = ["Lattice", "Properties", "properties", "pbc", "__proto__"];
  const keys = [...taken, ...(frames.energy ? [energy] : []), ...(frames.virial ? [virial] : [])];
  const columns = [...taken, "species", "element", "Z", "pos", "positions", ...(frames.force ? [force] : [])];
  for (const name of Object.keys(frames.perFrame)) checkName(name, "perFrame", keys, /^[^"'\\\n\r]+$/);
  for (const name of Object.keys(frames.perAtom)) checkName(name, "perAtom", columns, /^[^\s:"'=,{}[\]\\]+$/);

  for (let f = 0; f < frames.length; f++) yield printFrame(frames, f, { energy, force, virial });
}

function checkName(name: string, where: string, taken: readonly string[], allowed: RegExp): void {
  check(allowed.test(name), () => `write: extended XYZ cannot name a column "${name}" (${where}); rename it`);
  check(
    !taken.includes(name),
    () =>
      `write: ${where} has a column ${name}, a name that is taken; rename it, or write({ energy, force, virial }) under others`,
  );
}

function printFrame(frames: Frames, f: number, { energy, force, virial }: Required<ExtxyzNames>): string {
  const { cell, periodic, position, species } = frames;
  const from = frames.offset[f]!;
  const to = frames.offset[f + 1]!;
  const pairs: string[] = [];
  const latticeVectors = cell.subarray(9 * f, 9 * f + 9);
  if (latticeVectors.some(x => x !== 0)) pairs.push(`Lattice="${printNumbers(latticeVectors)}"`);

  const columns: { name: string; column: Float64Array | readonly string[]; width: number }[] = [
    { name: "pos", column: position, width: 3 },
  ];
  if (frames.force) columns.push({ name: force, column: frames.force, width: 3 });
  for (const [name, column] of Object.entries(frames.perAtom)) {
    columns.push({ name, column, width: column.length / species.length });
  }
  const present = columns.filter(({ column, width }) => !isMissing(column, from * width, to * width));
  pairs.push(
    `Properties=species:S:1${present.map(({ name, column, width }) => `:${name}:${typeOf(column)}:${width}`).join("")}`,
  );

  const energies = frames.energy?.subarray(f, f + 1);
  if (energies && !isMissing(energies)) pairs.push(`${energy}=${printNumbers(energies)}`);
  const virials = frames.virial?.subarray(9 * f, 9 * f + 9);
  if (virials && !isMissing(virials)) pairs.push(`${virial}="${printNumbers(virials)}"`);
  const flags = Array.from(periodic.subarray(3 * f, 3 * f + 3), flag => (flag ? "T" : "F"));
  pairs.push(`pbc="${flags.join(" ")}"`);
  for (const [name, column] of Object.entries(frames.perFrame)) {
    const width = column.length / frames.length;
    if (isMissing(column, f * width, (f + 1) * width)) continue;
    pairs.push(`${printWord(name)}=${printValue(column.slice(f * width, (f + 1) * width))}`);
  }

  const lines = [String(to - from), pairs.join(" ")];
  for (let i = from; i < to; i++) {
    let line = symbolOf(species[i]!);
    for (const { name, column, width } of present) {
      for (let k = i * width; k < (i + 1) * width; k++) line += ` ${printEntry(column[k]!, name)}`;
    }
    lines.push(line);
  }
  return `${lines.join("\n")}\n`;
}

function printEntry(entry: number | string, name: string): string {
  if (typeof entry === "number") return printNumber(entry);
  check(
    /^\S+$/.test(entry),
    () => `write: extended XYZ cannot hold "${entry}" as a word of ${name}; it has no quotes there`,
  );
  return entry;
}

function printValue(value: Float64Array | readonly string[]): string {
  if (!(value instanceof Float64Array)) return printWord(value[0]!);
  return value.length === 1 ? printNumbers(value) : `"${printNumbers(value)}"`;
}

function printNumbers(values: Float64Array): string {
  return Array.from(values, printNumber).join(" ");
}

function typeOf(column: Float64Array | readonly string[]): string {
  return column instanceof Float64Array ? "R" : "S";
}

function isMissing(column: Float64Array | readonly string[], from = 0, to = column.length): boolean {
  for (let k = from; k < to; k++) if (column[k] !== "" && !Number.isNaN(column[k])) return false;
  return true;
}
