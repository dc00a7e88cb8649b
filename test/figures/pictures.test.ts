import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import type { Picture } from "#src/figures/chart.js";
import { network } from "#src/figures/network.js";
import { pipeline } from "#src/figures/pipeline.js";
import { renderPng } from "#src/figures/render.js";
import { structure } from "#src/figures/structure.js";
import type { Frames } from "#src/frames/frames.js";
import { sha256 } from "#src/hash.js";

/** A molecule of water, then two aluminium atoms in a sheared cell that repeats. */
const frames: Frames = {
  length: 2,
  offset: Int32Array.of(0, 3, 5),
  species: Uint8Array.of(8, 1, 1, 13, 13),
  position: Float64Array.of(0, 0, 0, 0.96, 0, 0, -0.24, 0.93, 0, 0.5, 0.5, 0.5, 9, 2, -2),
  cell: Float64Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 1, 4, 0, 0, 0.5, 4),
  periodic: Uint8Array.of(0, 0, 0, 1, 1, 1),
  force: Float64Array.of(1, 0, 0, -0.5, 0, 0, -0.5, 0, 0, 0, 0, 0.2, 0, 0, -0.2),
  perFrame: {},
  perAtom: { charge: Float64Array.of(-0.8, 0.4, 0.4, 0, 0), velocity: new Float64Array(15) },
};

const pictures: Record<string, () => Picture> = {
  molecule: () => structure(frames, { forces: true }),
  crystal: () => structure(frames, { frame: 1, bonds: "all", view: "x" }),
  charges: () => structure(frames, { colourBy: "charge", view: "z" }),
  network: () => network([22, 10, 10, 1], { input: "G", output: "E_{i}" }),
  perceptron: () => network([3, 1]),
  pipeline: () => pipeline([["R_{1}", "…", "R_{N}"], { boxes: ["G_{1}", "…", "G_{N}"], from: "all", title: "G" }, "Σ"]),
};

for (const [name, make] of Object.entries(pictures)) {
  test(`${name}: one SVG of its stated size that resvg's strict parser reads`, async () => {
    const { kind, svg, width, height, text } = make();
    assert.equal(kind, "picture");
    assert.ok(text.length > 10);
    assert.doesNotMatch(svg, /NaN|undefined|Infinity/);
    const png = Buffer.from(await renderPng(svg, { scale: 1 }));
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [width, height]);
  });
}

test("pictures have the same bytes in every process", () => {
  const here = ["molecule", "crystal", "network"].map(name => sha256(pictures[name]!().svg));
  const url = (file: string) => JSON.stringify(import.meta.resolve(`#src/${file}.js`));
  const script = `
    const { structure } = await import(${url("figures/structure")});
    const { network } = await import(${url("figures/network")});
    const { sha256 } = await import(${url("hash")});
    const array = (type, values) => type.from(values);
    const frames = { length: 2, offset: array(Int32Array, ${list(frames.offset)}), species: array(Uint8Array, ${list(frames.species)}),
      position: array(Float64Array, ${list(frames.position)}), cell: array(Float64Array, ${list(frames.cell)}),
      periodic: array(Uint8Array, ${list(frames.periodic)}), force: array(Float64Array, ${list(frames.force!)}), perFrame: {}, perAtom: {} };
    console.log(JSON.stringify([structure(frames, { forces: true }), structure(frames, { frame: 1, bonds: "all", view: "x" }),
      network([22, 10, 10, 1], { input: "G", output: "E_{i}" })].map(picture => sha256(picture.svg))));`;
  const there = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  assert.deepEqual(JSON.parse(there), here);
});

test("a structure shows its atoms, bonds, cell and forces, and says so", () => {
  const molecule = structure(frames, { forces: true });
  assert.equal(molecule.text, "3 atoms, H2O, with forces as arrows.");
  assert.equal(count(molecule, "<circle"), 3 + 2, "three atoms, two elements in the key");
  // Two bonds in two halves of two lines each, the bar in the key of three, and shafts of arrows.
  assert.equal(count(molecule, 'stroke-width="14.4"'), 4, "two bonds in halves, 0.24 Å thick at 60 px per Å");
  assert.equal(count(molecule, "<polygon"), 3 + 1 + 3, "three forces, one in the key, three axes");
  const crystal = structure(frames, { frame: 1 });
  assert.equal(crystal.text, "2 atoms, Al2, in a cell of 4.0 × 4.1 × 4.0 Å.");
  assert.equal(count(crystal, 'stroke-dasharray="4 3"'), 3, "three edges of the cell are behind");
  assert.equal(count(crystal, 'stroke-linecap="round"'), 12);
  assert.equal(count(structure(frames, { frame: 1, cell: false }), 'stroke-linecap="round"'), 0);
});

test("atoms of a repeating cell are drawn inside it", () => {
  const moved = { ...frames, position: frames.position.slice() };
  // Two cell vectors, 4 0 0 and 1 4 0, further: the picture must not change.
  moved.position[9]! += 5;
  moved.position[10]! += 4;
  assert.equal(structure(moved, { frame: 1 }).svg, structure(frames, { frame: 1 }).svg);
});

test("near atoms are painted over far ones", () => {
  const row: Frames = {
    length: 1,
    offset: Int32Array.of(0, 2),
    species: Uint8Array.of(8, 7),
    position: Float64Array.of(0, 0, 20, 0, 0, 0),
    cell: new Float64Array(9),
    periodic: new Uint8Array(3),
    perFrame: {},
    perAtom: {},
  };
  // From above, oxygen is 20 Å nearer; from the side, both are as near.
  const { svg } = structure(row, { view: "z" });
  assert.ok(svg.indexOf('fill="url(#ball-3B5BD9-10)"') < svg.indexOf('fill="url(#ball-E3342F-0)"'));
});

test("a network counts its parameters and leaves out the middle of wide layers", () => {
  const wide = network([22, 10, 10, 1], { input: "G" });
  assert.match(wide.svg, /22–10–10–1: 351 parameters \(330 weights and 21 biases\)/);
  assert.match(wide.text, /22-10-10-1.*351 parameters/);
  const dots = 3;
  assert.equal(count(wide, "<circle"), 8 + dots + 10 + 10 + 1);
  assert.equal(count(wide, "<line"), 8 * 10 + 10 * 10 + 10);
  assert.match(network([2, 5, 4, 1]).svg, /44 parameters/);
  assert.match(network([3, 1]).text, /4 parameters/);
  assert.throws(() => network([3]), /^Error: network: layers of 3; give two or more whole numbers/);
  assert.throws(() => network([3, 0.5]), /give two or more whole numbers/);
  assert.throws(() => network([3, 2], { labels: ["in"] }), /1 labels for 2 layers/);
});

test("rows of a pipeline run side by side and meet in a single box", () => {
  const rows = pipeline([["a", "b"], ["A", "B"], "Σ"]);
  assert.equal(count(rows, "<polygon"), 2 + 2);
  assert.equal(count(pipeline([["a", "b"], { boxes: ["A", "B"], from: "all" }]), "<polygon"), 4);
  assert.equal(
    count(
      pipeline([
        ["a", "…", "b"],
        ["A", "…", "B"],
      ]),
      "<polygon",
    ),
    2,
  );
  assert.equal(rows.text, "a, b → A, B → Σ");
  assert.throws(() => pipeline([]), /no stages/);
  assert.throws(() => pipeline([[]]), /a stage without boxes/);
});

test("labels may hold anything", async () => {
  const odd = `<b>&"'\u0001</text>`;
  for (const { svg } of [
    pipeline([odd, [odd, "…"]]),
    network([2, 3, 1], { input: odd, output: odd, labels: [odd, odd, odd] }),
    structure({ ...frames, perAtom: { [odd]: Float64Array.of(1, 2, 3, 4, 5) } }, { colourBy: odd }),
  ]) {
    await assert.doesNotReject(renderPng(svg), "resvg's XML parser refuses it");
    assert.match(svg, /&lt;b&gt;&amp;&quot;/);
  }
});

test("errors of a structure say what there is", () => {
  const { force: _, ...silent } = frames;
  assert.throws(() => structure(frames, { frame: 2 }), /there is no frame 2 among 2; frames are numbered from 0/);
  assert.throws(() => structure(silent, { forces: true }), /carry no forces/);
  assert.throws(() => structure(frames, { colourBy: "mass" }), /no column mass.*there is force, charge, velocity/);
  assert.throws(() => structure(frames, { colourBy: "velocity" }), /velocity has 3 values an atom/);
  assert.throws(() => structure(frames, { view: "top" as never }), /invalid view: top; one of tilted, x, y, z/);
  assert.throws(() => structure({ ...frames, length: 0 }), /no frame 0 among 0/);
});

function count({ svg }: Picture, what: string): number {
  return svg.split(what).length - 1;
}

function list(values: ArrayLike<number>): string {
  return JSON.stringify(Array.from(values));
}
