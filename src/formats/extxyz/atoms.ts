import { check } from "../../check.ts";
import { atomicNumber } from "../../frames/species.ts";
import { type AtomColumn, type Gathering, pushNumber, pushWord } from "../gather.ts";
import { parseBoolean } from "./comment.ts";
import { parseNumber } from "./number.ts";
import type { Property } from "./properties.ts";

/** Where one property of the atom lines goes. */
export interface Field {
  readonly name: string;
  readonly width: number;
  readonly role: "species" | "position" | "force" | "numbers" | "logical" | "words";
  /** undefined for a Z beside symbols, which says the same once more: it is compared and not kept */
  readonly column: AtomColumn | undefined;
}

/** Give every property of a frame a place. */
export function layOut(
  properties: readonly Property[],
  forceNames: readonly string[],
  gathering: Gathering,
): readonly Field[] {
  const given = new Set(properties.map(({ name }) => name));
  const first = (...choices: readonly string[]) => choices.find(name => given.has(name));
  const species = first("species", "element", "Z");
  const position = first("pos", "positions");
  const force = first(...forceNames);
  check(species !== undefined, "Properties has no column species, element or Z");
  check(position !== undefined, "Properties has no column pos or positions");
  return properties.map(({ name, type, width }) => {
    if (name === species || name === "Z") {
      check(width === 1, () => `Properties gives ${name} ${width} columns, 1 was needed`);
      return { name, width, role: "species", column: name === species ? gathering.place("species") : undefined };
    }
    if (name === position || name === force) {
      check(width === 3 && /[IR]/.test(type), () => `Properties has ${name}:${type}:${width}, ${name}:R:3 was needed`);
      const role = name === position ? "position" : "force";
      return { name, width, role, column: gathering.place(role) };
    }
    const role = type === "S" ? "words" : type === "L" ? "logical" : "numbers";
    return { name, width, role, column: gathering.column(name, role === "words" ? "words" : "numbers", width) };
  });
}

const SPACE = 32;
const TAB = 9;

/**
 * Read the line of one atom into the columns.
 *
 * @param exact whether further columns are an error; in plain XYZ they are not read
 */
export function parseAtom(line: string, fields: readonly Field[], exact: boolean): void {
  let species = -1;
  let at = 0;
  for (const field of fields) {
    for (let k = 0; k < field.width; k++) {
      while (line.charCodeAt(at) === SPACE || line.charCodeAt(at) === TAB) at++;
      const start = at;
      while (at < line.length && line.charCodeAt(at) !== SPACE && line.charCodeAt(at) !== TAB) at++;
      check(at > start, () => `the line ends before ${describe(field, k)}`);
      const token = line.slice(start, at);
      if (field.role === "species") species = readSpecies(token, field, species);
      else readEntry(token, field, k);
    }
  }
  check(
    !exact || line.slice(at).trim() === "",
    () => `found "${line.slice(at).trim().slice(0, 40)}" after the last column`,
  );
}

function readSpecies(token: string, field: Field, other: number): number {
  const number = atomicNumber(token) ?? Number(/^\d{1,3}$/.test(token) ? token : Number.NaN);
  check(number >= 0 && number <= 118, () => `${field.name} is "${token.slice(0, 40)}", an element was needed`);
  check(other === -1 || other === number, () => `${field.name} is "${token}" but another column says ${other}`);
  if (field.column) pushNumber(field.column, number);
  return number;
}

function readEntry(token: string, field: Field, k: number): void {
  const column = field.column!;
  if (field.role === "words") {
    pushWord(column, token);
    return;
  }
  const value = field.role === "logical" ? parseBoolean(token) : parseNumber(token);
  check(
    value !== undefined && (field.role !== "position" || Number.isFinite(value)),
    () =>
      `${describe(field, k)} is "${token.slice(0, 40)}", ${field.role === "logical" ? "T or F" : "a number"} was needed`,
  );
  pushNumber(column, Number(value));
}

/** Which entry of a line, counted from 1 as an editor counts columns. */
function describe({ name, width }: Field, k: number): string {
  return width === 1 ? name : `${name} column ${k + 1}`;
}
