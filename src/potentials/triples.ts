import { check } from "../check.ts";
import { atomicNumber } from "../frames/species.ts";

/** Parameters of three-body potentials: one array a name, [T × T × T] by the elements of the centre and its two neighbours. */
export interface Triples<Name extends string> {
  readonly species: readonly string[];
  readonly weights: Readonly<Record<Name, Float64Array>>;
}

/**
 * Read a parameter file of LAMMPS' three-body potentials: entries of three elements and a number for each name, over one or
 * more lines; # begins a comment.
 *
 * @param wanted  which elements, in which order, as the file names them; all of it unless told. A set of parameters among
 *                several of one element is named as in Si(D)
 * @param where   what errors begin with
 */
export function parseTriples<const Name extends string>(
  lines: readonly string[],
  names: readonly Name[],
  wanted: readonly string[] | undefined,
  where: string,
): Triples<Name> {
  const entries = entriesOf(lines, names.length, where);
  const sets = wanted ?? [...new Set(entries.flatMap(({ elements }) => elements))];
  const species = sets.map(set => set.replace(/\(.*\)$/, ""));
  species.forEach((symbol, t) => {
    check(atomicNumber(symbol) !== undefined, () => `${where}: ${sets[t]} is no element`);
    check(
      species.indexOf(symbol) === t,
      () => `${where}: ${sets.join(", ")}; say which set of ${symbol}, as species: [...]`,
    );
  });
  const T = sets.length;
  const weights = Object.fromEntries(names.map(name => [name, new Float64Array(T * T * T)])) as Record<
    Name,
    Float64Array
  >;
  for (let t = 0; t < T * T * T; t++) {
    const triple = [sets[Math.floor(t / (T * T))]!, sets[Math.floor(t / T) % T]!, sets[t % T]!].join(" ");
    const found = entries.filter(({ elements }) => elements.join(" ") === triple);
    check(found.length === 1, () => `${where}: ${found.length} entries for ${triple}; one was needed`);
    names.forEach((name, k) => {
      weights[name][t] = found[0]!.values[k]!;
    });
  }
  return { species, weights };
}

function entriesOf(lines: readonly string[], count: number, where: string) {
  const words = lines.flatMap(line => line.replace(/#.*/, "").split(/\s+/)).filter(word => word !== "");
  const size = 3 + count;
  check(
    words.length > 0 && words.length % size === 0,
    () => `${where}: ${words.length} words; entries of three elements and ${count} numbers were needed`,
  );
  return Array.from({ length: words.length / size }, (_, e) => {
    const elements = words.slice(size * e, size * e + 3);
    const values = words.slice(size * e + 3, size * (e + 1)).map(Number);
    const wrong = values.findIndex(value => !Number.isFinite(value));
    check(
      wrong < 0,
      () => `${where}: the entry of ${elements.join(" ")} has ${words[size * e + 3 + wrong]} where a number was needed`,
    );
    return { elements, values };
  });
}
