import { check } from "../check.ts";
import { exp, pow } from "../wasm/mathematics.ts";
import type { Session } from "../wasm/memory.ts";
import { readLines } from "./file.ts";
import type { Kernel } from "./kernel.ts";
import type { Model, Potential } from "./potential.ts";
import { typesOf } from "./potential.ts";
import { parseTriples } from "./triples.ts";

const names = ["epsilon", "sigma", "a", "lambda", "gamma", "cosine", "A", "B", "p", "q", "tolerance"] as const;
type Parameters = Readonly<Record<(typeof names)[number], Float64Array>>;

/** Silicon: table I and eq. (2.7) of the paper, with the ε of 2.1683 eV that its cohesive energy asks for. */
const silicon = ["Si Si Si 2.1683 2.0951 1.80 21.0 1.20 -0.333333333333 7.049556277 0.6022245584 4.0 0.0 0.0"];

/**
 * The Stillinger–Weber potential: pairs, and angles that cost energy where they differ from a tetrahedron's.
 *
 *     E = ½ Σ_i Σ_j A ε [B (σ/r)^p − (σ/r)^q] exp[σ / (r − aσ)]
 *       + Σ_i Σ_{j<k} λ ε (cos θ_jik − cos θ₀)² exp[γσ / (r_ij − aσ)] exp[γσ / (r_ik − aσ)]
 *
 * Stillinger and Weber, Phys. Rev. B 31, 5262 (1985), doi:10.1103/PhysRevB.31.5262, eqs. (2.3) to (2.6).
 * Differs: LAMMPS' tolerance, which ends a potential early where it is small, is not followed.
 *
 * @param path             a parameter file as LAMMPS has them (Si.sw); the paper's silicon unless told
 * @param options.species  which elements of the file; all unless told
 *
 * @example
 * const silicon = await stillingerWeber();
 * const frames = await predict(silicon, pick(await load("si-sw"), [0]));
 */
export async function stillingerWeber(
  path?: string,
  { species }: { readonly species?: readonly string[] } = {},
): Promise<Potential> {
  const where = `stillingerWeber${path === undefined ? "" : `: ${path}`}`;
  const lines = path === undefined ? silicon : await readLines(path, where);
  const { species: known, weights } = parseTriples(lines, names, species, where);
  const { tolerance: _, ...kept } = weights;
  const cutoff = Math.max(...kept.a.map((a, t) => a * kept.sigma[t]!));
  check(cutoff > 0 && cutoff < 100, () => `${where}: the cutoff a σ is ${cutoff} Å, a distance was needed`);
  return { kind: "stillingerWeber", cutoff, species: known, options: {}, weights: kept };
}

export function stillingerWeberModel(potential: Potential): Model {
  const T = potential.species.length;
  const { epsilon, sigma, a, lambda, gamma, cosine, A, B, p, q } = potential.weights as Parameters;
  return (species, { first, j, vector, distance }) => {
    const type = typesOf(potential, species);
    const energy = new Float64Array(species.length);
    const gradient = new Float64Array(vector.length);
    // Neighbours of one atom within their own cutoffs: which pair, and the exponential of the angle with its slope.
    const near: number[] = [];
    const bond: number[] = [];
    const slope: number[] = [];
    for (let i = 0; i < species.length; i++) {
      let sum = 0;
      near.length = 0;
      for (let m = first[i]!; m < first[i + 1]!; m++) {
        const t = (type[i]! * T + type[j[m]!]!) * T + type[j[m]!]!;
        const r = distance[m]!;
        const inside = r - a[t]! * sigma[t]!;
        if (inside >= 0) continue;
        const short = B[t]! * pow(sigma[t]! / r, p[t]!);
        const long = pow(sigma[t]! / r, q[t]!);
        const end = A[t]! * epsilon[t]! * exp(sigma[t]! / inside);
        const value = end * (short - long);
        const rise = (end * (q[t]! * long - p[t]! * short)) / r - (value * sigma[t]!) / (inside * inside);
        sum += 0.5 * value;
        for (let c = 0; c < 3; c++) gradient[3 * m + c]! += (0.5 * rise * vector[3 * m + c]!) / r;

        const reach = gamma[t]! * sigma[t]!;
        bond[near.length] = exp(reach / inside);
        slope[near.length] = -reach / (inside * inside);
        near.push(m);
      }
      for (let v = 0; v < near.length; v++) {
        const m = near[v]!;
        for (let w = v + 1; w < near.length; w++) {
          const n = near[w]!;
          const t = (type[i]! * T + type[j[m]!]!) * T + type[j[n]!]!;
          const [rm, rn] = [distance[m]!, distance[n]!];
          let dot = 0;
          for (let c = 0; c < 3; c++) dot += vector[3 * m + c]! * vector[3 * n + c]!;
          const cos = dot / (rm * rn);
          const off = cos - cosine[t]!;
          const strength = lambda[t]! * epsilon[t]! * bond[v]! * bond[w]!;
          const value = strength * off * off;
          const turn = 2 * strength * off;
          sum += value;
          for (let c = 0; c < 3; c++) {
            const um = vector[3 * m + c]! / rm;
            const un = vector[3 * n + c]! / rn;
            gradient[3 * m + c]! += (turn * (un - cos * um)) / rm + value * slope[v]! * um;
            gradient[3 * n + c]! += (turn * (um - cos * un)) / rn + value * slope[w]! * un;
          }
        }
      }
      energy[i] = sum;
    }
    return { energy, gradient };
  };
}

export function stillingerWeberKernel({ species, weights }: Potential, session: Session): Kernel {
  const T = species.length;
  const columns = names.filter(name => name !== "tolerance");
  const parameters = session.float64(
    Array.from({ length: T * T * T }, (_, t) => columns.map(name => weights[name]![t]!)).flat(),
  );
  return {
    half: false,
    prepare({ room: { routines, float64 }, topology: { first, pair }, position, shift, type, chunks }) {
      let longest = 0;
      for (let i = 1; i < first.length; i++) longest = Math.max(longest, first[i]! - first[i - 1]!);
      const near = float64("neighbours", 12 * longest);
      return () => {
        for (const { from, to, force, total } of chunks) {
          const rows = [from, to, first, pair, position, shift] as const;
          routines.stillingerWeberForces(...rows, parameters, T, type, near, force, total);
        }
        return 0;
      };
    },
  };
}
