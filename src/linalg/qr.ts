import { checkFinite, type Matrix, matrix, transposed } from "./matrix.ts";

/** A P = Q R, with the columns of A in an order in which the diagonal of R falls. */
export interface PivotedQr {
  readonly rows: number;
  readonly columns: number;
  /** [columns × rows] column after column: R above and on the diagonal, below it the reflections that Q consists of. */
  readonly factors: Float64Array;
  /** [min(rows, columns)] reflection k is 1 − tau v vᵀ, with v of length 1 at place k */
  readonly tau: Float64Array;
  /** [columns] column pivot[k] of A is the kth of A P */
  readonly pivot: Int32Array;
  /** Diagonal elements of R that are more than rounding errors of the first. */
  readonly rank: number;
}

/**
 * QR by Householder reflections with column pivoting: of what is left, the column with the largest rest is next.
 *
 * P. Businger, G. H. Golub, Numer. Math. 7, 269 (1965), doi:10.1007/BF01436084
 */
export function pivotedQr(a: Matrix): PivotedQr {
  checkFinite("pivotedQr", a);
  const { rows: m, columns: n } = a;
  const factors = transposed(a).value;
  const pivot = Int32Array.from({ length: n }, (_, j) => j);
  const steps = Math.min(m, n);
  const tau = new Float64Array(steps);
  const rest = Float64Array.from({ length: n }, (_, j) => squares(factors, j * m, m));
  const exact = rest.slice();

  for (let k = 0; k < steps; k++) {
    let largest = k;
    for (let j = k + 1; j < n; j++) if (rest[j]! > rest[largest]!) largest = j;
    if (largest !== k) {
      swap(pivot, k, largest);
      swap(rest, k, largest);
      swap(exact, k, largest);
      for (let i = 0; i < m; i++) swap(factors, k * m + i, largest * m + i);
    }
    tau[k] = reflection(factors, k * m + k, m - k);
    for (let j = k + 1; j < n; j++) {
      reflect(factors, k * m + k, tau[k]!, factors, j * m + k, m - k);
      const top = factors[j * m + k]!;
      rest[j] = rest[j]! - top * top;
      // After cancellation the difference holds rounding errors only.
      if (rest[j]! < 1e-8 * exact[j]!) exact[j] = rest[j] = squares(factors, j * m + k + 1, m - k - 1);
    }
  }

  const least = Math.max(m, n) * Number.EPSILON * Math.abs(factors[0] ?? 0);
  let rank = 0;
  while (rank < steps && Math.abs(factors[rank * m + rank]!) > least) rank++;
  return { rows: m, columns: n, factors, tau, pivot, rank };
}

/** Qᵀ b, in place. */
export function multiplyByTransposedQ({ rows: m, factors, tau }: PivotedQr, b: Float64Array): void {
  for (let k = 0; k < tau.length; k++) reflect(factors, k * m + k, tau[k]!, b, k, m - k);
}

/** Q b, in place. */
export function multiplyByQ({ rows: m, factors, tau }: PivotedQr, b: Float64Array): void {
  for (let k = tau.length - 1; k >= 0; k--) reflect(factors, k * m + k, tau[k]!, b, k, m - k);
}

/** R [min(rows, columns) × columns], zeros below its diagonal. */
export function triangle({ rows: m, columns: n, factors, tau }: PivotedQr): Matrix {
  const r = matrix(tau.length, n);
  for (let i = 0; i < tau.length; i++) for (let j = i; j < n; j++) r.value[i * n + j] = factors[j * m + i]!;
  return r;
}

/** x with R x = b for the first `size` rows and columns of R; in place. */
export function solveTriangle({ rows: m, factors }: PivotedQr, b: Float64Array, size: number): void {
  for (let k = size - 1; k >= 0; k--) {
    b[k]! /= factors[k * m + k]!;
    for (let i = 0; i < k; i++) b[i]! -= b[k]! * factors[k * m + i]!;
  }
}

/** Turns a vector into (−sign · length, 0, 0 …) and leaves v / v₀ in the place of the zeros; returns tau. */
function reflection(x: Float64Array, at: number, length: number): number {
  const below = squares(x, at + 1, length - 1);
  if (below === 0) return 0;
  const first = x[at]!;
  const norm = Math.sqrt(first * first + below);
  const turned = first > 0 ? -norm : norm;
  const v0 = first - turned;
  for (let i = at + 1; i < at + length; i++) x[i]! /= v0;
  x[at] = turned;
  return -v0 / turned;
}

function reflect(v: Float64Array, at: number, tau: number, x: Float64Array, from: number, length: number): void {
  if (tau === 0) return;
  let sum = x[from]!;
  for (let i = 1; i < length; i++) sum += v[at + i]! * x[from + i]!;
  sum *= tau;
  x[from]! -= sum;
  for (let i = 1; i < length; i++) x[from + i]! -= sum * v[at + i]!;
}

function squares(x: Float64Array, at: number, length: number): number {
  let sum = 0;
  for (let i = at; i < at + length; i++) sum += x[i]! * x[i]!;
  return sum;
}

function swap(x: Float64Array | Int32Array, i: number, j: number): void {
  const kept = x[i]!;
  x[i] = x[j]!;
  x[j] = kept;
}
