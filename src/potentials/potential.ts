import { check } from "../check.ts";
import { symbolOf } from "../frames/species.ts";
import type { Pairs } from "../neighbours/pairs.ts";

/** A model: what it is and its numbers. */
export interface Potential {
  readonly kind: string;
  /** Å: atoms further apart do not feel each other */
  readonly cutoff: number;
  /** symbols of the elements it knows */
  readonly species: readonly string[];
  readonly options: object;
  readonly weights: Readonly<Record<string, Float64Array>>;
}

/**
 * What every kind of potential makes of one frame: energies of the atoms, E = Σ E_i, and their slopes by each vector.
 *
 * Atom i depends on the vectors of its own pairs alone, so that one gradient a pair says all; `forces` takes it from there.
 */
export interface AtomicEnergies {
  /** [N] eV */
  readonly energy: Float64Array;
  /** [P × 3] ∂E/∂vector_p, eV/Å */
  readonly gradient: Float64Array;
}

/**
 * A potential ready to be evaluated. The pairs may reach beyond its cutoff: what is further adds nothing.
 *
 * @param species  [N] atomic numbers of one frame
 */
export type Model = (species: Uint8Array, pairs: Pairs) => AtomicEnergies;

/** Numbers of the atoms' elements in the potential's list; an atom of another element is refused. */
export function typesOf({ kind, species: known }: Potential, species: Uint8Array): Uint8Array {
  const symbols = Array.from({ length: 256 }, (_, z) => (z < 119 ? known.indexOf(symbolOf(z)) : -1));
  return species.map((z, i) => {
    check(
      symbols[z]! >= 0,
      () => `${kind}: atom ${i} is ${symbolOf(z)}, but the potential knows ${known.join(", ")} only`,
    );
    return symbols[z]!;
  });
}
