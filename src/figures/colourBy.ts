import { check } from "../check.ts";
import type { Frames } from "../frames/frames.ts";
import { axisTitle } from "./labels.ts";
import { norm } from "./scene.ts";
import { sequential } from "./shading.ts";
import { extent } from "./thin.ts";

/** A number of each atom as its colour, and what the colours mean. */
export interface Shade {
  readonly colours: readonly string[];
  readonly least: number;
  readonly greatest: number;
  readonly title: string;
}

/** Colours of the atoms from `first` up to `end` by a column of `perAtom`, or by the magnitude of their force. */
export function shadesOf(frames: Frames, [first, end]: readonly [number, number], column: string): Shade {
  const values = column === "force" ? frames.force : frames.perAtom[column];
  const known = [...(frames.force ? ["force"] : []), ...Object.keys(frames.perAtom)];
  check(values, `structure: no column ${column} to colour atoms by; there is ${known.join(", ") || "none"}`);
  const wide = column === "force" ? 1 : values.length / frames.species.length;
  check(wide === 1, `structure: column ${column} has ${wide} values an atom; a colour shows one`);
  const shown = Array.from({ length: end - first }, (_, i) =>
    column === "force" ? norm(frames.force!, 3 * (first + i)) : values[first + i],
  );
  const numbers = shown.filter(value => typeof value === "number" && Number.isFinite(value)) as number[];
  check(numbers.length === shown.length, `structure: column ${column} holds words or gaps; a colour shows numbers`);
  const [least, greatest] = extent(numbers);
  const colours = numbers.map(value => sequential(greatest > least ? (value - least) / (greatest - least) : 0));
  return { colours, least, greatest, title: column === "force" ? "force (eV/Å)" : axisTitle(column) };
}
