import { check } from "../check.ts";
import { readBounded, writeAtomic } from "../files.ts";
import { atomicNumber } from "../frames/species.ts";
import { canonicalJson, sha256 } from "../hash.ts";
import { notebook } from "../notebook.ts";
import { eam } from "./eam.ts";
import { modelOf } from "./model.ts";
import type { Potential } from "./potential.ts";
import { stillingerWeber } from "./stillingerWeber.ts";
import { tersoff } from "./tersoff.ts";

const FORMAT = "pesbook potential";
const VERSION = 1;

/**
 * Keep a potential in a file: JSON, every number as it is, written whole or not at all.
 *
 * @example
 * await save("argon.json", lennardJones({ species: "Ar", epsilon: 0.0104, sigma: 3.4 }));
 * const argon = await open("argon.json");
 */
export async function save(path: string, potential: Potential): Promise<void> {
  check(path.endsWith(".json"), `save: ${path} does not end in .json, by which a saved potential is known`);
  modelOf(potential);
  await writeAtomic(path, `${canonicalJson({ format: FORMAT, version: VERSION, ...potential })}\n`);
}

/** Parameter files of LAMMPS by the ends of their names. */
const readers: readonly (readonly [RegExp, (path: string) => Promise<Potential>])[] = [
  [/\.(?:eam|alloy|fs|setfl|funcfl)(?:\.gz)?$/i, path => eam(path)],
  [/\.sw(?:\.gz)?$/i, path => stillingerWeber(path)],
  [/\.tersoff(?:\.gz)?$/i, path => tersoff(path)],
];

/**
 * The potential in a file: one that `save` wrote (.json), or a parameter file as LAMMPS has them: .eam, .eam.alloy, .eam.fs,
 * .sw, .tersoff, also gzipped.
 *
 * @example
 * const saved = await open("argon.json").catch(() => undefined); // undefined unless the file is here
 */
export async function open(path: string): Promise<Potential> {
  if (!path.endsWith(".json")) {
    const [, reader] = readers.find(([ending]) => ending.test(path)) ?? [];
    check(reader, `open: ${path} is of no known kind; .json, .eam, .eam.alloy, .eam.fs, .sw and .tersoff are`);
    return reader(path);
  }
  const bytes = await readBounded(path, { limit: 2 ** 28 });
  notebook()?.read(path, sha256(bytes));
  return restored(bytes.toString(), `open: ${path}`);
}

function restored(text: string, where: string): Potential {
  let content: unknown;
  try {
    content = JSON.parse(text, minusZero);
  } catch (error) {
    throw new Error(`${where}: this is no JSON (${(error as Error).message})`);
  }
  const { format, version, kind, cutoff, species, options, weights } = (content ?? {}) as Record<string, unknown>;
  check(format === FORMAT, () => `${where}: its format is ${format}, not ${FORMAT}; give a file that save wrote`);
  check(version === VERSION, () => `${where}: version ${version}; this pesbook reads ${VERSION}`);
  check(
    typeof cutoff === "number" && cutoff > 0 && Array.isArray(species) && species.every(isElement),
    () => `${where}: a cutoff and a list of elements were needed; the file is damaged`,
  );
  check(isRecord(options) && isRecord(weights), () => `${where}: options and weights were needed; the file is damaged`);
  const arrays = Object.entries(weights).map(([name, values]) => {
    check(
      Array.isArray(values) && values.every(Number.isFinite),
      () => `${where}: the weights ${name} are no list of numbers; the file is damaged`,
    );
    return [name, Float64Array.from(values as number[])] as const;
  });
  const potential = { kind: String(kind), cutoff, species, options, weights: Object.fromEntries(arrays) };
  modelOf(potential);
  return potential;
}

/** Minus zero, as canonicalJson writes it. */
function minusZero(_key: string, value: unknown): unknown {
  return isRecord(value) && "$number" in value && value.$number === "-0" ? -0 : value;
}

function isElement(symbol: unknown): boolean {
  return typeof symbol === "string" && atomicNumber(symbol) !== undefined;
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
