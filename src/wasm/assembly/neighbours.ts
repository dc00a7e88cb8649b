/** Slots searched at a time. */
const SEGMENT: i32 = 512;

/**
 * Pairs within a cutoff from atoms sorted into bins; src/neighbours/topology.ts calls it, bins.ts there made the bins.
 *
 * The neighbours k of each atom i are looked for in the bins around it, and written as pairs k → i. With i rising, and bins
 * visited with falling shifts, they come out in the row of k sorted by i, then by shift: the list is its own transpose.
 *
 * @param fill     0: count the pairs of each k into next[k + 1]; 1: write them from next[k] on
 * @param half     1: only pairs k → i with k < i, and of an atom's own images those with a shift above 0
 * @param grid     i32 [9] bins along each direction, how many of them the cutoff reaches, whether it repeats
 * @param start    i32 [bins + 1] first slot of each bin
 * @param atom     i32 [n + 1] atom in each slot; one more is read, but not used
 * @param bin      i32 [n] bin of each atom
 * @param inside   f64 [3 × n + 2] Å, by slot: x of all, y of all, z of all, moved into the cell
 * @param wrap     i32 [n × 3] cell vectors that moved each atom there
 * @param position f64 [n × 3] Å, as given
 * @param cell     f64 [9] Å
 * @param next     i32 [n + 1]
 * @param pair     i32 [P × 2] second atom, number of the shift
 * @param shift    i32 [room × 3] the shifts that occur
 * @param slots    i32 [2 room] zeros: a hash table of numbers of shifts, from 1
 * @param room     a power of two
 * @param near     i32 [SEGMENT + 2] room for candidates
 * @param trouble  i32 [2] two atoms at the same place
 * @returns how many shifts there are; −1: more than room; −2: see trouble
 */
export function findPairs(
  fill: i32,
  half: i32,
  n: i32,
  grid: usize,
  start: usize,
  atom: usize,
  bin: usize,
  inside: usize,
  wrap: usize,
  position: usize,
  cell: usize,
  cutoff: f64,
  next: usize,
  pair: usize,
  shift: usize,
  slots: usize,
  room: i32,
  near: usize,
  trouble: usize,
): i32 {
  const na = load<i32>(grid);
  const nb = load<i32>(grid, 4);
  const nc = load<i32>(grid, 8);
  const ra = load<i32>(grid, 12);
  const rb = load<i32>(grid, 16);
  const rc = load<i32>(grid, 20);
  const alongA = load<i32>(grid, 24);
  const alongB = load<i32>(grid, 28);
  const alongC = load<i32>(grid, 32);
  const ax = load<f64>(cell);
  const ay = load<f64>(cell, 8);
  const az = load<f64>(cell, 16);
  const bx = load<f64>(cell, 24);
  const by = load<f64>(cell, 32);
  const bz = load<f64>(cell, 40);
  const cx = load<f64>(cell, 48);
  const cy = load<f64>(cell, 56);
  const cz = load<f64>(cell, 64);
  const insideY = inside + ((<usize>n) << 3);
  const insideZ = insideY + ((<usize>n) << 3);
  const cutoffSquare = cutoff * cutoff;
  // Rounding may not lose a pair that touches the cutoff; the distance decides in the end.
  const nearSquare = f64x2.splat((cutoff + 1e-7) * (cutoff + 1e-7));
  let shifts = 0;
  let lastKey = i64.MIN_VALUE;
  let lastNumber = 0;

  for (let i = 0; i < n; i++) {
    const own = bin + ((<usize>i) << 2);
    const ib = (load<i32>(own) / nc) % nb;
    const ia = load<i32>(own) / (nc * nb);
    const ic = load<i32>(own) % nc;
    const r = position + <usize>i * 24;
    const x = load<f64>(r);
    const y = load<f64>(r, 8);
    const z = load<f64>(r, 16);
    const most = half ? i : n;
    const w = wrap + <usize>i * 12;
    const wa = load<i32>(w);
    const wb = load<i32>(w, 4);
    const wc = load<i32>(w, 8);
    const insideX = x + <f64>wa * ax + <f64>wb * bx + <f64>wc * cx;
    const insideYi = y + <f64>wa * ay + <f64>wb * by + <f64>wc * cy;
    const insideZi = z + <f64>wa * az + <f64>wb * bz + <f64>wc * cz;
    const firstC = alongC ? Places.cellOf(ic - rc, nc) : 0;
    const lastC = alongC ? Places.cellOf(ic + rc, nc) : 0;

    for (let oa = ia + ra; oa >= ia - ra; oa--) {
      const sa = Places.cellOf(oa, na);
      if (sa !== 0 && !alongA) continue;
      for (let ob = ib + rb; ob >= ib - rb; ob--) {
        const sb = Places.cellOf(ob, nb);
        if (sb !== 0 && !alongB) continue;
        const column = ((oa - sa * na) * nb + (ob - sb * nb)) * nc;
        for (let sc = lastC; sc >= firstC; sc--) {
          const low = column + max(0, ic - rc - sc * nc);
          const high = column + min(nc - 1, ic + rc - sc * nc);
          const end = load<i32>(start + ((<usize>(high + 1)) << 2));
          const ox = f64x2.splat(<f64>sa * ax + <f64>sb * bx + <f64>sc * cx - insideX);
          const oy = f64x2.splat(<f64>sa * ay + <f64>sb * by + <f64>sc * cy - insideYi);
          const oz = f64x2.splat(<f64>sa * az + <f64>sb * bz + <f64>sc * cz - insideZi);

          for (let from = load<i32>(start + ((<usize>low) << 2)); from < end; from += SEGMENT) {
            const to = min(end, from + SEGMENT);
            // Whether an atom is near cannot be foreseen: each is written down, and overwritten by the next if it is not.
            let found = near;
            for (let slot = from; slot < to; slot += 2) {
              const at = (<usize>slot) << 3;
              const u = f64x2.add(v128.load(inside + at), ox);
              const v = f64x2.add(v128.load(insideY + at), oy);
              const t = f64x2.add(v128.load(insideZ + at), oz);
              const square = f64x2.add(f64x2.add(f64x2.mul(u, u), f64x2.mul(v, v)), f64x2.mul(t, t));
              const hits = i64x2.bitmask(f64x2.lt(square, nearSquare));
              const one = load<i32>(atom + ((<usize>slot) << 2));
              const other = load<i32>(atom + ((<usize>slot) << 2), 4);
              store<i32>(found, one);
              found += (<usize>(hits & <i32>(one <= most))) << 2;
              store<i32>(found, other);
              found += (<usize>((hits >> 1) & <i32>(other <= most) & <i32>(slot + 1 < to))) << 2;
            }
            for (let candidate = near; candidate < found; candidate += 4) {
              const k = load<i32>(candidate);
              const moved = wrap + <usize>k * 12;
              const ta = wa - load<i32>(moved) - sa;
              const tb = wb - load<i32>(moved, 4) - sb;
              const tc = wc - load<i32>(moved, 8) - sc;
              if (k === i) {
                const sign = ta !== 0 ? ta : tb !== 0 ? tb : tc;
                if (sign === 0 || (half && sign < 0)) continue;
              }
              // From the positions as given: the same numbers, but for the sign, as from the other side.
              const q = position + <usize>k * 24;
              const dx = x - load<f64>(q) + (<f64>ta * ax + <f64>tb * bx + <f64>tc * cx);
              const dy = y - load<f64>(q, 8) + (<f64>ta * ay + <f64>tb * by + <f64>tc * cy);
              const dz = z - load<f64>(q, 16) + (<f64>ta * az + <f64>tb * bz + <f64>tc * cz);
              const square = dx * dx + dy * dy + dz * dz;
              if (square >= cutoffSquare) continue;
              if (square === 0) {
                store<i32>(trouble, min(i, k));
                store<i32>(trouble, max(i, k), 4);
                return -2;
              }
              const place = next + ((<usize>k) << 2);
              if (!fill) {
                store<i32>(place, load<i32>(place, 4) + 1, 4);
                continue;
              }
              const key = ((<i64>ta) << 42) ^ ((<i64>tb) << 21) ^ <i64>tc;
              if (key !== lastKey) {
                lastKey = key;
                lastNumber = Places.numberOf(ta, tb, tc, shift, slots, room, shifts);
                if (lastNumber === shifts && ++shifts === room) return -1;
              }
              const p = load<i32>(place);
              store<i32>(place, p + 1);
              store<i32>(pair + ((<usize>p) << 3), i);
              store<i32>(pair + ((<usize>p) << 3), lastNumber, 4);
            }
          }
        }
      }
    }
  }
  return shifts;
}

class Places {
  /** ⌊bin / bins⌋ */
  @inline
  static cellOf(bin: i32, bins: i32): i32 {
    if (<u32>bin < <u32>bins) return 0;
    return bin >= 0 ? bin / bins : -((bins - 1 - bin) / bins);
  }

  /** The number of a shift; `shifts`, and it is noted, when it is new. */
  static numberOf(a: i32, b: i32, c: i32, shift: usize, slots: usize, room: i32, shifts: i32): i32 {
    let slot = (a * 73856093) ^ (b * 19349663) ^ (c * 83492791);
    while (true) {
      slot &= 2 * room - 1;
      const place = slots + ((<usize>slot) << 2);
      const number = load<i32>(place) - 1;
      if (number < 0) {
        store<i32>(place, shifts + 1);
        const to = shift + <usize>shifts * 12;
        store<i32>(to, a);
        store<i32>(to, b, 4);
        store<i32>(to, c, 8);
        return shifts;
      }
      const at = shift + <usize>number * 12;
      if (load<i32>(at) === a && load<i32>(at, 4) === b && load<i32>(at, 8) === c) return number;
      slot++;
    }
  }
}
