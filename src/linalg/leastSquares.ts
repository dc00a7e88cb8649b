import { check } from "../check.ts";
import type { Matrix } from "./matrix.ts";
import { multiplyByTransposedQ, pivotedQr, solveTriangle } from "./qr.ts";

export interface LeastSquares {
  /** [columns] */
  readonly solution: Float64Array;
  /** Columns that are independent; the others have 0 in the solution. */
  readonly rank: number;
  /** The length of A x − b. */
  readonly residual: number;
}

/** The x with the least |A x − b|. */
export function leastSquares(a: Matrix, b: ArrayLike<number>): LeastSquares {
  check(
    b.length === a.rows,
    () => `leastSquares: ${a.rows} rows and ${b.length} numbers on the right; as many of both were needed`,
  );
  const qr = pivotedQr(a);
  const turned = Float64Array.from(b);
  multiplyByTransposedQ(qr, turned);
  let rest = 0;
  for (let i = qr.rank; i < a.rows; i++) rest += turned[i]! * turned[i]!;
  solveTriangle(qr, turned, qr.rank);
  const solution = new Float64Array(a.columns);
  for (let k = 0; k < qr.rank; k++) solution[qr.pivot[k]!] = turned[k]!;
  return { solution, rank: qr.rank, residual: Math.sqrt(rest) };
}
