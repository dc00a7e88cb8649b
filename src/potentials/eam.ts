import { oneOf } from "../check.ts";
import type { Session } from "../wasm/memory.ts";
import { readLines } from "./file.ts";
import type { Kernel } from "./kernel.ts";
import type { Model, Potential } from "./potential.ts";
import { typesOf } from "./potential.ts";
import { parseEam } from "./setfl.ts";
import { at, type Spline, type SplineKind, splineKinds, splineOf } from "./spline.ts";

interface EamOptions {
  readonly spline: SplineKind;
  /** steps of the tables */
  readonly densityStep: number;
  readonly distanceStep: number;
}

/**
 * An embedded-atom potential from a DYNAMO file: setfl (LAMMPS' eam/alloy and eam/fs) or funcfl, also gzipped.
 *
 *     E = Σ_i F_i(ρ_i) + ½ Σ_i Σ_j φ_ij(r_ij),   ρ_i = Σ_j ρ_ji(r_ij)
 *
 * Daw and Baskes, Phys. Rev. B 29, 6443 (1984), doi:10.1103/PhysRevB.29.6443. With cubic splines, numbers are LAMMPS';
 * with quintic ones forces are smoother, which long runs at constant energy notice.
 *
 * @param path            relative to the current folder
 * @param options.spline  what runs through the tables
 *
 * @example
 * const aluminium = await eam("Al99.eam.alloy").catch(() => undefined); // undefined unless the file is here
 */
export async function eam(
  path: string,
  { spline = "cubic" }: { readonly spline?: SplineKind } = {},
): Promise<Potential> {
  oneOf("spline", spline, splineKinds);
  const where = `eam: ${path}`;
  const { species, cutoff, densityStep, distanceStep, ...weights } = parseEam(await readLines(path, where), where);
  const options: EamOptions = { spline, densityStep, distanceStep };
  return { kind: "eam", cutoff, species, options, weights };
}

export function eamModel(potential: Potential): Model {
  const { cutoff, species: known } = potential;
  const { embeddings, densityOf, pairOf, densityEnd } = eamSplines(potential);
  const T = known.length;
  return (species, { first, j, vector, distance }) => {
    const type = typesOf(potential, species);
    const n = species.length;
    const energy = new Float64Array(n);
    const slope = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      let density = 0;
      for (let p = first[i]!; p < first[i + 1]!; p++) {
        if (distance[p]! < cutoff) density += at(densityOf[type[j[p]!]! * T + type[i]!]!, distance[p]!).value;
      }
      const embedded = at(embeddings[type[i]!]!, density);
      slope[i] = embedded.slope;
      // As LAMMPS does: beyond the table on with its last slope.
      energy[i] = embedded.value + Math.max(0, density - densityEnd) * embedded.slope;
    }

    const gradient = new Float64Array(vector.length);
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let p = first[i]!; p < first[i + 1]!; p++) {
        const r = distance[p]!;
        if (r >= cutoff) continue;
        const t = type[j[p]!]! * T + type[i]!;
        const product = at(pairOf[t]!, r);
        const phi = product.value / r;
        sum += 0.5 * phi;
        const g = (slope[i]! * at(densityOf[t]!, r).slope + 0.5 * ((product.slope - phi) / r)) / r;
        for (let c = 0; c < 3; c++) gradient[3 * p + c] = g * vector[3 * p + c]!;
      }
      energy[i]! += sum;
    }
    return { energy, gradient };
  };
}

/** The splines of a potential's tables: densityOf[giver × T + site], r φ as pairOf[one × T + other]. */
export function eamSplines({ species: { length: T }, options, weights }: Potential) {
  const { spline, densityStep, distanceStep } = options as EamOptions;
  const { embedding, density, pair } = weights as Record<"embedding" | "density" | "pair", Float64Array>;
  const row = (table: Float64Array, rows: number, k: number) =>
    table.subarray((k * table.length) / rows, ((k + 1) * table.length) / rows);
  const pairs = (T * (T + 1)) / 2;
  const densities = density.length === (pair.length / pairs) * T ? T : T * T;

  const embeddings = Array.from({ length: T }, (_, t) => splineOf(row(embedding, T, t), densityStep, spline));
  const given = Array.from({ length: densities }, (_, k) => splineOf(row(density, densities, k), distanceStep, spline));
  const products = Array.from({ length: pairs }, (_, k) => splineOf(row(pair, pairs, k), distanceStep, spline));
  const each = (of: (one: number, other: number) => Spline) =>
    Array.from({ length: T * T }, (_, k) => of(Math.floor(k / T), k % T));
  return {
    embeddings,
    densityOf: each((giver, site) => given[densities === T ? giver : giver * T + site]!),
    pairOf: each((one, other) => {
      const [low, high] = one < other ? [one, other] : [other, one];
      return products[(high * (high + 1)) / 2 + low]!;
    }),
    densityEnd: (embedding.length / T - 1) * densityStep,
  };
}

/** Of cubic splines only. */
export function eamKernel(potential: Potential, session: Session): Kernel | undefined {
  const { spline, densityStep, distanceStep } = potential.options as EamOptions;
  if (spline !== "cubic") return undefined;
  const { embeddings, densityOf, pairOf, densityEnd } = eamSplines(potential);
  const T = potential.species.length;
  const intervals = densityOf[0]!.count;
  const table = session.float64(T * T * intervals * 8);
  densityOf.forEach((density, k) => {
    const pair = pairOf[k]!.coefficient;
    for (let c = 0; c < 4 * intervals; c++) {
      table[2 * (4 * intervals * k + c)] = density.coefficient[c]!;
      table[2 * (4 * intervals * k + c) + 1] = pair[c]!;
    }
  });
  const embedding = session.float64(embeddings.flatMap(({ coefficient }) => [...coefficient]));
  const embeddingIntervals = embeddings[0]!.count;
  const constants = session.float64([potential.cutoff, 1 / distanceStep]);
  const embeddingConstants = session.float64([1 / densityStep, densityEnd]);

  return {
    half: true,
    prepare({ room: { routines, float64 }, n, topology: { first, pair }, position, shift, type, chunks }) {
      const density = float64("density", n * chunks.length);
      const slope = float64("slope", n);
      return () => {
        density.fill(0);
        chunks.forEach(({ from, to }, c) => {
          const own = density.subarray(n * c, n * (c + 1));
          routines.eamDensities(from, to, first, pair, position, shift, constants, table, intervals, T, type, own);
        });
        const embedded = routines.eamEmbed(
          n,
          chunks.length,
          embeddingConstants,
          embedding,
          embeddingIntervals,
          type,
          density,
          slope,
        );
        for (const { from, to, force, total } of chunks) {
          const rows = [from, to, first, pair, position, shift] as const;
          routines.eamForces(...rows, constants, table, intervals, T, type, slope, force, total);
        }
        return embedded;
      };
    },
  };
}
