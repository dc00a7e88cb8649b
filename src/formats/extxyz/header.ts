import { check } from "../../check.ts";
import { reciprocal, volume } from "../../frames/cell.ts";
import type { FrameHead, FrameValue } from "../gather.ts";
import { parseComment, type Value } from "./comment.ts";
import type { ExtxyzNames } from "./names.ts";
import { type Property, parseProperties } from "./properties.ts";

/** What the comment line of a frame says. */
export interface Header extends FrameHead {
  /** Columns of the atom lines; undefined in plain XYZ. */
  readonly properties: readonly Property[] | undefined;
}

const noCell = new Array<number>(9).fill(0);
const noVirial = new Array<number>(9).fill(Number.NaN);

/** Read the comment line of a frame. @throws with the field that is wrong */
export function parseHeader(line: string, names: ExtxyzNames): Header {
  const extra = commentPairs(line);
  const layout = take(extra, "Properties") ?? take(extra, "properties");
  const lattice = takeLattice(extra);
  const periodic = takeFlags(extra) ?? (lattice ? [1, 1, 1] : [0, 0, 0]);
  const cell = lattice ?? noCell;
  const shape = { cell: Float64Array.from(cell), periodic: Uint8Array.from(periodic) };
  check(lattice || !periodic.includes(1), 'pbc says periodic but there is no Lattice; give one, or pbc="F F F"');
  check(
    !lattice || reciprocal(shape, 0),
    () => `Lattice is "${cell.join(" ")}", but its vectors along the periodic directions must be independent`,
  );
  return {
    properties: layout && parseProperties(layout.text),
    cell,
    periodic,
    energy: takeEnergy(extra, names.energy ?? "energy"),
    virial: takeVirial(extra, names.virial === undefined ? ["virial", "stress"] : [names.virial], volume(shape, 0)),
    extra,
  };
}

/** Key=value pairs, or the whole line as `comment` where it is plain XYZ. */
function commentPairs(line: string): Map<string, FrameValue> {
  if (line.trim() === "") return new Map();
  const extended = /(?:^|[\s"'])(?:properties|lattice)["']?\s*=/i.test(line);
  const comment = () => new Map([["comment", { text: line.trim() }]]);
  let pairs: Map<string, Value>;
  try {
    pairs = parseComment(line);
  } catch (error) {
    if (extended) throw error;
    return comment();
  }
  return extended || ![...pairs.values()].some(value => value.alone) ? pairs : comment();
}

function take(pairs: Map<string, FrameValue>, key: string): FrameValue | undefined {
  const value = pairs.get(key);
  pairs.delete(key);
  return value;
}

/** Nine numbers, rows are lattice vectors, or three, the edges of a right-angled cell. */
function takeLattice(pairs: Map<string, FrameValue>): readonly number[] | undefined {
  const value = take(pairs, "Lattice");
  if (!value) return undefined;
  const { numbers } = value;
  check(
    (numbers?.length === 9 || numbers?.length === 3) && numbers.every(Number.isFinite),
    () => `Lattice is "${value.text.slice(0, 80)}", 9 numbers (or 3) were needed`,
  );
  const [a = 0, b = 0, c = 0] = numbers;
  return numbers.length === 9 ? numbers : [a, 0, 0, 0, b, 0, 0, 0, c];
}

/** Three flags, or one for all directions; T and F, or 1 and 0. */
function takeFlags(pairs: Map<string, FrameValue>): readonly number[] | undefined {
  const value = take(pairs, "pbc");
  if (!value) return undefined;
  const flags = value.booleans?.map(Number) ?? value.numbers;
  check(
    (flags?.length === 3 || flags?.length === 1) && flags.every(flag => flag === 0 || flag === 1),
    () => `pbc is "${value.text.slice(0, 80)}", three of T and F were needed`,
  );
  return flags.length === 3 ? flags : [flags[0]!, flags[0]!, flags[0]!];
}

function takeEnergy(pairs: Map<string, FrameValue>, name: string): number {
  const value = take(pairs, name);
  if (!value) return Number.NaN;
  check(value.numbers?.length === 1, () => `${name} is "${value.text.slice(0, 80)}", a number was needed`);
  return value.numbers[0]!;
}

/**
 * Virial, eV, nine numbers; from a stress by
 *
 *     virial = −stress · volume
 *
 * Nine numbers, or six in the order xx yy zz yz xz xy. A stress in a frame without volume stays among the keys.
 */
function takeVirial(pairs: Map<string, FrameValue>, names: readonly string[], volume: number): readonly number[] {
  const name = names.find(name => pairs.has(name) && (volume > 0 || !name.endsWith("stress")));
  const value = name === undefined ? undefined : take(pairs, name);
  if (!value) return noVirial;
  const { numbers } = value;
  check(
    numbers?.length === 9 || numbers?.length === 6,
    () => `${name} is "${value.text.slice(0, 80)}", 9 numbers (or 6) were needed`,
  );
  const [xx, yy, zz, yz, xz, xy] = numbers as [number, number, number, number, number, number];
  const full = numbers.length === 9 ? numbers : [xx, xy, xz, xy, yy, yz, xz, yz, zz];
  return name!.endsWith("stress") ? full.map(component => -component * volume) : full;
}
