import { check } from "../check.ts";
import { type Matrix, matrix, transposed } from "./matrix.ts";
import { pivotedQr, solveTriangle } from "./qr.ts";

export interface MaxVol {
  /** [columns] the rows chosen */
  readonly rows: Int32Array;
  /** [rows × columns] every row of the matrix as a combination of those chosen: A = coefficients · A[rows] */
  readonly coefficients: Matrix;
}

/**
 * As many rows of a tall matrix as it has columns, such that no coefficient of another row by them is larger than
 * `threshold`: about the submatrix of largest determinant.
 *
 * S. A. Goreinov, I. V. Oseledets, D. V. Savostyanov, E. E. Tyrtyshnikov, N. L. Zamarashkin, How to find a good submatrix,
 * in Matrix Methods: Theory, Algorithms and Applications (2010), p. 247, doi:10.1142/9789812836021_0015, algorithm 1.
 * Differs: the first rows are those of a pivoted QR.
 *
 * @throws when the columns are not independent
 */
export function maxvol(a: Matrix, { threshold = 1.001 } = {}): MaxVol {
  const { rows: n, columns: r } = a;
  check(threshold > 1, () => `maxvol: threshold ${threshold}; more than 1 was needed`);
  check(n >= r, () => `maxvol: ${n} rows and ${r} columns; at least as many rows as columns were needed`);
  const qr = pivotedQr(transposed(a));
  check(qr.rank === r, () => `maxvol: only ${qr.rank} of ${r} columns are independent; leave out the others`);

  const rows = qr.pivot.slice(0, r);
  const c = matrix(n, r).value;
  for (let k = 0; k < n; k++) {
    // The column of R for a row of A; of the rows chosen, one of the unit matrix.
    const coefficients = qr.factors.slice(k * r, k * r + r);
    for (let j = k + 1; j < r; j++) coefficients[j] = 0;
    solveTriangle(qr, coefficients, r);
    c.set(coefficients, qr.pivot[k]! * r);
  }
  for (;;) {
    const largest = largestAt(c);
    if (Math.abs(c[largest]!) <= threshold) return { rows, coefficients: matrix(n, r, c) };
    const row = Math.floor(largest / r);
    const column = largest % r;
    rows[column] = row;
    exchange(c, row, column, n, r);
  }
}

/** Row i takes the place of the jth chosen row: C − C[:, j] (C[i, :] − e_j) / C[i, j]. */
function exchange(c: Float64Array, row: number, column: number, n: number, r: number): void {
  const pivot = c[row * r + column]!;
  const change = Float64Array.from({ length: r }, (_, j) => (c[row * r + j]! - (j === column ? 1 : 0)) / pivot);
  for (let i = 0; i < n; i++) {
    const factor = c[i * r + column]!;
    for (let j = 0; j < r; j++) c[i * r + j]! -= factor * change[j]!;
  }
}

function largestAt(c: Float64Array): number {
  let largest = 0;
  for (let k = 1; k < c.length; k++) if (Math.abs(c[k]!) > Math.abs(c[largest]!)) largest = k;
  return largest;
}
