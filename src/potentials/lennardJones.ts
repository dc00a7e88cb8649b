import { check, oneOf } from "../check.ts";
import { atomicNumber } from "../frames/species.ts";
import type { Pairs } from "../neighbours/pairs.ts";
import type { Session } from "../wasm/memory.ts";
import type { Kernel } from "./kernel.ts";
import type { AtomicEnergies, Model, Potential } from "./potential.ts";
import { typesOf } from "./potential.ts";

const ends = ["cut", "shifted", "smooth"] as const;

export interface LennardJonesOptions {
  /** the element, Ar for instance */
  readonly species: string;
  /** eV, the depth of the well */
  readonly epsilon: number;
  /** Å, where the energy crosses zero */
  readonly sigma: number;
  /** Å */
  readonly cutoff?: number;
  readonly end?: (typeof ends)[number];
}

/**
 * The Lennard-Jones potential of one element.
 *
 *     φ(r) = 4ε [(σ/r)¹² − (σ/r)⁶] − s(r),   E = ½ Σ_i Σ_j φ(r_ij),   r < cutoff
 *
 * with s = 0 where the end is cut, s = φ(cutoff) where it is shifted, and s = φ(cutoff) + φ′(cutoff) (r − cutoff) where it
 * is smooth: then the force, too, ends at zero, and dynamics conserve energy.
 * J. E. Jones, Proc. R. Soc. Lond. A 106, 463 (1924), doi:10.1098/rspa.1924.0082.
 *
 * @param options.cutoff  Å; 2.5 σ unless told
 *
 * @example
 * const argon = lennardJones({ species: "Ar", epsilon: 0.0104, sigma: 3.4 });
 */
export function lennardJones({
  species,
  epsilon,
  sigma,
  cutoff = 2.5 * sigma,
  end = "shifted",
}: LennardJonesOptions): Potential {
  oneOf("end", end, ends);
  check(atomicNumber(species) !== undefined, () => `lennardJones: ${species} is no element; give its symbol`);
  for (const [name, value] of Object.entries({ epsilon, sigma, cutoff })) {
    check(Number.isFinite(value) && value > 0, () => `lennardJones: ${name} is ${value}, a positive number was needed`);
  }
  return { kind: "lennardJones", cutoff, species: [species], options: { epsilon, sigma, end }, weights: {} };
}

export function lennardJonesModel(potential: Potential): Model {
  const { cutoff } = potential;
  const { epsilon, sigma, end } = potential.options as Required<LennardJonesOptions>;
  const { value: atEnd, slope: slopeAtEnd } = whole(cutoff, epsilon, sigma);
  const shift = end === "cut" ? 0 : atEnd;
  const tilt = end === "smooth" ? slopeAtEnd : 0;
  return (species, pairs: Pairs): AtomicEnergies => {
    typesOf(potential, species);
    const { first, vector, distance } = pairs;
    const energy = new Float64Array(species.length);
    const gradient = new Float64Array(vector.length);
    for (let i = 0; i < energy.length; i++) {
      let sum = 0;
      for (let p = first[i]!; p < first[i + 1]!; p++) {
        const r = distance[p]!;
        if (r >= cutoff) continue;
        const { value, slope } = whole(r, epsilon, sigma);
        sum += 0.5 * (value - shift - tilt * (r - cutoff));
        const g = (0.5 * (slope - tilt)) / r;
        gradient[3 * p] = g * vector[3 * p]!;
        gradient[3 * p + 1] = g * vector[3 * p + 1]!;
        gradient[3 * p + 2] = g * vector[3 * p + 2]!;
      }
      energy[i] = sum;
    }
    return { energy, gradient };
  };
}

/** 4ε [(σ/r)¹² − (σ/r)⁶], eV, and its slope, eV/Å. */
function whole(r: number, epsilon: number, sigma: number): { readonly value: number; readonly slope: number } {
  const square = (sigma * sigma) / (r * r);
  const sixth = square * square * square;
  return { value: 4 * epsilon * sixth * (sixth - 1), slope: (-24 * epsilon * sixth * (2 * sixth - 1)) / r };
}

export function lennardJonesKernel(potential: Potential, session: Session): Kernel {
  const { cutoff } = potential;
  const { epsilon, sigma, end } = potential.options as Required<LennardJonesOptions>;
  const { value, slope } = whole(cutoff, epsilon, sigma);
  const constants = session.float64([
    cutoff,
    sigma * sigma,
    4 * epsilon,
    24 * epsilon,
    end === "cut" ? 0 : value,
    end === "smooth" ? slope : 0,
  ]);
  return {
    half: true,
    prepare({ room: { routines }, topology: { first, pair }, position, shift, chunks }) {
      return () => {
        for (const { from, to, force, total } of chunks) {
          routines.lennardJonesForces(from, to, first, pair, position, shift, constants, force, total);
        }
        return 0;
      };
    },
  };
}
