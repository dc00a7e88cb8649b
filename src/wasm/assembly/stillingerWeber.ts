import { Lanes } from "./lanes";
import { Sums } from "./sums";

/** Numbers a triple of elements: ε, σ, a, λ, γ, cos θ₀, A, B, p, q. */
const PARAMETERS: usize = 80;
/** Of a neighbour: x, y, z, 0 of the unit vector; 1/r, e^(γσ / (r − aσ)) and its logarithm's slope, force so far x, y, z; atom. */
const NEIGHBOUR: usize = 96;

/**
 * Stillinger–Weber forces of the rows from … to − 1 of a whole list of pairs: each atom with the neighbours that it
 * really has, of the many that the list holds.
 *
 * @param parameters f64 [types³ × 10]
 * @param near       room for the neighbours of one atom: 96 bytes for each of the longest row
 * @param force      f64 [n × 4] of this chunk, added to
 * @param total      f64 [8] of this chunk
 */
export function stillingerWeberForces(
  from: i32,
  to: i32,
  first: usize,
  pair: usize,
  position: usize,
  shift: usize,
  parameters: usize,
  types: i32,
  type: usize,
  near: usize,
  force: usize,
  total: usize,
): void {
  let energy: f64 = 0;
  let squares = f64x2.splat(0);
  let mixed = f64x2.splat(0);
  let rest = f64x2.splat(0);
  for (let i = from; i < to; i++) {
    const own = position + ((<usize>i) << 5);
    const ownXY = v128.load(own);
    const ownZ = v128.load(own, 16);
    const ownType = load<i32>(type + ((<usize>i) << 2)) * types;
    const row = first + ((<usize>i) << 2);
    const end = pair + ((<usize>load<i32>(row, 4)) << 3);
    let last = near;
    for (let p = pair + ((<usize>load<i32>(row)) << 3); p < end; p += 8) {
      const j = load<i32>(p);
      const q = position + ((<usize>j) << 5);
      const s = shift + ((<usize>load<i32>(p, 4)) << 5);
      const xy = Sums.across(ownXY, q, s);
      const z = Sums.across(ownZ, q + 16, s + 16);
      const xx = f64x2.mul(xy, xy);
      const dz = f64x2.extract_lane(z, 0);
      const square = f64x2.extract_lane(xx, 0) + f64x2.extract_lane(xx, 1) + dz * dz;
      const otherType = load<i32>(type + ((<usize>j) << 2));
      const at = parameters + <usize>((ownType + otherType) * types + otherType) * PARAMETERS;
      const sigma = load<f64>(at, 8);
      const cutoff = load<f64>(at, 16) * sigma;
      const r = Math.sqrt(square);
      if (r >= cutoff) continue;

      const over = 1 / r;
      const inside = 1 / (r - cutoff);
      const reach = load<f64>(at, 32) * sigma;
      const ends = Lanes.exp(f64x2.mul(f64x2.replace_lane(f64x2.splat(sigma), 1, reach), f64x2.splat(inside)));
      const scale = load<f64>(at, 48) * load<f64>(at) * f64x2.extract_lane(ends, 0);
      const p1 = load<f64>(at, 64);
      const q1 = load<f64>(at, 72);
      const short = scale * load<f64>(at, 56) * Power.of(sigma * over, p1);
      const long = scale * Power.of(sigma * over, q1);
      const value = short - long;
      const slope = (q1 * long - p1 * short) * over - value * sigma * inside * inside;
      energy += 0.5 * value;

      const overs = f64x2.splat(over);
      const unitXY = f64x2.mul(xy, overs);
      const unitZ = f64x2.mul(z, overs);
      const half = f64x2.splat(0.5 * slope);
      v128.store(last, unitXY);
      v128.store(last, unitZ, 16);
      v128.store(last, f64x2.mul(half, unitXY), 32);
      v128.store(last, f64x2.mul(half, unitZ), 48);
      store<f64>(last, over, 64);
      store<f64>(last, f64x2.extract_lane(ends, 1), 72);
      store<f64>(last, -reach * inside * inside, 80);
      store<i32>(last, j, 88);
      store<i32>(last, otherType, 92);
      last += NEIGHBOUR;
    }

    for (let a = near; a < last; a += NEIGHBOUR) {
      const aXY = v128.load(a);
      const aZ = v128.load(a, 16);
      const overA = load<f64>(a, 64);
      const bondA = load<f64>(a, 72);
      const slopeA = load<f64>(a, 80);
      const triple = (ownType + load<i32>(a, 92)) * types;
      let gXY = v128.load(a, 32);
      let gZ = v128.load(a, 48);
      for (let b = a + NEIGHBOUR; b < last; b += NEIGHBOUR) {
        const at = parameters + <usize>(triple + load<i32>(b, 92)) * PARAMETERS;
        const bXY = v128.load(b);
        const bZ = v128.load(b, 16);
        const dots = f64x2.mul(aXY, bXY);
        const cos =
          f64x2.extract_lane(dots, 0) +
          f64x2.extract_lane(dots, 1) +
          f64x2.extract_lane(aZ, 0) * f64x2.extract_lane(bZ, 0);
        const off = cos - load<f64>(at, 40);
        const strength = load<f64>(at, 24) * load<f64>(at) * bondA * load<f64>(b, 72);
        const value = strength * off * off;
        const turn = 2 * strength * off;
        energy += value;
        // Slopes by the vector a: along b, and along a itself; and the other way round.
        const turnA = turn * overA;
        const turnB = turn * load<f64>(b, 64);
        const alongB = f64x2.splat(turnA);
        const alongA = f64x2.splat(value * slopeA - turnA * cos);
        gXY = f64x2.add(gXY, f64x2.add(f64x2.mul(alongB, bXY), f64x2.mul(alongA, aXY)));
        gZ = f64x2.add(gZ, f64x2.add(f64x2.mul(alongB, bZ), f64x2.mul(alongA, aZ)));
        const backA = f64x2.splat(turnB);
        const backB = f64x2.splat(value * load<f64>(b, 80) - turnB * cos);
        v128.store(b, f64x2.add(v128.load(b, 32), f64x2.add(f64x2.mul(backA, aXY), f64x2.mul(backB, bXY))), 32);
        v128.store(b, f64x2.add(v128.load(b, 48), f64x2.add(f64x2.mul(backA, aZ), f64x2.mul(backB, bZ))), 48);
      }

      // The energy's slope by the vector to a neighbour pushes it back, and the atom the other way.
      const r = f64x2.splat(1 / overA);
      const xy = f64x2.mul(aXY, r);
      const z = f64x2.mul(aZ, r);
      Sums.subtract(force + ((<usize>load<i32>(a, 88)) << 5), gXY, gZ);
      Sums.add(force + ((<usize>i) << 5), gXY, gZ);
      squares = f64x2.sub(squares, f64x2.mul(gXY, xy));
      mixed = f64x2.sub(mixed, f64x2.mul(gXY, v128.shuffle<f64>(z, z, 0, 0)));
      rest = f64x2.sub(rest, f64x2.mul(v128.shuffle<f64>(gXY, gZ, 0, 2), v128.shuffle<f64>(xy, z, 1, 2)));
    }
  }
  store<f64>(total, energy);
  v128.store(total, squares, 8);
  v128.store(total, mixed, 24);
  v128.store(total, rest, 40);
}

class Power {
  /** xⁿ; n is 4 and 0 in the potential of silicon, and a whole number in most others. */
  @inline
  static of(x: f64, n: f64): f64 {
    if (n === 4) return x * x * (x * x);
    return n === 0 ? 1 : NativeMath.pow(x, n);
  }
}
