import { check } from "../check.ts";
import { checkFinite, type Matrix, matrix } from "./matrix.ts";

/**
 * The lower triangle L with A = L Lᵀ, of a symmetric matrix all of whose eigenvalues are positive.
 *
 * Only the lower triangle of A is read.
 */
export function cholesky(a: Matrix): Matrix {
  const n = a.rows;
  check(a.columns === n, () => `cholesky: a matrix of ${n} × ${a.columns}; a square one was needed`);
  checkFinite("cholesky", a);
  const l = matrix(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a.value[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= l.value[i * n + k]! * l.value[j * n + k]!;
      if (i > j) l.value[i * n + j] = sum / l.value[j * n + j]!;
      else {
        check(
          sum > 0,
          () => `cholesky: the matrix is not positive definite (row ${i}); add a small positive number to its diagonal`,
        );
        l.value[i * n + i] = Math.sqrt(sum);
      }
    }
  }
  return l;
}

/** The x with L Lᵀ x = b. */
export function choleskySolve({ rows: n, value: l }: Matrix, b: ArrayLike<number>): Float64Array {
  check(b.length === n, () => `choleskySolve: ${b.length} numbers; ${n} were needed`);
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= l[i * n + k]! * x[k]!;
    x[i]! /= l[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    x[i]! /= l[i * n + i]!;
    for (let k = 0; k < i; k++) x[k]! -= l[i * n + k]! * x[i]!;
  }
  return x;
}
