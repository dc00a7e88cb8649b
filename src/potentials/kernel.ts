import { type Room, roomIn } from "../neighbours/room.ts";
import { type Topology, topology } from "../neighbours/topology.ts";
import type { Session } from "../wasm/memory.ts";
import { eamKernel } from "./eam.ts";
import type { Field } from "./field.ts";
import { lennardJonesKernel } from "./lennardJones.ts";
import { type Potential, typesOf } from "./potential.ts";
import { stillingerWeberKernel } from "./stillingerWeber.ts";

/** The rows of a list of pairs that a routine takes, with the layouts of assembly/sums.ts. */
export interface Rows {
  readonly room: Room;
  readonly n: number;
  readonly topology: Topology;
  /** [N × 4] Å */
  readonly position: Float64Array;
  /** [K × 4] Å */
  readonly shift: Float64Array;
  /** [N] numbers of the elements in the potential's list */
  readonly type: Int32Array;
  /** Atoms from … to − 1 of each chunk, which adds up forces and totals of its own. */
  readonly chunks: readonly Chunk[];
}

export interface Chunk {
  readonly from: number;
  readonly to: number;
  /** [N × 4] eV/Å, zeros at first */
  readonly force: Float64Array;
  /** [8] see assembly/sums.ts */
  readonly total: Float64Array;
}

/** A potential written in WebAssembly. */
export interface Kernel {
  /** whether it takes half the pairs, or all */
  readonly half: boolean;
  /** What it needs for this list beyond `rows`; called once for each. The result adds to forces and totals, and returns the rest of the energy. */
  prepare(rows: Rows): () => number;
}

const kinds: Readonly<Record<string, (potential: Potential, session: Session) => Kernel | undefined>> = {
  eam: eamKernel,
  lennardJones: lennardJonesKernel,
  stillingerWeber: stillingerWeberKernel,
};

/** The field of a potential that has routines of its own. */
export function kernelOf(potential: Potential, session: Session): ((species: Uint8Array) => Field) | undefined {
  const kernel = kinds[potential.kind]?.(potential, session);
  return kernel && (species => kernelField(kernel, session, typesOf(potential, species)));
}

function kernelField(kernel: Kernel, session: Session, types: Uint8Array): Field {
  const { routines, float64, int32 } = session;
  const room = roomIn(session);
  const n = types.length;
  const count = chunksOf(n);
  const given = float64(3 * n);
  const lattice = float64(9);
  const position = float64(4 * n);
  const result = float64(3 * n);
  const forces = float64(4 * n * count);
  const totals = float64(8 * count);
  const type = int32(types);
  const chunks = Array.from({ length: count }, (_, c) => ({
    from: Math.floor((c * n) / count),
    to: Math.floor(((c + 1) * n) / count),
    force: forces.subarray(4 * n * c, 4 * n * (c + 1)),
    total: totals.subarray(8 * c, 8 * (c + 1)),
  }));
  let found: { readonly topology: Topology; readonly shift: Float64Array; readonly add: () => number } | undefined;

  return {
    find(frame, cutoff) {
      const pairs = topology(room, frame, 0, { cutoff, half: kernel.half });
      const shift = room.float64("shift vectors", (4 * pairs.shift.length) / 3);
      const add = kernel.prepare({ room, n, topology: pairs, position, shift, type, chunks });
      found = { topology: pairs, shift, add };
    },
    evaluate(at, cell) {
      const { topology: pairs, shift, add } = found!;
      given.set(at);
      lattice.set(cell);
      routines.spread(n, given, position);
      routines.shiftVectors(pairs.shift.length / 3, pairs.shift, lattice, shift);
      forces.fill(0);
      let energy = add();
      const virial = new Float64Array(9);
      for (const { total } of chunks) {
        const [part = 0, xx = 0, yy = 0, xz = 0, yz = 0, xy = 0, zz = 0] = total;
        energy += part;
        [xx, xy, xz, xy, yy, yz, xz, yz, zz].forEach((w, k) => {
          virial[k]! += w;
        });
      }
      routines.addForces(count, n, forces, result);
      return { energy, force: result.slice(), virial };
    },
  };
}

/** Fixed by the number of atoms alone, since the order of sums follows from it. */
function chunksOf(n: number): number {
  return Math.max(1, Math.min(8, Math.floor(n / 1000)));
}
