import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { sha256 } from "#src/hash.js";
import { cos, exp, log, pow, sin, tanh } from "#src/wasm/mathematics.js";
import { openSession } from "#src/wasm/memory.js";
import { repository } from "../needs.js";
import * as reference from "../reference/real.js";
import { type Dyadic, digitsShared, dyadic, parsed, ulps } from "../reference/real.js";

/** Numbers that look random and are the same every time. */
function spread(low: number, high: number, count: number): number[] {
  let state = 12345;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const coarse = state / 2 ** 32;
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return low + (high - low) * (coarse + state / 2 ** 64);
  });
}

const small = spread(-46, 0, 500).map((power, k) => (k % 2 ? 1 : -1) * exp(power));
const angles = [...spread(-10, 10, 3000), ...spread(-1e6, 1e6, 1000), ...small, 5 * Math.PI, 1e5 * Math.PI, 355];

/** By name: the function, its exact values, what it is tried on, and the error allowed in units of the last place. */
const functions = {
  exp: {
    computed: exp,
    exact: reference.exp,
    at: [...spread(-707, 709.7, 2000), ...spread(-2, 2, 3000), ...small],
    bound: 0.6,
  },
  log: {
    computed: log,
    exact: reference.log,
    at: [...spread(0.5, 2, 3000), ...spread(-700, 700, 2000).map(exp), 1 - 2 ** -53, 1 + 2 ** -52],
    bound: 0.6,
  },
  sin: { computed: sin, exact: reference.sin, at: angles, bound: 0.9 },
  cos: { computed: cos, exact: reference.cos, at: angles, bound: 0.9 },
  tanh: {
    computed: tanh,
    exact: reference.tanh,
    at: [...spread(-20, 20, 2000), ...spread(-1.5, 1.5, 4000), ...spread(0.62, 0.63, 500), ...small],
    bound: 0.9,
  },
};
const powers = { at: spread(-15, 15, 2000).map(exp), to: spread(-30, 30, 2001).slice(1) };

test("the reference has the 60 digits of mpmath", () => {
  const { expect } = JSON.parse(readFileSync(join(repository, "test", "golden", "mathematics.json"), "utf8"));
  for (const [name, points] of Object.entries(expect as Record<string, { at: number[]; value: string }[]>)) {
    for (const { at, value } of points) {
      const [x, y] = at.map(dyadic) as [Dyadic, Dyadic];
      const exact = name === "pow" ? reference.pow(x, y) : functions[name as keyof typeof functions].exact(x);
      assert.ok(digitsShared(exact, parsed(value)) > 58, `${name} at ${at}`);
    }
  }
});

for (const [name, { computed, exact, at, bound }] of Object.entries(functions)) {
  test(`${name} is within ${bound} ulp`, t => {
    const worst = worstOf(at, computed, x => exact(dyadic(x)));
    t.diagnostic(`largest error ${worst.error.toFixed(3)} ulp at ${worst.x} of ${at.length}`);
    assert.ok(worst.error < bound, `${worst.error} ulp at ${worst.x}`);
  });
}

for (const name of ["exp", "tanh"] as const) {
  test(`${name} of two lanes is within 0.9 ulp`, t => {
    const { exact, at } = functions[name];
    const { float64, routines } = openSession();
    const x = float64(name === "exp" ? at.filter(x => x >= -707) : at);
    const y = float64(x.length);
    routines[`${name}Each`](x, y, x.length);
    const worst = worstOf(
      [...x],
      (_, k) => y[k]!,
      x => exact(dyadic(x)),
    );
    t.diagnostic(`largest error ${worst.error.toFixed(3)} ulp at ${worst.x}`);
    assert.ok(worst.error < 0.9, `${worst.error} ulp at ${worst.x}`);
  });
}

test("a lane is what it would be alone", () => {
  const { float64, routines } = openSession();
  for (const name of ["expEach", "tanhEach"] as const) {
    const x = float64(spread(-20, 20, 101));
    const both = float64(x.length);
    routines[name](x, both, x.length);
    const alone = float64(1);
    for (const [k, value] of x.entries()) {
      routines[name](float64([value]), alone, 1);
      assert.equal(alone[0], both[k]);
    }
  }
});

test("pow is within 0.6 ulp, and exact where it is a product or a root", t => {
  const { at, to } = powers;
  const worst = worstOf(
    at,
    (x, k) => pow(x, to[k]!),
    (x, k) => reference.pow(dyadic(x), dyadic(to[k]!)),
  );
  t.diagnostic(`largest error ${worst.error.toFixed(3)} ulp at ${worst.x}`);
  assert.ok(worst.error < 0.6, `${worst.error} ulp at ${worst.x}`);
  for (const x of at) {
    assert.equal(pow(x, 2), x * x);
    assert.equal(pow(x, 0.5), Math.sqrt(x));
  }
});

test("limits and signs are those of IEEE 754", () => {
  const cases: readonly [number, number][] = [
    [exp(0), 1],
    [exp(Number.NEGATIVE_INFINITY), 0],
    [exp(710), Number.POSITIVE_INFINITY],
    [log(1), 0],
    [log(0), Number.NEGATIVE_INFINITY],
    [log(-1), Number.NaN],
    [tanh(-0), -0],
    [tanh(50), 1],
    [tanh(Number.NEGATIVE_INFINITY), -1],
    [sin(-0), -0],
    [sin(Number.POSITIVE_INFINITY), Number.NaN],
  ];
  for (const [found, expected] of cases) assert.ok(Object.is(found, expected), `${found} is not ${expected}`);

  const { float64, routines } = openSession();
  const x = float64([0, -0, 1e300, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 709.79, -708]);
  const y = float64(x.length);
  routines.expEach(x, y, x.length);
  assert.deepEqual([...y], [1, 1, Infinity, Infinity, 0, Number.NaN, Infinity, 0]);
  routines.tanhEach(x, y, x.length);
  assert.deepEqual([...y], [0, -0, 1, 1, -1, Number.NaN, 1, -1]);
});

test("the bits are the same on every machine and every Node", () => {
  const values = Object.values(functions).flatMap(({ computed, at }) => at.map(x => computed(x)));
  values.push(...powers.at.map((x, k) => pow(x, powers.to[k]!)));
  const { float64, routines } = openSession();
  for (const name of ["exp", "tanh"] as const) {
    const x = float64(functions[name].at);
    const y = float64(x.length);
    routines[`${name}Each`](x, y, x.length);
    values.push(...y);
  }
  assert.equal(sha256(Float64Array.from(values)), "b91724d4e4dfcd9aa59c4fe17da8209f14141509c6fc05d3f334ea503acbf260");
});

/** The argument with the largest error in units of the last place. */
function worstOf(
  at: readonly number[],
  computed: (x: number, k: number) => number,
  exact: (x: number, k: number) => Dyadic,
): { error: number; x: number } {
  let worst = { error: 0, x: Number.NaN };
  at.forEach((x, k) => {
    const error = ulps(computed(x, k), exact(x, k));
    if (!(error <= worst.error)) worst = { error, x };
  });
  return worst;
}
