import { check, messageOf } from "../../check.ts";
import type { Frames } from "../../frames/frames.ts";
import { gather } from "../gather.ts";
import { type Field, layOut, parseAtom } from "./atoms.ts";
import { type Header, parseHeader } from "./header.ts";
import type { ExtxyzNames } from "./names.ts";
import { plain } from "./properties.ts";

/** Takes a file line by line and gives frames; whole and streamed reading are both this. */
export interface ExtxyzReader {
  line(text: string): void;
  /** Frames complete since the last `take`. */
  readonly complete: number;
  /** The complete frames. Call it between frames, when `complete` has just grown, or after `end`. */
  take(): Frames;
  /** The file has ended. @throws when it did so inside a frame, or without a name that was asked for */
  end(): void;
}

/**
 * A reader of extended XYZ, as specified at github.com/libAtoms/extxyz and as ASE, QUIP and others write it.
 *
 * - `Lattice`: nine numbers, rows are lattice vectors, or three, the edges of a right-angled cell.
 * - `pbc`: three flags, or one for all; without it a frame is periodic where it has a `Lattice`.
 * - Columns `species` or `element` (symbols) or `Z`, `pos` or `positions`, and forces; the others are kept in `perAtom`,
 *   logical ones as 0 and 1.
 * - `virial`: nine numbers or six (xx yy zz yz xz xy); `stress` in a frame without it: virial = −stress · volume.
 * - Every other key is kept in `perFrame`.
 * - A comment line without `Properties` and `Lattice` that is not all key=value pairs is kept as `comment`: plain XYZ.
 *
 * Differs: the specification has every line without `Properties` be a comment, but files in use give energies there;
 * and blank lines may stand between frames.
 *
 * @param where what errors begin with, such as `read: data.xyz`; then follow frame (from 0), line (from 1) and field
 */
export function extxyzReader(where: string, names: ExtxyzNames = {}): ExtxyzReader {
  const forceNames = names.force === undefined ? ["forces", "force"] : [names.force];
  const missing = new Set((["energy", "force", "virial"] as const).filter(kind => names[kind] !== undefined));
  // No honest file has a hundred entries missing for every character in it.
  const gathering = gather(() => 1e6 + 100 * characters);

  let state: "count" | "comment" | "atoms" = "count";
  let lineNumber = 0;
  let frameNumber = 0;
  let characters = 0;
  let atoms = 0;
  let atomsLeft = 0;
  let header: Header | undefined;
  let fields: readonly Field[] = [];

  function line(text: string): void {
    lineNumber++;
    characters += text.length + 1;
    try {
      if (state === "count") readCount(text.trim());
      else if (state === "comment") readComment(text);
      else readAtom(text);
    } catch (error) {
      throw new Error(`${where}, frame ${frameNumber}, line ${lineNumber}: ${messageOf(error)}`);
    }
  }

  function readCount(text: string): void {
    if (text === "") return;
    check(/^\+?\d{1,9}$/.test(text), () => `found "${text.slice(0, 40)}", a number of atoms was needed`);
    atoms = Number(text);
    check(atoms > 0, "the number of atoms is 0, at least 1 was needed");
    atomsLeft = atoms;
    state = "comment";
  }

  function readComment(text: string): void {
    header = parseHeader(text, names);
    fields = layOut(header.properties ?? plain, forceNames, gathering);
    if (!Number.isNaN(header.energy)) missing.delete("energy");
    if (!Number.isNaN(header.virial[0])) missing.delete("virial");
    if (fields.some(field => field.role === "force")) missing.delete("force");
    state = "atoms";
  }

  function readAtom(text: string): void {
    parseAtom(text, fields, header!.properties !== undefined);
    if (--atomsLeft > 0) return;
    gathering.frame(header!, atoms);
    frameNumber++;
    state = "count";
  }

  function end(): void {
    check(state === "count", () => {
      const found = state === "comment" ? "no comment line" : `${atoms - atomsLeft} of ${atoms} atoms`;
      return `${where}, frame ${frameNumber}, line ${lineNumber}: the file ends inside the frame, with ${found}`;
    });
    check(frameNumber > 0, `${where}: the file is empty, frames were needed`);
    for (const kind of missing) {
      throw new Error(
        `${where}: no frame has ${names[kind]}, which was to be read as ${kind}; look at the names in the file`,
      );
    }
  }

  function take(): Frames {
    try {
      return gathering.take();
    } catch (error) {
      throw new Error(`${where}: ${messageOf(error)}`);
    }
  }

  return {
    line,
    get complete() {
      return gathering.complete;
    },
    take,
    end,
  };
}
