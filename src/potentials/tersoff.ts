import { check } from "../check.ts";
import { cos, exp, pow, sin } from "../wasm/mathematics.ts";
import { readLines } from "./file.ts";
import type { Model, Potential } from "./potential.ts";
import { typesOf } from "./potential.ts";
import { parseTriples } from "./triples.ts";

const names = [
  "m",
  "gamma",
  "lambda3",
  "c",
  "d",
  "cosine",
  "n",
  "beta",
  "lambda2",
  "B",
  "R",
  "D",
  "lambda1",
  "A",
] as const;
type Parameters = Readonly<Record<(typeof names)[number], Float64Array>>;

/**
 * The Tersoff potential: bonds that are the weaker, the more neighbours share the atom.
 *
 *     E = ½ Σ_i Σ_j f(r_ij) [A e^(−λ₁ r_ij) − b_ij B e^(−λ₂ r_ij)],   b = (1 + (βζ)ⁿ)^(−1/2n)
 *     ζ_ij = Σ_{k≠j} f(r_ik) g(θ_jik) exp[(λ₃ (r_ij − r_ik))^m],   g = γ [1 + c²/d² − c²/(d² + (cos θ − cos θ₀)²)]
 *     f = 1 below R − D, ½ − ½ sin[π (r − R) / 2D] between, 0 above R + D
 *
 * Tersoff, Phys. Rev. B 37, 6991 (1988), doi:10.1103/PhysRevB.37.6991; for several elements Phys. Rev. B 39, 5566 (1989),
 * doi:10.1103/PhysRevB.39.5566; with γ and m as LAMMPS' `pair_style tersoff` has them.
 *
 * @param path             a parameter file as LAMMPS has them (Si.tersoff)
 * @param options.species  which elements of the file; all unless told
 *
 * @example
 * const silicon = await tersoff("Si.tersoff").catch(() => undefined); // undefined unless the file is here
 */
export async function tersoff(
  path: string,
  { species }: { readonly species?: readonly string[] } = {},
): Promise<Potential> {
  const where = `tersoff: ${path}`;
  const { species: known, weights } = parseTriples(await readLines(path, where), names, species, where);
  check(
    weights.m.every(m => m === 1 || m === 3),
    () => `${where}: m is ${weights.m.find(m => m !== 1 && m !== 3)}; 1 or 3 was needed`,
  );
  const cutoff = Math.max(...weights.R.map((R, t) => R + weights.D[t]!));
  check(cutoff > 0 && cutoff < 100, () => `${where}: the cutoff R + D is ${cutoff} Å, a distance was needed`);
  return { kind: "tersoff", cutoff, species: known, options: {}, weights };
}

export function tersoffModel(potential: Potential): Model {
  const T = potential.species.length;
  const weights = potential.weights as Parameters;
  const { n, beta, lambda1, lambda2, A, B, R, D } = weights;
  return (species, { first, j, vector, distance }) => {
    const type = typesOf(potential, species);
    const energy = new Float64Array(species.length);
    const gradient = new Float64Array(vector.length);
    for (let i = 0; i < species.length; i++) {
      let sum = 0;
      for (let p = first[i]!; p < first[i + 1]!; p++) {
        const pair = (type[i]! * T + type[j[p]!]!) * T;
        const t = pair + type[j[p]!]!;
        const r = distance[p]!;
        if (r >= R[t]! + D[t]!) continue;

        let zeta = 0;
        for (let q = first[i]!; q < first[i + 1]!; q++) {
          const triple = pair + type[j[q]!]!;
          if (q === p || distance[q]! >= R[triple]! + D[triple]!) continue;
          zeta += share(weights, triple, r, distance[q]!, cosineBetween(vector, distance, p, q)).value;
        }
        const power = zeta > 0 ? pow(beta[t]! * zeta, n[t]!) : 0;
        const order = power > 0 ? pow(1 + power, -0.5 / n[t]!) : 1;
        const orderSlope = power > 0 ? (-0.5 * order * power) / ((1 + power) * zeta) : 0;

        const end = taper(r, R[t]!, D[t]!);
        const repulsion = A[t]! * exp(-lambda1[t]! * r);
        const attraction = -B[t]! * exp(-lambda2[t]! * r);
        sum += 0.5 * end.value * (repulsion + order * attraction);
        const along =
          0.5 * end.slope * (repulsion + order * attraction) -
          0.5 * end.value * (lambda1[t]! * repulsion + lambda2[t]! * order * attraction);
        for (let c = 0; c < 3; c++) gradient[3 * p + c]! += (along * vector[3 * p + c]!) / r;

        const weight = 0.5 * end.value * attraction * orderSlope;
        if (weight === 0) continue;
        for (let q = first[i]!; q < first[i + 1]!; q++) {
          const triple = pair + type[j[q]!]!;
          const s = distance[q]!;
          if (q === p || s >= R[triple]! + D[triple]!) continue;
          const cosine = cosineBetween(vector, distance, p, q);
          const { byFirst, bySecond, byCosine } = share(weights, triple, r, s, cosine);
          for (let c = 0; c < 3; c++) {
            const u = vector[3 * p + c]! / r;
            const v = vector[3 * q + c]! / s;
            gradient[3 * p + c]! += weight * (byFirst * u + (byCosine * (v - cosine * u)) / r);
            gradient[3 * q + c]! += weight * (bySecond * v + (byCosine * (u - cosine * v)) / s);
          }
        }
      }
      energy[i] = sum;
    }
    return { energy, gradient };
  };
}

/** What a neighbour at distance s adds to ζ of a bond of length r, and its slopes by r, s and the cosine between. */
function share({ m, gamma, lambda3, c, d, cosine, R, D }: Parameters, t: number, r: number, s: number, cos: number) {
  const end = taper(s, R[t]!, D[t]!);
  const [cc, dd, off] = [c[t]! * c[t]!, d[t]! * d[t]!, cos - cosine[t]!];
  const spread = dd + off * off;
  const angle = gamma[t]! * (1 + cc / dd - cc / spread);
  const angleSlope = (2 * gamma[t]! * cc * off) / (spread * spread);
  const difference = lambda3[t]! * (r - s);
  const cubic = m[t] === 3;
  // Beyond e^69 = 10³⁰ it only has to stay finite.
  const ratio = exp(Math.min(69.0776, cubic ? difference * difference * difference : difference));
  const rise = cubic ? 3 * lambda3[t]! * difference * difference : lambda3[t]!;
  const value = end.value * angle * ratio;
  return {
    value,
    byFirst: value * rise,
    bySecond: end.slope * angle * ratio - value * rise,
    byCosine: end.value * angleSlope * ratio,
  };
}

/** From 1 at R − D to 0 at R + D, and its slope. */
function taper(r: number, R: number, D: number): { readonly value: number; readonly slope: number } {
  if (r <= R - D) return { value: 1, slope: 0 };
  if (r >= R + D) return { value: 0, slope: 0 };
  const angle = (0.5 * Math.PI * (r - R)) / D;
  return { value: 0.5 * (1 - sin(angle)), slope: (-0.25 * Math.PI * cos(angle)) / D };
}

function cosineBetween(vector: Float64Array, distance: Float64Array, p: number, q: number): number {
  let dot = 0;
  for (let c = 0; c < 3; c++) dot += vector[3 * p + c]! * vector[3 * q + c]!;
  return dot / (distance[p]! * distance[q]!);
}
