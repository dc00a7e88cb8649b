import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { bootstrap } from "#src/statistics/bootstrap.js";
import { normalCdf, normalQuantile, studentReach, studentTwoSided } from "#src/statistics/distributions.js";
import { cliffDelta, cohenDz } from "#src/statistics/effects.js";
import { holm } from "#src/statistics/holm.js";
import { kendall } from "#src/statistics/kendall.js";
import { deviation, mean, meanWithInterval } from "#src/statistics/mean.js";
import { doubledRanks, pairedT, wilcoxon } from "#src/statistics/paired.js";
import { repository } from "../needs.js";

/** Made by test/golden/statistics.py, which names the version of SciPy. */
const { expect } = JSON.parse(readFileSync(join(repository, "test", "golden", "statistics.json"), "utf8"));

function close(found: number, expected: number, what: string, relative = 1e-10): void {
  const allowed = relative * Math.max(Math.abs(expected), 1e-300);
  assert.ok(Math.abs(found - expected) <= allowed, `${what}: ${found}, not ${expected}`);
}

test("distributions are SciPy's to ten digits, tails too", () => {
  for (const [x, p] of expect.normalCdf) close(normalCdf(x), p, `Φ(${x})`);
  for (const [p, x] of expect.normalQuantile) close(normalQuantile(p), x, `Φ⁻¹(${p})`);
  for (const [t, freedom, p] of expect.studentTwoSided) close(studentTwoSided(t, freedom), p, `p(${t}, ${freedom})`);
  for (const [level, freedom, t] of expect.studentReach)
    close(studentReach(level, freedom), t, `t(${level}, ${freedom})`);
  assert.deepEqual([normalQuantile(0), normalQuantile(1), normalQuantile(2)], [-Infinity, Infinity, Number.NaN]);
  assert.throws(() => studentReach(95, 3), /level 95; a probability between 0 and 1/);
});

test("the interval of a mean is SciPy's", () => {
  for (const { values, level, mean: centre, low, high } of expect.intervals) {
    const found = meanWithInterval(values, { level });
    close(found.mean, centre, "mean");
    close(found.low, low, "low");
    close(found.high, high, "high");
  }
  const one = meanWithInterval([3]);
  assert.deepEqual([one.mean, one.low, one.high, one.count], [3, Number.NaN, Number.NaN, 1]);
  assert.throws(() => mean([]), /no values/);
});

test("bootstrap intervals are SciPy's, but for chance", () => {
  for (const { values, level, statistic, low, high } of expect.bootstrap) {
    const of = statistic === "mean" ? mean : (x: Float64Array) => deviation(x) * Math.sqrt((x.length - 1) / x.length);
    const found = bootstrap(values, of, { level, resamples: 20_000, seed: 1 });
    close(found.low, low, "low", 0.02);
    close(found.high, high, "high", 0.02);
    assert.deepEqual(
      bootstrap(values, of, { level, resamples: 500, seed: 2 }),
      bootstrap(values, of, { level, resamples: 500, seed: 2 }),
    );
  }
  assert.deepEqual(bootstrap([2, 2, 2], mean, { seed: 1 }), { low: 2, high: 2 });
  assert.throws(() => bootstrap([2], mean, { seed: 1 }), /1 values; at least two/);
});

test("paired tests, effect sizes and Kendall's τ are SciPy's, with ties too", () => {
  for (const { a, b, ...of } of expect.paired) {
    const t = pairedT(a, b);
    close(t.statistic, of.pairedT[0], "t");
    close(t.p, of.pairedT[1], "p of t");
    const ranks = wilcoxon(a, b);
    close(ranks.statistic, of.wilcoxon[0], "W");
    close(ranks.p, of.wilcoxon[1], "p of W");
    close(cohenDz(a, b), of.cohenDz, "d");
    close(cliffDelta(a, b), of.cliffDelta, "δ");
    close(kendall(a, b), of.kendall, "τ");
  }
});

test("Wilcoxon's p is that of all signs, counted one by one", () => {
  const difference = [3, -1, 2, 2, -4, 5, 1, 6, 2];
  const ranks = doubledRanks(difference.map(Math.abs));
  const total = ranks.reduce((sum, rank) => sum + rank, 0);
  const sumOf = (signs: number) => ranks.reduce((sum, rank, k) => sum + ((signs >> k) & 1) * rank, 0);
  const observed = sumOf(difference.reduce((signs, d, k) => signs | (Number(d > 0) << k), 0));
  let extreme = 0;
  for (let signs = 0; signs < 2 ** difference.length; signs++) {
    if (Math.abs(sumOf(signs) - total / 2) >= Math.abs(observed - total / 2)) extreme++;
  }
  close(wilcoxon(difference, new Float64Array(9)).p, extreme / 2 ** difference.length, "p");
});

test("nothing to tell apart is told so", () => {
  assert.deepEqual(pairedT([1, 2], [1, 2]), { statistic: 0, p: 1 });
  assert.deepEqual(pairedT([2, 3], [1, 2]), { statistic: Infinity, p: 0 });
  assert.deepEqual(wilcoxon([1, 2], [1, 2]), { statistic: 0, p: 1 });
  assert.equal(cohenDz([1, 2], [1, 2]), 0);
  assert.equal(kendall([1, 1, 1], [1, 2, 3]), Number.NaN);
  assert.throws(() => pairedT([1], [1, 2]), /1 values and 2; as many of both/);
  assert.throws(() => wilcoxon(new Array(501).fill(1), new Array(501).fill(0)), /501 pairs that differ; up to 500/);
});

test("Holm's p-values follow their definition", () => {
  for (const [k, p] of holm(expect.holm.p).entries()) close(p, expect.holm.adjusted[k], `p ${k}`);
  assert.deepEqual(holm([0.01, Number.NaN, 0.02]), [0.02, Number.NaN, 0.02]);
  assert.deepEqual(holm([]), []);
  assert.throws(() => holm([1.5]), /a p-value is 1.5/);
});
