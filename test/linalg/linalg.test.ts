import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { sha256 } from "#src/hash.js";
import { cholesky, choleskySolve } from "#src/linalg/cholesky.js";
import { symmetricEigen } from "#src/linalg/eigen.js";
import { leastSquares } from "#src/linalg/leastSquares.js";
import { type Matrix, matrix, product, transposed } from "#src/linalg/matrix.js";
import { maxvol } from "#src/linalg/maxvol.js";
import { multiplyByQ, pivotedQr, triangle } from "#src/linalg/qr.js";
import { svd } from "#src/linalg/svd.js";
import { random } from "#src/random.js";
import { repository } from "../needs.js";

/** Made by test/golden/linalg.py, which names the version of NumPy. */
const { expect } = JSON.parse(readFileSync(join(repository, "test", "golden", "linalg.json"), "utf8"));

const from = (rows: readonly (readonly number[])[]): Matrix =>
  matrix(rows.length, rows[0]!.length, Float64Array.from(rows.flat()));
const normal = (rows: number, columns: number, name: string): Matrix =>
  matrix(rows, columns, random(1, name).normals(rows * columns));

function close(found: ArrayLike<number>, expected: ArrayLike<number>, what: string, relative = 1e-10): void {
  assert.equal(found.length, expected.length, what);
  const scale = Array.from(expected).reduce((largest, x) => Math.max(largest, Math.abs(x)), 1e-300);
  for (let k = 0; k < found.length; k++) {
    assert.ok(Math.abs(found[k]! - expected[k]!) <= relative * scale, `${what}[${k}]: ${found[k]}, not ${expected[k]}`);
  }
}

const unit = (n: number) =>
  matrix(
    n,
    n,
    Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 1 : 0)),
  );

test("least squares, singular values, eigenvalues and Cholesky's triangle are LAPACK's", () => {
  for (const [k, of] of expect.entries()) {
    const a = from(of.a);
    const fit = leastSquares(a, of.b);
    assert.equal(fit.rank, of.rank);
    close([fit.residual], of.residual > 1e-10 ? [of.residual] : [fit.residual], `residual ${k}`);
    if (of.solution) close(fit.solution, of.solution, `solution ${k}`);
    close(
      triangle(pivotedQr(a))
        .value.filter((_, i) => i % (a.columns + 1) === 0)
        .map(Math.abs),
      of.diagonal,
      `R ${k}`,
    );
    close(svd(a).values, of.singular, `singular ${k}`);
    const eigen = symmetricEigen(from(of.gram));
    close(eigen.values, of.eigenvalues, `eigen ${k}`);
    close(eigen.vectors.value.slice(0, a.columns).map(Math.abs), of.largest, `vector ${k}`);
    if (of.cholesky) close(cholesky(from(of.gram)).value, of.cholesky.flat(), `Cholesky ${k}`);
  }
});

test("a pivoted QR gives the matrix back, and its diagonal falls", () => {
  for (const [m, n] of [
    [30, 12],
    [12, 12],
    [7, 20],
    [1, 1],
  ] as const) {
    const a = normal(m, n, "qr");
    const qr = pivotedQr(a);
    const r = triangle(qr);
    const back = matrix(m, n);
    for (let j = 0; j < n; j++) {
      const column = new Float64Array(m);
      for (let i = 0; i < r.rows; i++) column[i] = r.value[i * n + j]!;
      multiplyByQ(qr, column);
      for (let i = 0; i < m; i++) back.value[i * n + qr.pivot[j]!] = column[i]!;
    }
    close(back.value, a.value, `${m} × ${n}`, 1e-14);
    for (let k = 1; k < r.rows; k++) {
      assert.ok(Math.abs(r.value[k * n + k]!) <= Math.abs(r.value[(k - 1) * n + k - 1]!) * (1 + 1e-12));
    }
    assert.equal(qr.rank, Math.min(m, n));
  }
});

test("singular vectors are orthogonal and give the matrix back", () => {
  for (const a of [normal(40, 15, "svd"), normal(9, 14, "svd"), from(expect[2].a)]) {
    const { values, left, right } = svd(a);
    const scaled = matrix(
      right.rows,
      right.columns,
      right.value.map((x, k) => x * values[Math.floor(k / right.columns)]!),
    );
    close(product(transposed(left), scaled).value, a.value, "A", 1e-13);
    const rank = values.filter(x => x > 1e-12 * values[0]!).length;
    for (const vectors of [left, right]) {
      const first = matrix(rank, vectors.columns, vectors.value.slice(0, rank * vectors.columns));
      close(product(first, transposed(first)).value, unit(rank).value, "orthogonal", 1e-12);
    }
  }
  assert.deepEqual([...svd(matrix(3, 2)).values], [0, 0]);
});

test("small singular values keep their digits", () => {
  const scales = [1, 1e-5, 1e-10, 1e-15, 1e-20];
  const { values } = svd(
    matrix(
      5,
      5,
      unit(5).value.map((x, k) => x * scales[Math.floor(k / 5)]!),
    ),
  );
  assert.deepEqual([...values], scales);
});

test("eigenvectors are orthogonal and diagonalise", () => {
  const half = normal(25, 25, "eigen");
  const a = matrix(
    25,
    25,
    half.value.map((x, k) => x + half.value[(k % 25) * 25 + Math.floor(k / 25)]!),
  );
  const { values, vectors } = symmetricEigen(a);
  close(product(vectors, transposed(vectors)).value, unit(25).value, "orthogonal", 1e-13);
  const diagonal = product(product(vectors, a), transposed(vectors));
  close(
    diagonal.value,
    unit(25).value.map((x, k) => x * values[k % 25]!),
    "diagonal",
    1e-13,
  );
  assert.ok(values.every((x, k) => k === 0 || x <= values[k - 1]!));
});

test("Cholesky solves", () => {
  const half = normal(20, 12, "cholesky");
  const a = product(transposed(half), half);
  const x = Float64Array.from({ length: 12 }, (_, k) => k - 3);
  const b = product(a, matrix(12, 1, x)).value;
  close(choleskySolve(cholesky(a), b), x, "x", 1e-12);
});

test("maxvol's rows express all others with coefficients of at most one", () => {
  for (let seed = 0; seed < 20; seed++) {
    const a = normal(60, 7, `maxvol ${seed}`);
    const { rows, coefficients } = maxvol(a);
    assert.equal(new Set(rows).size, 7);
    assert.ok(coefficients.value.every(x => Math.abs(x) <= 1.001));
    const chosen = matrix(7, 7, Float64Array.from([...rows].flatMap(i => [...a.value.slice(i * 7, i * 7 + 7)])));
    close(product(coefficients, chosen).value, a.value, "A", 1e-11);
  }
});

test("maxvol finds a determinant within its bound of the largest", () => {
  const a = normal(12, 3, "volume");
  const volume = (rows: ArrayLike<number>) => {
    const [p, q, r] = Array.from(rows, i => a.value.slice(i * 3, i * 3 + 3)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    return Math.abs(
      p[0]! * (q[1]! * r[2]! - q[2]! * r[1]!) -
        p[1]! * (q[0]! * r[2]! - q[2]! * r[0]!) +
        p[2]! * (q[0]! * r[1]! - q[1]! * r[0]!),
    );
  };
  let largest = 0;
  for (let i = 0; i < 12; i++) {
    for (let j = 0; j < i; j++) for (let k = 0; k < j; k++) largest = Math.max(largest, volume([i, j, k]));
  }
  // Hadamard's bound on coefficients of at most 1.001
  assert.ok(volume(maxvol(a).rows) * 1.001 ** 3 * 3 ** 1.5 >= largest);
  assert.ok(volume(maxvol(a).rows) > 0.8 * largest);
});

test("what cannot be solved is refused in words", () => {
  assert.throws(() => matrix(2, 2, new Float64Array(3)), /3 numbers; 2 × 2 = 4 were needed/);
  assert.throws(() => leastSquares(unit(3), [1, 2]), /3 rows and 2 numbers on the right/);
  assert.throws(() => pivotedQr(from([[1, Number.NaN]])), /number 1 of the matrix is NaN/);
  assert.throws(
    () =>
      cholesky(
        from([
          [1, 0],
          [0, -1],
        ]),
      ),
    /not positive definite \(row 1\)/,
  );
  assert.throws(
    () =>
      symmetricEigen(
        from([
          [1, 2],
          [3, 1],
        ]),
      ),
    /a symmetric matrix was needed/,
  );
  assert.throws(() => maxvol(from(expect[2].a)), /maxvol: only 3 of 5 columns are independent/);
  assert.throws(() => maxvol(matrix(1, 2)), /at least as many rows as columns/);
});

test("the bits are the same on every machine and every Node", () => {
  const a = normal(30, 12, "bits");
  const { values, left, right } = svd(a);
  const eigen = symmetricEigen(product(transposed(a), a));
  const { solution } = leastSquares(a, random(1, "right").normals(30));
  const parts = [
    values,
    left.value,
    right.value,
    eigen.values,
    eigen.vectors.value,
    solution,
    maxvol(a).coefficients.value,
  ];
  assert.equal(
    sha256(parts.map(part => sha256(part)).join()),
    "bd997a599b273bb2300914e2ee1e2783fae85accff3abab145f464301619edf7",
  );
});
