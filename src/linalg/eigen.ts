import { check } from "../check.ts";
import { checkFinite, type Matrix, matrix } from "./matrix.ts";

export interface Eigen {
  /** [n] largest first */
  readonly values: Float64Array;
  /** [n × n] row k belongs to values[k]; its element of largest size is positive. */
  readonly vectors: Matrix;
}

/** Sweeps after which it would have long converged. */
const SWEEPS = 60;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations in a fixed order.
 *
 * G. H. Golub, C. F. Van Loan, Matrix Computations, 4th edition (2013), section 8.5.
 */
export function symmetricEigen(a: Matrix): Eigen {
  const n = a.rows;
  check(a.columns === n, () => `symmetricEigen: a matrix of ${n} × ${a.columns}; a square one was needed`);
  checkFinite("symmetricEigen", a);
  const s = a.value.slice();
  const scale = s.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      check(
        Math.abs(s[i * n + j]! - s[j * n + i]!) <= 1e-10 * scale,
        () => `symmetricEigen: elements (${i}, ${j}) and (${j}, ${i}) differ; a symmetric matrix was needed`,
      );
      s[i * n + j] = s[j * n + i]!;
    }
  }
  const v = matrix(n, n);
  for (let i = 0; i < n; i++) v.value[i * n + i] = 1;

  let turned = true;
  for (let sweep = 0; turned; sweep++) {
    check(sweep < SWEEPS, () => `symmetricEigen: not converged after ${SWEEPS} sweeps`);
    turned = false;
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) {
        const off = s[p * n + q]!;
        if (Math.abs(off) <= Number.EPSILON * Number.EPSILON * scale) continue;
        const negligible = Number.EPSILON * Math.sqrt(Math.abs(s[p * n + p]! * s[q * n + q]!));
        if (Math.abs(off) <= negligible) continue;
        turned = true;
        const turn = rotation(s[p * n + p]!, off, s[q * n + q]!);
        const pp = s[p * n + p]! - turn.tangent * off;
        const qq = s[q * n + q]! + turn.tangent * off;
        turnRows(s, p * n, q * n, n, turn);
        s[p * n + p] = pp;
        s[q * n + q] = qq;
        s[p * n + q] = 0;
        s[q * n + p] = 0;
        for (let k = 0; k < n; k++) {
          s[k * n + p] = s[p * n + k]!;
          s[k * n + q] = s[q * n + k]!;
        }
        turnRows(v.value, p * n, q * n, n, turn);
      }
    }
  }
  const values = Float64Array.from({ length: n }, (_, i) => s[i * n + i]!);
  return inOrder(values, v);
}

export interface Rotation {
  readonly cosine: number;
  readonly sine: number;
  readonly tangent: number;
}

/**
 * The turn of axes p and q that makes the element between them zero: Golub & Van Loan, equations (8.5.2) and (8.5.3).
 * The elements pp and qq become pp − t pq and qq + t pq, with t the tangent.
 */
export function rotation(pp: number, pq: number, qq: number): Rotation {
  const tau = (qq - pp) / (2 * pq);
  // Where the square of tau might be too large for a number, 1 beside it is nothing.
  const tangent = Math.abs(tau) > 1e100 ? 0.5 / tau : (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  return { cosine, sine: tangent * cosine, tangent };
}

/** Rows at p and q become c p − s q and s p + c q. */
export function turnRows(x: Float64Array, p: number, q: number, length: number, { cosine, sine }: Rotation): void {
  for (let k = 0; k < length; k++) {
    const xp = x[p + k]!;
    const xq = x[q + k]!;
    x[p + k] = cosine * xp - sine * xq;
    x[q + k] = sine * xp + cosine * xq;
  }
}

/** Largest value first, rows of vectors with them, each with its largest element positive. */
function inOrder(values: Float64Array, { columns: n, value }: Matrix): Eigen {
  const order = Array.from(values, (_, k) => k).sort((i, j) => values[j]! - values[i]!);
  const vectors = matrix(order.length, n);
  for (const [k, i] of order.entries()) {
    const row = value.subarray(i * n, (i + 1) * n);
    const sign = largestOf(row) < 0 ? -1 : 1;
    for (let j = 0; j < n; j++) vectors.value[k * n + j] = sign * row[j]!;
  }
  return { values: Float64Array.from(order, i => values[i]!), vectors };
}

/** The element of largest size; the first of those that are equal. */
function largestOf(row: Float64Array): number {
  return row.reduce((largest, x) => (Math.abs(x) > Math.abs(largest) ? x : largest), 0);
}
