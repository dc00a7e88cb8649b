/** Piecewise polynomials through values at 0, step, 2 step …; beyond the ends the last ones go on or stop (see `place`). */
export interface Spline {
  readonly step: number;
  /** intervals */
  readonly count: number;
  readonly degree: 3 | 5;
  /** [count × (degree + 1)] rising powers of t = x/step − m in interval m */
  readonly coefficient: Float64Array;
}

export const splineKinds = ["cubic", "quintic"] as const;
export type SplineKind = (typeof splineKinds)[number];

/**
 * cubic: LAMMPS' splines of embedded-atom tables. Slopes at the points by differences of the fourth order, of lower order at
 * the two first and two last; Hermite's cubic between. Energies and forces are LAMMPS' to rounding.
 *
 * quintic: slopes and curvatures at the points by the same differences, Hermite's quintic between: the second derivative,
 * too, is continuous, hence that of forces.
 */
export function splineOf(values: Float64Array, step: number, kind: SplineKind): Spline {
  const count = values.length - 1;
  const slope = differences(
    values,
    [1, -8, 0, 8, -1].map(x => x / 12),
    [-0.5, 0, 0.5],
    [-1, 1],
  );
  if (kind === "cubic") {
    const coefficient = new Float64Array(4 * count);
    for (let m = 0; m < count; m++) {
      const rise = values[m + 1]! - values[m]!;
      const [before, after] = [slope[m]!, slope[m + 1]!];
      coefficient.set([values[m]!, before, 3 * rise - 2 * before - after, before + after - 2 * rise], 4 * m);
    }
    return { step, count, degree: 3, coefficient };
  }
  const curvature = differences(
    values,
    [-1, 16, -30, 16, -1].map(x => x / 12),
    [1, -2, 1],
    [0, 0],
  );
  const coefficient = new Float64Array(6 * count);
  for (let m = 0; m < count; m++) {
    const half = 0.5 * curvature[m]!;
    // What is left for t³, t⁴ and t⁵ of value, slope and curvature at the far end.
    const value = values[m + 1]! - values[m]! - slope[m]! - half;
    const first = slope[m + 1]! - slope[m]! - 2 * half;
    const second = curvature[m + 1]! - 2 * half;
    const high = [
      10 * value - 4 * first + 0.5 * second,
      -15 * value + 7 * first - second,
      6 * value - 3 * first + 0.5 * second,
    ];
    coefficient.set([values[m]!, slope[m]!, half, ...high], 6 * m);
  }
  return { step, count, degree: 5, coefficient };
}

/** Weighted sums of neighbouring values: of five inside, of three next to the ends, of two at them. */
function differences(values: Float64Array, five: number[], three: number[], two: number[]): Float64Array {
  const n = values.length;
  const sum = (weights: number[], from: number) =>
    weights.reduce((total, weight, k) => total + weight * values[from + k]!, 0);
  return values.map((_, m) => {
    if (m === 0) return sum(two, 0);
    if (m === n - 1) return sum(two, n - 2);
    return m === 1 || m === n - 2 ? sum(three, m - 1) : sum(five, m - 2);
  });
}

/** Value at x and slope there; before the first point the first polynomial goes on, after the last all stays as it is. */
export function at({ step, count, degree, coefficient }: Spline, x: number): { value: number; slope: number } {
  const u = x / step;
  const m = Math.max(0, Math.min(count - 1, Math.trunc(u)));
  const t = Math.min(u - m, 1);
  const first = (degree + 1) * m;
  let value = coefficient[first + degree]!;
  let slope = 0;
  for (let k = degree - 1; k >= 0; k--) {
    slope = slope * t + value;
    value = value * t + coefficient[first + k]!;
  }
  return { value, slope: slope / step };
}
