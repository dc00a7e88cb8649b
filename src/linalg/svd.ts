import { check } from "../check.ts";
import { rotation, turnRows } from "./eigen.ts";
import { type Matrix, matrix, transposed } from "./matrix.ts";
import { multiplyByQ, pivotedQr, triangle } from "./qr.ts";

/** A = Σ_k values[k] left[k] right[k]ᵀ */
export interface Svd {
  /** [K], K the smaller of rows and columns; largest first */
  readonly values: Float64Array;
  /** [K × rows] a vector a row; zeros where the singular value is 0 */
  readonly left: Matrix;
  /** [K × columns] a vector a row */
  readonly right: Matrix;
}

const SWEEPS = 60;

/**
 * Singular values and vectors, small ones to full accuracy: one-sided Jacobi rotations of the triangle of a pivoted QR.
 *
 * Z. Drmač, K. Veselić, SIAM J. Matrix Anal. Appl. 29, 1322 (2008), doi:10.1137/050639193, without its refinements.
 */
export function svd(a: Matrix): Svd {
  if (a.rows < a.columns) {
    const { values, left, right } = svd(transposed(a));
    return { values, left: right, right: left };
  }
  const { rows: m, columns: n } = a;
  const qr = pivotedQr(a);
  // Rows of R become orthogonal by turns from the left: turns R = values · w, so R = turnsᵀ values w.
  const w = triangle(qr).value;
  const turns = matrix(n, n);
  for (let i = 0; i < n; i++) turns.value[i * n + i] = 1;
  makeRowsOrthogonal(w, turns.value, n);

  const lengths = Float64Array.from({ length: n }, (_, i) => Math.sqrt(dot(w, i * n, i * n, n)));
  const order = Array.from(lengths, (_, i) => i).sort((i, j) => lengths[j]! - lengths[i]!);
  const left = matrix(n, m);
  const right = matrix(n, n);
  for (const [k, i] of order.entries()) {
    const length = lengths[i]!;
    const vector = new Float64Array(m);
    if (length > 0) {
      vector.set(turns.value.subarray(i * n, (i + 1) * n));
      multiplyByQ(qr, vector);
      for (let j = 0; j < n; j++) right.value[k * n + qr.pivot[j]!] = w[i * n + j]! / length;
    }
    left.value.set(vector, k * m);
  }
  return { values: Float64Array.from(order, i => lengths[i]!), left, right };
}

function makeRowsOrthogonal(w: Float64Array, turns: Float64Array, n: number): void {
  let turned = true;
  for (let sweep = 0; turned; sweep++) {
    check(sweep < SWEEPS, () => `svd: not converged after ${SWEEPS} sweeps`);
    turned = false;
    // Lengths are kept up as rows turn, and made anew every sweep: the last one, which turns nothing, sees true ones.
    const square = Float64Array.from({ length: n }, (_, i) => dot(w, i * n, i * n, n));
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) {
        const pq = dot(w, p * n, q * n, n);
        if (Math.abs(pq) <= n * Number.EPSILON * Math.sqrt(square[p]!) * Math.sqrt(square[q]!)) continue;
        turned = true;
        const turn = rotation(square[p]!, pq, square[q]!);
        turnRows(w, p * n, q * n, n, turn);
        turnRows(turns, p * n, q * n, n, turn);
        square[p] = Math.max(0, square[p]! - turn.tangent * pq);
        square[q] = Math.max(0, square[q]! + turn.tangent * pq);
      }
    }
  }
}

function dot(x: Float64Array, i: number, j: number, length: number): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += x[i + k]! * x[j + k]!;
  return sum;
}
