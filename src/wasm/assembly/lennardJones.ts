import { Sums } from "./sums";

/**
 * Lennard-Jones forces of the rows from … to − 1 of half a list of pairs, two pairs at a time.
 *
 * @param constants f64 [6] cutoff, σ², 4ε, 24ε, what is taken off the energy, and off its slope
 * @param force     f64 [n × 4] of this chunk, added to
 * @param total     f64 [8] of this chunk
 */
export function lennardJonesForces(
  from: i32,
  to: i32,
  first: usize,
  pair: usize,
  position: usize,
  shift: usize,
  constants: usize,
  force: usize,
  total: usize,
): void {
  const cutoff = load<f64>(constants);
  const cutoffSquare = f64x2.splat(cutoff * cutoff);
  const sigmaSquare = f64x2.splat(load<f64>(constants, 8));
  const four = f64x2.splat(load<f64>(constants, 16));
  const twentyFour = f64x2.splat(load<f64>(constants, 24));
  const offset = f64x2.splat(load<f64>(constants, 32));
  const tilt = load<f64>(constants, 40);
  const one = f64x2.splat(1);
  let energy: f64 = 0;
  let squares = f64x2.splat(0);
  let mixed = f64x2.splat(0);
  let rest = f64x2.splat(0);

  for (let i = from; i < to; i++) {
    const own = position + ((<usize>i) << 5);
    const ownXY = v128.load(own);
    const ownZ = v128.load(own, 16);
    const row = first + ((<usize>i) << 2);
    const end = pair + ((<usize>load<i32>(row, 4)) << 3);
    let sumXY = f64x2.splat(0);
    let sumZ = f64x2.splat(0);
    for (let p = pair + ((<usize>load<i32>(row)) << 3); p < end; p += 16) {
      // Of an odd number of pairs the last goes twice, and once for nothing.
      const q = p + 8 < end ? p + 8 : p;
      const j = (<usize>load<i32>(p)) << 5;
      const k = (<usize>load<i32>(q)) << 5;
      const s = shift + ((<usize>load<i32>(p, 4)) << 5);
      const t = shift + ((<usize>load<i32>(q, 4)) << 5);
      const oneXY = Sums.across(ownXY, position + j, s);
      const oneZ = Sums.across(ownZ, position + j + 16, s + 16);
      const otherXY = Sums.across(ownXY, position + k, t);
      const otherZ = Sums.across(ownZ, position + k + 16, t + 16);
      const x = v128.shuffle<f64>(oneXY, otherXY, 0, 2);
      const y = v128.shuffle<f64>(oneXY, otherXY, 1, 3);
      const z = v128.shuffle<f64>(oneZ, otherZ, 0, 2);
      const square = f64x2.add(f64x2.add(f64x2.mul(x, x), f64x2.mul(y, y)), f64x2.mul(z, z));
      let near = f64x2.lt(square, cutoffSquare);
      if (q === p) near = f64x2.replace_lane(near, 1, 0);
      if (!v128.any_true(near)) continue;

      const inverse = f64x2.div(one, square);
      const ratio = f64x2.mul(sigmaSquare, inverse);
      const sixth = f64x2.mul(f64x2.mul(ratio, ratio), ratio);
      let value = f64x2.sub(f64x2.mul(f64x2.mul(four, sixth), f64x2.sub(sixth, one)), offset);
      let push = f64x2.mul(f64x2.mul(f64x2.mul(twentyFour, sixth), f64x2.sub(f64x2.add(sixth, sixth), one)), inverse);
      if (tilt !== 0) {
        const r = f64x2.sqrt(square);
        value = f64x2.sub(value, f64x2.mul(f64x2.splat(tilt), f64x2.sub(r, f64x2.splat(cutoff))));
        push = f64x2.add(push, f64x2.div(f64x2.splat(tilt), r));
      }
      value = v128.and(value, near);
      push = v128.and(push, near);
      energy += f64x2.extract_lane(value, 0);
      energy += f64x2.extract_lane(value, 1);

      // The force on j along the vector from i to j.
      const pushOne = v128.shuffle<f64>(push, push, 0, 0);
      const pushOther = v128.shuffle<f64>(push, push, 1, 1);
      let fXY = f64x2.mul(pushOne, oneXY);
      let fZ = f64x2.mul(pushOne, oneZ);
      Sums.add(force + j, fXY, fZ);
      sumXY = f64x2.sub(sumXY, fXY);
      sumZ = f64x2.sub(sumZ, fZ);
      squares = f64x2.add(squares, f64x2.mul(fXY, oneXY));
      mixed = f64x2.add(mixed, f64x2.mul(fXY, v128.shuffle<f64>(oneZ, oneZ, 0, 0)));
      rest = f64x2.add(rest, f64x2.mul(v128.shuffle<f64>(fXY, fZ, 0, 2), v128.shuffle<f64>(oneXY, oneZ, 1, 2)));

      fXY = f64x2.mul(pushOther, otherXY);
      fZ = f64x2.mul(pushOther, otherZ);
      Sums.add(force + k, fXY, fZ);
      sumXY = f64x2.sub(sumXY, fXY);
      sumZ = f64x2.sub(sumZ, fZ);
      squares = f64x2.add(squares, f64x2.mul(fXY, otherXY));
      mixed = f64x2.add(mixed, f64x2.mul(fXY, v128.shuffle<f64>(otherZ, otherZ, 0, 0)));
      rest = f64x2.add(rest, f64x2.mul(v128.shuffle<f64>(fXY, fZ, 0, 2), v128.shuffle<f64>(otherXY, otherZ, 1, 2)));
    }
    Sums.add(force + ((<usize>i) << 5), sumXY, sumZ);
  }
  store<f64>(total, energy);
  v128.store(total, squares, 8);
  v128.store(total, mixed, 24);
  v128.store(total, rest, 40);
}
