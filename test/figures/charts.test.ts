import assert from "node:assert/strict";
import { test } from "node:test";
import { table } from "arquero";
import { bands } from "#src/figures/bands.js";
import { bars } from "#src/figures/bars.js";
import type { Chart } from "#src/figures/chart.js";
import { heatmap } from "#src/figures/heatmap.js";
import { histogram } from "#src/figures/histogram.js";
import { line } from "#src/figures/line.js";
import { parity } from "#src/figures/parity.js";
import { points } from "#src/figures/points.js";
import { renderSvg } from "#src/figures/render.js";
import type { Rows } from "#src/figures/rows.js";
import { schema } from "#src/figures/theme.js";

const rows = [
  { T: 300, energyPerAtom: -3.32, low: -3.33, high: -3.31, state: "solid" },
  { T: 800, energyPerAtom: -3.25, low: -3.27, high: -3.23, state: "solid" },
  { T: 1000, energyPerAtom: -3.12, low: -3.15, high: -3.09, state: "liquid" },
];
const by = { x: "T", y: "energyPerAtom" };
const cells = [1, 2, 3].flatMap(x => ["a", "b"].map(y => ({ x, y, value: x / 3 })));

const series = Array.from({ length: 90 }, (_, n) => ({ x: n % 3, y: n, k: Math.floor(n / 3) }));

/** Every builder, at its simplest and with groups. */
const charts: Record<string, () => Chart> = {
  line: () => line(rows, { ...by, color: "state" }),
  points: () => points(rows, { ...by, color: "T" }),
  "lines by many numbers": () => line(series, { x: "x", y: "y", color: "k" }),
  "points over words": () => points(rows, { x: "state", y: "energyPerAtom" }),
  bands: () => bands(rows, { ...by, low: "low", high: "high", color: "state" }),
  histogram: () => histogram(Float64Array.of(1, 2, 2, 3), { x: "force" }),
  "histogram by colour": () => histogram(rows, { x: "T", color: "state", density: true }),
  "histogram on a log scale": () => histogram(rows, { x: "T", color: "state", yScale: "log" }),
  "histogram in panels": () => histogram(rows, { x: "T", facet: "state" }),
  parity: () => parity({ reference: [1, 2, 3], predicted: [1.1, 2, 2.9] }, { quantity: "energy", unit: "eV" }),
  "parity, many": () => parity(many(6000), { quantity: "force", unit: "eV/Å" }),
  heatmap: () => heatmap(cells, { x: "x", y: "y", value: "value" }),
  bars: () => bars([...rows, ...rows], { x: "state", y: "T", color: "state" }),
  "bars with intervals of their means": () =>
    bars([...rows, ...rows, rows[0]!], { x: "T", y: "energyPerAtom", color: "state", interval: 0.95 }),
  "bars with intervals": () => bars(rows, { x: "T", y: "energyPerAtom", low: "low", high: "high" }),
};

function many(n: number): { reference: number[]; predicted: number[] } {
  const reference = Array.from({ length: n }, (_, k) => ((k * 7919) % n) / n);
  return { reference, predicted: reference.map((value, k) => value + (((k * 104729) % 100) - 50) / 1000) };
}

for (const [name, make] of Object.entries(charts)) {
  test(`${name}: plain Vega-Lite 5 that compiles without a warning, with a unit or name on every axis`, async () => {
    const chart = make();
    assert.equal(chart.$schema, schema);
    assert.deepEqual(JSON.parse(JSON.stringify(chart)), chart, "the chart is not plain JSON");
    assert.ok(chart.description);
    const { compile } = await import("vega-lite");
    const warnings: unknown[] = [];
    const logger = { level: () => logger, error: warn, warn, info: () => logger, debug: () => logger };
    function warn(...said: unknown[]) {
      warnings.push(said);
      return logger;
    }
    compile(chart as never, { logger: logger as never });
    assert.deepEqual(warnings, []);
    assert.match(await renderSvg(chart), /<svg/);
  });
}

test("an arquero table, records and columns give the same chart", () => {
  const { T, energyPerAtom } = { T: [300, 800], energyPerAtom: [-3.32, -3.25] };
  const records = T.map((t, k) => ({ T: t, energyPerAtom: energyPerAtom[k] }));
  const wanted = line(records, by);
  assert.deepEqual(line({ T, energyPerAtom }, by), wanted);
  assert.deepEqual(line(table({ T, energyPerAtom }), by), wanted);
});

test("axis titles carry units, and give way to those asked for", () => {
  const { x, y } = line(rows, by).encoding as Record<string, { title: string }>;
  assert.equal(x?.title, "temperature T (K)");
  assert.equal(y?.title, "energy per atom (eV/atom)");
  const own = line(rows, { ...by, yTitle: "energy (meV)" }).encoding as Record<string, { title: string }>;
  assert.equal(own.y?.title, "energy (meV)");
});

test("numbers in a chart have at most eight significant digits", () => {
  const { values } = line([{ x: 1 / 3, y: -14414.123456789 }], { x: "x", y: "y" }).data as { values: unknown };
  assert.deepEqual(values, [{ x: 0.33333333, y: -14414.123 }]);
});

test("parity states its errors, in meV where they are small", () => {
  const text = (chart: Chart) => (chart.title as { text: string[] }).text.join(" ");
  const reference = [-3.4, -3.2, -3.0, -2.8];
  const predicted = reference.map((value, k) => value + (k % 2 === 0 ? 0.003 : -0.001));
  assert.equal(
    text(parity({ reference, predicted }, { quantity: "energy per atom", unit: "eV/atom" })),
    "RMSE 2.24 meV/atom · MAE 2 meV/atom · R² 0.9999 · 4 points",
  );
  assert.match(text(parity({ reference, predicted: reference.map(value => value + 1) })), /^RMSE 1 · MAE 1 · R² -19/);
  const { scale } = (charts.parity?.().layer?.[1] as { encoding: { x: { scale: object } } }).encoding.x;
  assert.deepEqual(scale, { domain: [1, 3.5], nice: false });
});

test("parity counts above 5,000 points", () => {
  const few = parity(many(5000)).layer as { data: { values: object[] } }[];
  assert.equal(few[1]?.data.values.length, 5000);
  const squares = (parity(many(5001)).layer?.[0] as { data: { values: { count: number }[] } }).data.values;
  assert.ok(squares.length < 5000);
  assert.equal(
    squares.reduce((sum, { count }) => sum + count, 0),
    5001,
  );
});

test("histogram counts every value once, between round edges", () => {
  const chart = histogram([0, 0.1, 0.25, 0.3, 1], { bins: 10 });
  const { values } = chart.data as { values: { low: number; high: number; count: number }[] };
  const filled = values.filter(({ count }) => count > 0);
  assert.deepEqual(filled, [
    { low: 0, high: 0.1, count: 1 },
    { low: 0.1, high: 0.2, count: 1 },
    { low: 0.2, high: 0.3, count: 1 },
    { low: 0.3, high: 0.4, count: 1 },
    { low: 1, high: 1.1, count: 1 },
  ]);
});

test("densities of groups of different sizes each have area one", () => {
  const force = [...Array(300).keys()].map(k => k / 100).concat([1, 1.2]);
  const state = force.map((_, k) => (k < 300 ? "solid" : "liquid"));
  const { values } = histogram({ force, state }, { x: "force", color: "state", density: true }).data as {
    values: { low: number; high: number; density: number; state: string }[];
  };
  for (const one of ["solid", "liquid"]) {
    const area = values
      .filter(value => value.state === one)
      .reduce((sum, { low, high, density }) => sum + (high - low) * density, 0);
    assert.ok(Math.abs(area - 1) < 1e-6, `${one}: ${area}`);
  }
});

test("a hundred thousand rows stay under one megabyte", () => {
  const { reference, predicted } = many(100_000);
  const group = reference.map((_, k) => `state ${k % 11}`);
  for (const chart of [
    parity({ reference, predicted }),
    histogram(reference),
    histogram({ reference, group }, { x: "reference", color: "group" }),
    line({ reference, predicted, group }, { x: "reference", y: "predicted", color: "group" }),
    points({ reference, predicted, group }, { x: "reference", y: "predicted", color: "group" }),
  ]) {
    assert.ok(JSON.stringify(chart).length < 1e6);
  }
});

test("a thinned line keeps the extremes", () => {
  const n = 20_000;
  const y = Array.from({ length: n }, (_, k) => (k === 12_345 ? 9 : k === 5 ? -9 : k % 2));
  const chart = line({ x: y.map((_, k) => k), y }, { x: "x", y: "y" });
  const { values } = chart.data as { values: { x: number; y: number }[] };
  assert.ok(values.length <= 5000);
  assert.ok(values.some(value => value.x === 12_345 && value.y === 9));
  assert.ok(values.some(value => value.x === 5 && value.y === -9));
  assert.match(JSON.stringify(chart.title), /lowest and highest of 2500 intervals/);
});

test("rows without a value are left out, and the chart says so", () => {
  const gaps = [...rows, { T: 900, energyPerAtom: Number.NaN, state: "solid" }, { T: 950, state: "solid" }];
  const chart = points(gaps, by);
  assert.equal((chart.data as { values: object[] }).values.length, 3);
  assert.match(JSON.stringify(chart.title), /2 rows without a value left out/);
  const blank = points([{ T: 800, energyPerAtom: -3.2, state: "" }], { ...by, color: "state" });
  assert.match(JSON.stringify(blank.data), /not given/);
});

test("errors name what is there", () => {
  const wrong = (make: () => unknown, message: string | RegExp) => assert.throws(make, { message });
  wrong(() => line(rows, { x: "t", y: "T" }), /^line: there is no column "t"; the table has T, energyPerAtom, low/);
  wrong(() => line([], by), "line: the table has no rows; give at least one");
  wrong(() => histogram([]), "histogram: the table has no rows; give at least one");
  wrong(() => histogram([Number.NaN]), "histogram: all 1 rows lack a value of value; nothing is left to draw");
  wrong(() => line(rows, { x: "state", y: "T" }), 'line: column state holds "solid", needed numbers');
  wrong(() => parity({ reference: [1, 2], predicted: [1] } as Rows), /predicted has 1 values, reference has 2/);
  wrong(() => heatmap([...cells, ...cells], { x: "x", y: "y", value: "value" }), /12 rows for 6 cells; roll up/);
  wrong(() => bars(rows, { x: "T", y: "T", low: "low" }), /only one end/);
  wrong(
    () => bars(rows, { x: "T", y: "T", low: "low", high: "high", interval: 0.95 }),
    /both an interval and its ends/,
  );
  wrong(() => bars([...rows, ...rows], { x: "T", y: "T", interval: 95 }), /level 95; a probability between 0 and 1/);
  wrong(() => histogram(rows, { x: "T", yScale: "lin" as never }), "invalid yScale: lin; one of linear, log");
});

test("an interval is that of the mean of each bar of several rows", () => {
  const errors = [1, 2, 4].map(error => ({ set: "a", error })).concat({ set: "b", error: 7 });
  const { layer } = bars(errors, { x: "set", y: "error", interval: 0.95 }) as {
    layer?: { data?: { values: object[] } }[];
  };
  const [drawn] = layer!.flatMap(({ data }) => data?.values ?? []);
  // SciPy: scipy.stats.t.interval(0.95, 2, numpy.mean([1, 2, 4]), scipy.stats.sem([1, 2, 4]))
  assert.deepEqual(Object.values(drawn!), ["a", -1.4612497, 6.1279164]);
  assert.equal(layer!.filter(({ data }) => data).length, 1);
});

test("names of columns and groups may hold anything", async () => {
  const column = `<b>&"a.b[0]'`;
  const group = "</text><script>";
  const odd = [1, 2, 3].map(k => ({ [column]: k, y: k, k: group }));
  for (const chart of [
    line(odd, { x: column, y: "y", color: "k" }),
    points(odd, { x: "y", y: column, color: column }),
    bars(odd, { x: "k", y: column, interval: 0.9 }),
    heatmap(odd, { x: column, y: "y", value: column }),
    histogram(odd, { x: column, color: "k" }),
    histogram(odd, { x: "y", facet: column }),
    parity(odd, { x: column, y: "y" }),
  ]) {
    const svg = await renderSvg(chart);
    assert.doesNotMatch(svg, /<script|<b>|NaN|undefined/);
    assert.doesNotMatch(svg, /&(?!amp;|lt;|gt;|quot;|#)/);
  }
});
