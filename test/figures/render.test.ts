import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import type { Chart, Picture } from "#src/figures/chart.js";
import { formatters } from "#src/figures/formatters.js";
import { drawing, renderPng, renderSvg } from "#src/figures/render.js";
import { schema, themed } from "#src/figures/theme.js";
import { sha256 } from "#src/hash.js";

const chart: Chart = {
  $schema: schema,
  description: "three points",
  data: { values: [1, 2, 3].map(x => ({ x, y: x * x, k: `state ${x}` })) },
  mark: { type: "point", clip: true },
  encoding: {
    x: { field: "x", type: "quantitative", title: "distance r (Å)" },
    y: { field: "y", type: "quantitative" },
    color: { field: "x", type: "quantitative" },
  },
};
const picture: Picture = {
  kind: "picture",
  svg: '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="30"><text x="4" y="20" font-size="14">α, Å</text></svg>',
  width: 80,
  height: 30,
  text: "two letters",
};

test("a chart becomes the same SVG and PNG in every process, however many were drawn before", async () => {
  const here = [sha256(await renderSvg(chart)), sha256(await renderPng(await renderSvg(chart)))];
  const script = `
    const { renderSvg, renderPng } = await import(${JSON.stringify(import.meta.resolve("#src/figures/render.js"))});
    const { sha256 } = await import(${JSON.stringify(import.meta.resolve("#src/hash.js"))});
    const svg = await renderSvg(${JSON.stringify(chart)});
    console.log(JSON.stringify([sha256(svg), sha256(await renderPng(svg))]));`;
  const there = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  assert.deepEqual(JSON.parse(there), here);
});

test("letters are drawn from the packaged font", async () => {
  const blank = await renderPng(picture.svg.replace("α, Å", ""));
  const drawn = await renderPng(picture.svg);
  assert.ok(drawn.length > blank.length + 200, "the text is missing from the PNG");
});

test("one drawing holds the chart for JupyterLab, a PNG and words", async () => {
  const bundle = await drawing(chart);
  assert.deepEqual(Object.keys(bundle), ["application/vnd.vegalite.v5+json", "image/png", "text/plain"]);
  assert.equal((bundle["application/vnd.vegalite.v5+json"] as Chart).$schema, schema);
  assert.match(String(bundle["image/png"]), /^iVBOR/);
  assert.equal(bundle["text/plain"], "three points");
  assert.deepEqual(Object.keys(await drawing(picture)), ["image/svg+xml", "image/png", "text/plain"]);
});

test("formatters draw charts and pictures and leave the rest alone", async () => {
  const [format] = formatters;
  assert.ok(format);
  assert.deepEqual(Object.keys((await format(picture)) ?? {}), ["image/svg+xml", "image/png", "text/plain"]);
  assert.ok((await format(chart))?.["application/vnd.vegalite.v5+json"]);
  assert.equal(await format({ $schema: "https://json-schema.org/draft" }), undefined);
  assert.equal(await format(42), undefined);
});

test("a chart that cannot be drawn says why", async () => {
  const wrong = { ...chart, transform: [{ calculate: "nosuch(1)", as: "z" }] };
  await assert.rejects(renderSvg(wrong), /nosuch/);
});

test("the theme gives way to the chart's own settings and may be applied twice", () => {
  const own = themed({ config: { axis: { labelFontSize: 9 }, background: "ivory" } });
  const config = own.config as { axis: Record<string, unknown>; background: string };
  assert.equal(config.axis.labelFontSize, 9);
  assert.equal(config.axis.titleFontSize, 13);
  assert.equal(config.background, "ivory");
  assert.deepEqual(themed(own), own);
});
