import { Sums } from "./sums";

/**
 * Embedded-atom densities and forces of the rows from … to − 1 of half a list of pairs.
 *
 * Tables hold 8 numbers an interval: rising powers of ρ and r φ by turns, so that one vector evaluates both. The table of
 * what type g gives to a site of type s is number g × types + s.
 *
 * @param constants f64 [2] cutoff, 1 / step
 * @param type      i32 [n]
 * @param density   f64 [n] of this chunk, added to
 */
export function eamDensities(
  from: i32,
  to: i32,
  first: usize,
  pair: usize,
  position: usize,
  shift: usize,
  constants: usize,
  table: usize,
  intervals: i32,
  types: i32,
  type: usize,
  density: usize,
): void {
  const cutoffSquare = load<f64>(constants) * load<f64>(constants);
  const inverse = load<f64>(constants, 8);
  const size = (<usize>intervals) << 6;
  for (let i = from; i < to; i++) {
    const own = position + ((<usize>i) << 5);
    const x = load<f64>(own);
    const y = load<f64>(own, 8);
    const z = load<f64>(own, 16);
    const ownType = load<i32>(type + ((<usize>i) << 2));
    const row = first + ((<usize>i) << 2);
    const end = pair + ((<usize>load<i32>(row, 4)) << 3);
    let sum: f64 = 0;
    for (let p = pair + ((<usize>load<i32>(row)) << 3); p < end; p += 8) {
      const j = load<i32>(p);
      const q = position + ((<usize>j) << 5);
      const s = shift + ((<usize>load<i32>(p, 4)) << 5);
      const dx = load<f64>(q) - x + load<f64>(s);
      const dy = load<f64>(q, 8) - y + load<f64>(s, 8);
      const dz = load<f64>(q, 16) - z + load<f64>(s, 16);
      const square = dx * dx + dy * dy + dz * dz;
      if (square >= cutoffSquare) continue;
      const u = Math.sqrt(square) * inverse;
      const m = min(<i32>u, intervals - 1);
      const t = min<f64>(u - <f64>m, 1);
      const otherType = load<i32>(type + ((<usize>j) << 2));
      const at = table + ((<usize>m) << 6);
      const given = Tables.first(at + <usize>(otherType * types + ownType) * size, t);
      sum += given;
      const taken = ownType === otherType ? given : Tables.first(at + <usize>(ownType * types + otherType) * size, t);
      const place = density + ((<usize>j) << 3);
      store<f64>(place, load<f64>(place) + taken);
    }
    const place = density + ((<usize>i) << 3);
    store<f64>(place, load<f64>(place) + sum);
  }
}

/**
 * Energies of embedding: Σ F(ρ_i), and F′(ρ_i) in `slope`, from the chunks' densities.
 *
 * @param constants f64 [2] 1 / step, end of the table
 * @param table     f64 [types × intervals × 4] rising powers of F
 * @param density   f64 [chunks × n]
 */
export function eamEmbed(
  n: i32,
  chunks: i32,
  constants: usize,
  table: usize,
  intervals: i32,
  type: usize,
  density: usize,
  slope: usize,
): f64 {
  const inverse = load<f64>(constants);
  const last = load<f64>(constants, 8);
  let energy: f64 = 0;
  for (let i = 0; i < n; i++) {
    let rho: f64 = 0;
    for (let c = 0; c < chunks; c++) rho += load<f64>(density + ((<usize>(c * n + i)) << 3));
    const u = rho * inverse;
    const m = max(0, min(<i32>u, intervals - 1));
    const t = min<f64>(u - <f64>m, 1);
    const at = table + ((<usize>(load<i32>(type + ((<usize>i) << 2)) * intervals + m)) << 5);
    const c1 = load<f64>(at, 8);
    const c2 = load<f64>(at, 16);
    const c3 = load<f64>(at, 24);
    const rise = ((3 * c3 * t + 2 * c2) * t + c1) * inverse;
    energy += ((c3 * t + c2) * t + c1) * t + load<f64>(at) + max<f64>(0, rho - last) * rise;
    store<f64>(slope + ((<usize>i) << 3), rise);
  }
  return energy;
}

/** As eamDensities; `slope` is that of eamEmbed; energies of pairs and virials go to `total`. */
export function eamForces(
  from: i32,
  to: i32,
  first: usize,
  pair: usize,
  position: usize,
  shift: usize,
  constants: usize,
  table: usize,
  intervals: i32,
  types: i32,
  type: usize,
  slope: usize,
  force: usize,
  total: usize,
): void {
  const cutoffSquare = load<f64>(constants) * load<f64>(constants);
  const inverse = load<f64>(constants, 8);
  const size = (<usize>intervals) << 6;
  let energy: f64 = 0;
  let squares = f64x2.splat(0);
  let mixed = f64x2.splat(0);
  let rest = f64x2.splat(0);
  for (let i = from; i < to; i++) {
    const own = position + ((<usize>i) << 5);
    const ownXY = v128.load(own);
    const ownZ = v128.load(own, 16);
    const ownType = load<i32>(type + ((<usize>i) << 2));
    const ownSlope = load<f64>(slope + ((<usize>i) << 3));
    const row = first + ((<usize>i) << 2);
    const end = pair + ((<usize>load<i32>(row, 4)) << 3);
    let sumXY = f64x2.splat(0);
    let sumZ = f64x2.splat(0);
    for (let p = pair + ((<usize>load<i32>(row)) << 3); p < end; p += 8) {
      const j = load<i32>(p);
      const q = position + ((<usize>j) << 5);
      const s = shift + ((<usize>load<i32>(p, 4)) << 5);
      const xy = Sums.across(ownXY, q, s);
      const z = Sums.across(ownZ, q + 16, s + 16);
      const xx = f64x2.mul(xy, xy);
      const dz = f64x2.extract_lane(z, 0);
      const square = f64x2.extract_lane(xx, 0) + f64x2.extract_lane(xx, 1) + dz * dz;
      if (square >= cutoffSquare) continue;
      const r = Math.sqrt(square);
      const u = r * inverse;
      const m = min(<i32>u, intervals - 1);
      const t = f64x2.splat(min<f64>(u - <f64>m, 1));
      const otherType = load<i32>(type + ((<usize>j) << 2));
      const at = table + ((<usize>m) << 6);

      const given = at + <usize>(otherType * types + ownType) * size;
      const c1 = v128.load(given, 16);
      const c2 = v128.load(given, 32);
      const c3 = v128.load(given, 48);
      const c3t = f64x2.mul(c3, t);
      const value = f64x2.add(f64x2.mul(f64x2.add(f64x2.mul(f64x2.add(c3t, c2), t), c1), t), v128.load(given));
      const three = f64x2.add(f64x2.add(c3t, c3t), c3t);
      const rise = f64x2.mul(f64x2.add(f64x2.mul(f64x2.add(three, f64x2.add(c2, c2)), t), c1), f64x2.splat(inverse));
      const givenSlope = f64x2.extract_lane(rise, 0);
      const takenSlope =
        ownType === otherType
          ? givenSlope
          : Tables.firstSlope(at + <usize>(ownType * types + otherType) * size, f64x2.extract_lane(t, 0)) * inverse;

      const over = 1 / r;
      const phi = f64x2.extract_lane(value, 1) * over;
      const phiSlope = (f64x2.extract_lane(rise, 1) - phi) * over;
      const otherSlope = load<f64>(slope + ((<usize>j) << 3));
      energy += phi;
      const push = f64x2.splat(-(ownSlope * givenSlope + otherSlope * takenSlope + phiSlope) * over);
      const fXY = f64x2.mul(push, xy);
      const fZ = f64x2.mul(push, z);
      Sums.add(force + ((<usize>j) << 5), fXY, fZ);
      sumXY = f64x2.sub(sumXY, fXY);
      sumZ = f64x2.sub(sumZ, fZ);
      squares = f64x2.add(squares, f64x2.mul(fXY, xy));
      mixed = f64x2.add(mixed, f64x2.mul(fXY, v128.shuffle<f64>(z, z, 0, 0)));
      rest = f64x2.add(rest, f64x2.mul(v128.shuffle<f64>(fXY, fZ, 0, 2), v128.shuffle<f64>(xy, z, 1, 2)));
    }
    Sums.add(force + ((<usize>i) << 5), sumXY, sumZ);
  }
  store<f64>(total, energy);
  v128.store(total, squares, 8);
  v128.store(total, mixed, 24);
  v128.store(total, rest, 40);
}

class Tables {
  /** The density of an interval. */
  @inline
  static first(at: usize, t: f64): f64 {
    return ((load<f64>(at, 48) * t + load<f64>(at, 32)) * t + load<f64>(at, 16)) * t + load<f64>(at);
  }

  @inline
  static firstSlope(at: usize, t: f64): f64 {
    return (3 * load<f64>(at, 48) * t + 2 * load<f64>(at, 32)) * t + load<f64>(at, 16);
  }
}
