import { check } from "../check.ts";
import type { Picture } from "./chart.ts";
import { grouped } from "./lettering.ts";
import { arrow, element, letters, line, type Point, pictureOf, plain } from "./svg.ts";
import { faint, ink, palette } from "./theme.ts";

export interface NetworkOptions {
  /** letter of the variables that go in; `G` draws G₁ … G₂₂ */
  readonly input?: string;
  /** letter of what comes out */
  readonly output?: string;
  /** names of the layers, written over them */
  readonly labels?: readonly string[];
  /** px */
  readonly width?: number;
}

/** Neurons of a layer drawn one by one; of a wider layer the first and the last four, with dots between. */
const most = 10;
const radius = 10;
const spacing = 27;

/**
 * A fully connected network, layer by layer: `network([22, 10, 10, 1], { input: "G", output: "E" })`.
 *
 * Two layers that end in one neuron are drawn as a perceptron, with its weights, sum and activation function.
 */
export function network(
  layers: readonly number[],
  { input = "x", output = "y", labels, width = 520 }: NetworkOptions = {},
): Picture {
  check(
    layers.length >= 2 && layers.every(size => Number.isInteger(size) && size >= 1),
    () => `network: layers of ${layers.join(", ") || "nothing"}; give two or more whole numbers, as in [22, 10, 10, 1]`,
  );
  check(
    labels === undefined || labels.length === layers.length,
    () => `network: ${labels?.length} labels for ${layers.length} layers; give one for each layer`,
  );
  if (layers.length === 2 && layers[1] === 1 && labels === undefined)
    return perceptron(layers[0] ?? 1, { input, output });

  const tallest = Math.max(...layers.map(size => places(size).length));
  const top = 62;
  const bottom = top + tallest * spacing;
  const left = 58;
  const step = (width - left - 52) / (layers.length - 1);
  const columns = layers.map((size, layer) => {
    const shown = places(size);
    const first = top + ((tallest - shown.length) * spacing) / 2 + spacing / 2;
    return shown.map((neuron, k) => ({ neuron, x: left + layer * step, y: first + k * spacing }));
  });
  const neurons = (column: (typeof columns)[number]) => column.filter(({ neuron }) => neuron !== undefined);

  const edges = columns
    .slice(1)
    .flatMap((column, k) =>
      neurons(columns[k] ?? []).flatMap(from =>
        neurons(column).map(to =>
          line(
            { x: from.x + radius, y: from.y },
            { x: to.x - radius, y: to.y },
            { stroke: "#777777", "stroke-width": 0.6, "stroke-opacity": 0.5 },
          ),
        ),
      ),
    );
  const body = columns.flatMap((column, layer) => {
    const size = layers[layer] ?? 0;
    const x = column[0]?.x ?? 0;
    const last = layers.length - 1;
    const name =
      labels?.[layer] ?? (layer === 0 ? "input layer" : layer === last ? "output layer" : `hidden layer ${layer}`);
    const hue = palette[layer === 0 ? 4 : layer === last ? 1 : 0];
    return [
      letters(name, { x, y: 24 }, { size: 12 }),
      letters(String(size), { x, y: 43 }, { size: 14, bold: true }),
      ...column.map(({ neuron, y }) => (neuron === undefined ? dots({ x, y }) : ball({ x, y }, hue))),
      ...neurons(column).map(({ neuron, y }) => {
        if (layer === 0)
          return letters(indexedName(input, neuron, size), { x: x - radius - 7, y: y + 4.5 }, { anchor: "end" });
        if (layer === last)
          return letters(indexedName(output, neuron, size), { x: x + radius + 7, y: y + 4.5 }, { anchor: "start" });
        return "";
      }),
    ];
  });
  const { said, total } = parameters(layers);
  return pictureOf(
    [...edges, ...body, letters(said, { x: width / 2, y: bottom + 26 }, { size: 12, colour: faint })],
    { width, height: bottom + 42 },
    `Neural network ${layers.join("-")}, fully connected, from ${plain(input)} to ${plain(output)}; ${grouped(total)} parameters.`,
  );
}

/** y = f(Σ wᵢ xᵢ + b), with each part drawn. */
function perceptron(inputs: number, { input, output }: { input: string; output: string }): Picture {
  const shown = places(inputs);
  const gap = 42;
  const height = Math.max(shown.length * gap + 76, 190);
  const middle = (height - 36) / 2;
  const sum = { x: 210, y: middle };
  const body = shown.flatMap((neuron, k) => {
    const at = { x: 70, y: middle + (k - (shown.length - 1) / 2) * gap };
    if (neuron === undefined) return [dots(at)];
    const edge = towards(at, sum, 14, 26);
    // On the edge, near its start, where the edges are furthest apart.
    const label = { x: at.x + 0.36 * (sum.x - at.x), y: at.y + 0.36 * (sum.y - at.y) + 4 };
    return [
      arrow(edge.from, edge.to, faint, 1.1),
      ball(at, palette[4], 14),
      letters(indexedName(input, neuron, inputs), { x: at.x - 22, y: at.y + 4.5 }, { anchor: "end" }),
      letters(indexedName("w", neuron, inputs), label, { size: 12, rim: true }),
    ];
  });
  const activation = { x: 320, y: middle };
  const end = { x: 410, y: middle };
  const bias = { x: sum.x, y: middle - 62 };
  body.push(
    letters("b", { x: bias.x, y: bias.y - 6 }),
    arrow(bias, { x: sum.x, y: sum.y - 26 }, faint, 1.1),
    ball(sum, "#FFFFFF", 25),
    letters("Σ", { x: sum.x, y: sum.y + 7 }, { size: 20 }),
    arrow({ x: sum.x + 26, y: middle }, { x: activation.x - 26, y: middle }, faint, 1.1),
    letters("u", { x: (sum.x + activation.x) / 2, y: middle - 8 }, { size: 12 }),
    ball(activation, palette[1], 25),
    letters("f", { x: activation.x, y: activation.y + 7 }, { size: 20, colour: "white" }),
    arrow({ x: activation.x + 26, y: middle }, end, faint, 1.1),
    letters(output, { x: end.x + 12, y: middle + 4.5 }, { anchor: "start" }),
    letters(`${output} = f(u),  u = Σ_{i} w_{i} ${input}_{i} + b`, { x: 230, y: height - 18 }, { size: 13 }),
  );
  return pictureOf(
    body,
    { width: 460, height },
    `Single-layer perceptron: ${inputs} weighted inputs and a bias, summed, through the activation function f; ${inputs + 1} parameters.`,
  );
}

/** Places down a layer: neuron numbers from 1, and one undefined place where the middle ones are left out. */
function places(size: number): readonly (number | undefined)[] {
  if (size <= most) return Array.from({ length: size }, (_, k) => k + 1);
  return [1, 2, 3, 4, undefined, size - 3, size - 2, size - 1, size];
}

function parameters(layers: readonly number[]): { said: string; total: number } {
  const weights = layers.slice(1).reduce((sum, size, k) => sum + size * (layers[k] ?? 0), 0);
  const biases = layers.slice(1).reduce((sum, size) => sum + size, 0);
  const total = weights + biases;
  return {
    total,
    said: `${layers.join("–")}: ${grouped(total)} parameters (${grouped(weights)} weights and ${grouped(biases)} biases)`,
  };
}

function indexedName(letter: string, neuron: number | undefined, size: number): string {
  return size === 1 ? letter : `${letter}_{${neuron}}`;
}

function ball({ x, y }: Point, fill: string, r = radius): string {
  return element("circle", { cx: x, cy: y, r, fill, stroke: ink, "stroke-width": 1 });
}

function dots({ x, y }: Point): string {
  return [-6, 0, 6].map(shift => element("circle", { cx: x, cy: y + shift, r: 1.6, fill: ink })).join("");
}

/** The line between two points, `before` px after its start and `after` px before its end. */
function towards(from: Point, to: Point, before: number, after: number): { from: Point; to: Point } {
  const length = Math.sqrt((to.x - from.x) * (to.x - from.x) + (to.y - from.y) * (to.y - from.y));
  const at = (distance: number) => ({
    x: from.x + ((to.x - from.x) * distance) / length,
    y: from.y + ((to.y - from.y) * distance) / length,
  });
  return { from: at(before), to: at(length - after) };
}
