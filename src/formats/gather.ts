import { check } from "../check.ts";
import type { Frames } from "../frames/frames.ts";

/** A value of one frame. Arrays are flat, row by row. */
export interface FrameValue {
  /** As it stands in the file, without outer quotes or braces and with their escapes undone. */
  readonly text: string;
  /** Where all of it is numbers; one for a scalar. */
  readonly numbers?: readonly number[];
  /** Where all of it is true or false. */
  readonly booleans?: readonly boolean[];
}

export interface FrameHead {
  /** [9] Å */
  readonly cell: readonly number[];
  /** [3] 0 or 1 */
  readonly periodic: readonly number[];
  /** eV; NaN where the frame has none */
  readonly energy: number;
  /** [9] eV; NaN where the frame has none */
  readonly virial: readonly number[];
  readonly extra: ReadonlyMap<string, FrameValue>;
}

/** A column of atoms that grows row by row. */
export interface AtomColumn {
  /** entries a row */
  readonly width: number;
  /** entries filled so far */
  length: number;
  /** used up to `length`; undefined in a column of words */
  numbers: Float64Array | undefined;
  readonly words: string[];
}

/** Collects the frames of a file, whatever its format, into `Frames`. */
export interface Gathering {
  /** Frames complete since the last `take`. */
  readonly complete: number;
  /** Where the coming frame's atoms go: what every `Frames` has a place for. */
  place(name: "species" | "position" | "force"): AtomColumn;
  /** Where the coming frame's atoms go: a column of `perAtom`. */
  column(name: string, kind: "numbers" | "words", width: number): AtomColumn;
  /** The coming frame is complete; its atoms are in the columns. */
  frame(head: FrameHead, atoms: number): void;
  take(): Frames;
}

/**
 * A new collection of frames.
 *
 * Memory follows what came, never what a file announces: columns grow with their rows, and what is missing in some
 * frames (NaN, "") may fill no more than `limit()` entries, so that a small file cannot ask for a huge table.
 */
export function gather(limit: () => number): Gathering {
  const shapes = new Map<string, string>();
  let padding = 0;
  let places = new Map<string, AtomColumn>();
  let columns = new Map<string, AtomColumn>();
  let heads: FrameHead[] = [];
  let offset = [0];

  function pad(entries: number): void {
    padding += entries;
    check(padding <= limit(), "columns that few frames have would fill far more memory than the file itself");
  }

  function fill(column: AtomColumn): AtomColumn {
    const missing = offset.at(-1)! * column.width - column.length;
    pad(missing);
    for (let k = 0; k < missing; k++) {
      if (column.numbers) pushNumber(column, Number.NaN);
      else pushWord(column, "");
    }
    return column;
  }

  function place(name: "species" | "position" | "force"): AtomColumn {
    return fill(findOrAdd(places, name, "numbers", name === "species" ? 1 : 3));
  }

  function column(name: string, kind: "numbers" | "words", width: number): AtomColumn {
    const shape = `${width} ${kind} an atom`;
    const before = shapes.get(name) ?? shape;
    check(shape === before, () => `${name} is ${shape} here but ${before} in an earlier frame`);
    shapes.set(name, shape);
    return fill(findOrAdd(columns, name, kind, width));
  }

  function frame(head: FrameHead, atoms: number): void {
    heads.push(head);
    offset.push(offset.at(-1)! + atoms);
  }

  function take(): Frames {
    for (const column of [...places.values(), ...columns.values()]) fill(column);
    const placed = (name: string) => filled(places.get(name)) as Float64Array;
    const energy = Float64Array.from(heads, head => head.energy);
    const virial = new Float64Array(9 * heads.length);
    const cell = new Float64Array(9 * heads.length);
    const periodic = new Uint8Array(3 * heads.length);
    heads.forEach((head, f) => {
      virial.set(head.virial, 9 * f);
      cell.set(head.cell, 9 * f);
      periodic.set(head.periodic, 3 * f);
    });
    const frames: Frames = {
      length: heads.length,
      offset: Int32Array.from(offset),
      species: Uint8Array.from(placed("species")),
      position: placed("position"),
      cell,
      periodic,
      ...(!energy.every(Number.isNaN) && { energy }),
      ...(places.has("force") && { force: placed("force") }),
      ...(!virial.every(Number.isNaN) && { virial }),
      perFrame: frameColumns(heads, pad),
      perAtom: Object.fromEntries([...columns].map(([name, column]) => [name, filled(column)])),
    };
    places = new Map();
    columns = new Map();
    heads = [];
    offset = [0];
    padding = 0;
    return frames;
  }

  return {
    get complete() {
      return heads.length;
    },
    place,
    column,
    frame,
    take,
  };
}

function findOrAdd(
  columns: Map<string, AtomColumn>,
  name: string,
  kind: "numbers" | "words",
  width: number,
): AtomColumn {
  const found = columns.get(name);
  if (found) return found;
  const column = { width, length: 0, numbers: kind === "numbers" ? new Float64Array(64) : undefined, words: [] };
  columns.set(name, column);
  return column;
}

function filled(column: AtomColumn | undefined): Float64Array | readonly string[] {
  if (!column) return new Float64Array(0);
  return column.numbers?.slice(0, column.length) ?? column.words;
}

export function pushNumber(column: AtomColumn, value: number): void {
  if (column.length === column.numbers!.length) {
    const larger = new Float64Array(2 * column.length);
    larger.set(column.numbers!);
    column.numbers = larger;
  }
  column.numbers![column.length++] = value;
}

export function pushWord(column: AtomColumn, word: string): void {
  column.words.push(word);
  column.length++;
}

function frameColumns(heads: readonly FrameHead[], pad: (entries: number) => void) {
  const keys = new Map<string, Map<number, FrameValue>>();
  heads.forEach(({ extra }, frame) => {
    for (const [key, value] of extra) {
      const values = keys.get(key);
      if (values) values.set(frame, value);
      else keys.set(key, new Map([[frame, value]]));
    }
  });
  return Object.fromEntries(
    [...keys].map(([key, values]) => {
      const width = values.values().next().value?.numbers?.length ?? 1;
      pad((heads.length - values.size) * width);
      return [key, frameColumn(values, heads.length)];
    }),
  );
}

/**
 * Numbers, [F] or [F × k], when every frame that has the key has k of them; NaN in the others. Else words, as they stand
 * in the file; "" in the others. Single booleans become T and F.
 */
function frameColumn(values: ReadonlyMap<number, FrameValue>, frames: number): Float64Array | readonly string[] {
  const found = [...values.values()];
  const width = found[0]?.numbers?.length ?? 0;
  if (width > 0 && found.every(value => value.numbers?.length === width)) {
    const column = new Float64Array(frames * width).fill(Number.NaN);
    for (const [frame, value] of values) column.set(value.numbers!, frame * width);
    return column;
  }
  const booleans = found.every(value => value.booleans?.length === 1);
  const column = new Array<string>(frames).fill("");
  for (const [frame, value] of values) column[frame] = booleans ? (value.booleans![0] ? "T" : "F") : value.text;
  return column;
}
