/**
 * Dense linear algebra of its own, since results have to be the same bits everywhere: additions, products and square roots
 * in a fixed order. For hundreds of columns; rows may be many.
 */
import { check } from "../check.ts";

export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** [rows × columns] row after row */
  readonly value: Float64Array;
}

/** A matrix of the given numbers, or of zeros. */
export function matrix(rows: number, columns: number, value: Float64Array = new Float64Array(rows * columns)): Matrix {
  check(
    value.length === rows * columns,
    () => `matrix: ${value.length} numbers; ${rows} × ${columns} = ${rows * columns} were needed`,
  );
  return { rows, columns, value };
}

export function transposed({ rows, columns, value }: Matrix): Matrix {
  const result = new Float64Array(value.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) result[j * rows + i] = value[i * columns + j]!;
  return matrix(columns, rows, result);
}

export function product(a: Matrix, b: Matrix): Matrix {
  check(a.columns === b.rows, () => `product: ${a.rows} × ${a.columns} and ${b.rows} × ${b.columns} do not fit`);
  const result = matrix(a.rows, b.columns);
  const n = b.columns;
  for (let i = 0; i < a.rows; i++) {
    for (let k = 0; k < a.columns; k++) {
      const factor = a.value[i * a.columns + k]!;
      for (let j = 0; j < n; j++) result.value[i * n + j]! += factor * b.value[k * n + j]!;
    }
  }
  return result;
}

export function checkFinite(verb: string, { value }: { readonly value: ArrayLike<number> }): void {
  for (let k = 0; k < value.length; k++) {
    check(
      Number.isFinite(value[k]),
      () => `${verb}: number ${k} of the matrix is ${value[k]}; finite ones were needed`,
    );
  }
}
