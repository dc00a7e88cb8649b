import { check } from "../check.ts";
import { atomicNumber, symbolOf } from "../frames/species.ts";

/** The tables of an embedded-atom file, as numbers at 0, step, 2 step …; eV and Å. */
export interface EamTables {
  readonly species: readonly string[];
  readonly cutoff: number;
  readonly densityStep: number;
  readonly distanceStep: number;
  /** [T × nrho] F(ρ), eV */
  readonly embedding: Float64Array;
  /** [T × nr] what an atom of a type gives to any site, or [T × T × nr] to a site of each type (eam/fs) */
  readonly density: Float64Array;
  /** [T (T + 1)/2 × nr] r φ(r), eV Å, of types 0–0, 1–0, 1–1, 2–0 … */
  readonly pair: Float64Array;
}

/**
 * Read the text of a DYNAMO file: setfl (LAMMPS' eam/alloy and eam/fs, told apart by how many numbers there are) or funcfl.
 *
 * Lines of a setfl file: three of comment; how many elements and which; nrho, drho, nr, dr, cutoff; then for each element a
 * line with its atomic number and mass, nrho values of F, nr of ρ (eam/fs: for each other element); then r φ of the pairs.
 * Lines of a funcfl file: a comment; atomic number and mass; nrho, drho, nr, dr, cutoff; then F, the effective charge Z, and ρ.
 */
export function parseEam(lines: readonly string[], where: string): EamTables {
  const elements = words(lines[3]);
  const count = Number(elements[0]);
  const isSetfl = Number.isInteger(count) && count > 0 && elements.length === count + 1 && words(lines[4]).length >= 5;
  return isSetfl ? parseSetfl(lines, where) : parseFuncfl(lines, where);
}

function parseSetfl(lines: readonly string[], where: string): EamTables {
  const species = words(lines[3]).slice(1);
  for (const symbol of species) {
    check(atomicNumber(symbol) !== undefined, () => `${where}: line 4 names ${symbol}, which is no element`);
  }
  const T = species.length;
  check(T <= 30, () => `${where}: ${T} elements, at most 30 were expected`);
  const { nrho, densityStep, nr, distanceStep, cutoff } = sizes(lines, 5, where);
  const pairs = (T * (T + 1)) / 2;
  // The headings of the elements are a few words; a table more is many.
  const present = lines.slice(5).reduce((sum, line) => sum + words(line).length, 0);
  const perSite = present >= T * (nrho + T * nr) + pairs * nr ? T : 1;

  const rest = tables(lines, 6, where);
  const embedding = new Float64Array(T * nrho);
  const density = new Float64Array(T * perSite * nr);
  for (let t = 0; t < T; t++) {
    rest.heading();
    embedding.set(rest.numbers(nrho), t * nrho);
    density.set(rest.numbers(perSite * nr), t * perSite * nr);
  }
  const pair = rest.numbers(pairs * nr);
  rest.end();
  return { species, cutoff, densityStep, distanceStep, embedding, density, pair };
}

/**
 * LAMMPS brings funcfl tables onto one grid, which loses their last point, and has e²/4πε₀ = 27.2 × 0.529 eV Å; the same is
 * done here, so that energies are those of `pair_style eam`.
 */
function parseFuncfl(lines: readonly string[], where: string): EamTables {
  const number = Number(words(lines[1])[0]);
  check(
    Number.isInteger(number) && number > 0 && number < 119,
    () =>
      `${where}: neither setfl nor funcfl: its line 4 lists no elements, and its line 2 begins with no atomic number`,
  );
  const { nrho, densityStep, nr, distanceStep, cutoff } = sizes(lines, 3, where);
  const rest = tables(lines, 4, where);
  const embedding = rest.numbers(nrho).subarray(0, nrho - 1);
  const charge = rest.numbers(nr).subarray(0, nr - 1);
  const density = rest.numbers(nr).subarray(0, nr - 1);
  rest.end();
  const pair = charge.map(z => 27.2 * 0.529 * z * z);
  return { species: [symbolOf(number)], cutoff, densityStep, distanceStep, embedding, density, pair };
}

/** nrho drho nr dr cutoff. */
function sizes(lines: readonly string[], line: number, where: string) {
  const [nrho = 0, densityStep = 0, nr = 0, distanceStep = 0, cutoff = 0] = words(lines[line - 1]).map(numberOf);
  const isSize = (n: number) => Number.isInteger(n) && n >= 6 && n <= 1e6;
  check(
    isSize(nrho) && isSize(nr) && densityStep > 0 && distanceStep > 0 && cutoff > 0 && cutoff < 100,
    () => `${where}: line ${line} is "${lines[line - 1] ?? ""}"; nrho, drho, nr, dr and the cutoff were needed`,
  );
  return { nrho, densityStep, nr, distanceStep, cutoff };
}

/** What follows, from line `line` on (they are counted from 1): headings of one line, numbers over many. */
function tables(lines: readonly string[], line: number, where: string) {
  let at = line - 1;
  return {
    heading() {
      at++;
    },
    numbers(count: number): Float64Array {
      const values = new Float64Array(count);
      for (let k = 0; k < count; ) {
        check(at < lines.length, () => `${where}: the file ends where ${count - k} more numbers were needed`);
        for (const word of words(lines[at++])) {
          const value = numberOf(word);
          check(
            k < count && Number.isFinite(value),
            () => `${where}: line ${at} has ${word} where ${k < count ? "a number" : "a table ends"}`,
          );
          values[k++] = value;
        }
      }
      return values;
    },
    end() {
      const left = lines.slice(at).findIndex(text => text.trim() !== "");
      check(left < 0, () => `${where}: line ${at + left + 1} follows the last table`);
    },
  };
}

function words(line = ""): string[] {
  return line.split(/\s+/).filter(word => word !== "");
}

/** Fortran writes 1.0D+00 as well. */
function numberOf(word: string): number {
  return Number(word.replace(/[dD]/, "e"));
}
