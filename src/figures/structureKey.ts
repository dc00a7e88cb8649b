import { roundStep } from "./binning.ts";
import type { Shade } from "./colourBy.ts";
import type { Appearance } from "./elements.ts";
import { grouped, textWidth } from "./lettering.ts";
import type { Projected } from "./projection.ts";
import { type Balls, sequential } from "./shading.ts";
import { arrow, element, letters, line } from "./svg.ts";
import { ink, palette } from "./theme.ts";

export interface KeyContents {
  /** where the strip begins, px */
  readonly top: number;
  readonly width: number;
  /** px per Å */
  readonly scale: number;
  readonly project: (vector: ArrayLike<number>) => Projected;
  readonly paint: Balls;
  readonly looks: readonly Appearance[];
  /** the largest force, eV/Å, and how long its arrow is, Å */
  readonly force?: { readonly largest: number; readonly length: number };
  readonly shade?: Shade;
}

const size = 12;
const rowHeight = 26;

/** The strip below a structure: axes at the left; elements or colours, length and force scale in rows beside them. */
export function key(contents: KeyContents): { body: string[]; bottom: number } {
  const { top, width, scale, paint, looks, force, shade } = contents;
  const items: Item[] = [
    ...elements(looks).map(([look, count]) => ball(look, count, paint)),
    ...(shade ? [colourBar(shade)] : []),
    lengthBar(scale, width),
    ...(force ? [forceArrow(force, scale)] : []),
  ];
  const left = 104;
  let x = left;
  let row = 0;
  const placed = items.map(item => {
    if (x > left && x + item.width > width - 8) {
      x = left;
      row++;
    }
    const at = { x, row };
    x += item.width + 26;
    return { ...item, at };
  });
  const height = Math.max(64, (row + 1) * rowHeight + 12);
  const first = top + height / 2 - (row * rowHeight) / 2;
  return {
    body: [
      ...tripod(contents.project, 14, top + height / 2),
      ...placed.map(({ draw, at }) => draw(at.x, first + at.row * rowHeight)),
    ],
    bottom: top + height + 6,
  };
}

interface Item {
  readonly width: number;
  /** at its left end, around its middle */
  draw(x: number, y: number): string;
}

function elements(looks: readonly Appearance[]): [Appearance, number][] {
  const count = new Map<string, [Appearance, number]>();
  for (const look of looks) count.set(look.symbol, [look, (count.get(look.symbol)?.[1] ?? 0) + 1]);
  return [...count.values()];
}

function ball(look: Appearance, count: number, paint: Balls): Item {
  const label = `${look.symbol} × ${grouped(count)}`;
  return {
    width: 22 + textWidth(label, size),
    draw: (x, y) =>
      paint.draw(x + 8, y, 8, look.colour, 0) + letters(label, { x: x + 22, y: y + 4.3 }, { size, anchor: "start" }),
  };
}

function lengthBar(scale: number, width: number): Item {
  const length = roundStep(width / scale / 12);
  const label = `${length} Å`;
  const long = length * scale;
  const stroke = { stroke: ink, "stroke-width": 1.5 };
  return {
    width: long + 8 + textWidth(label, size),
    draw: (x, y) =>
      line({ x, y }, { x: x + long, y }, stroke) +
      line({ x, y: y - 4 }, { x, y: y + 4 }, stroke) +
      line({ x: x + long, y: y - 4 }, { x: x + long, y: y + 4 }, stroke) +
      letters(label, { x: x + long + 8, y: y + 4.3 }, { size, anchor: "start" }),
  };
}

function forceArrow({ largest, length }: { largest: number; length: number }, scale: number): Item {
  const amount = roundStep(largest / 2);
  const label = `${amount} eV/Å`;
  const long = (amount / largest) * length * scale;
  return {
    width: long + 8 + textWidth(label, size),
    draw: (x, y) =>
      arrow({ x, y }, { x: x + long, y }, palette[1], 1.8) +
      letters(label, { x: x + long + 8, y: y + 4.3 }, { size, anchor: "start" }),
  };
}

function colourBar({ least, greatest, title }: Shade): Item {
  const [low, high] = [least, greatest].map(value => String(Number(value.toPrecision(3))).replace("-", "−"));
  const before = textWidth(`${title}  ${low}`, size) + 6;
  const long = 90;
  const stops = Array.from({ length: 10 }, (_, k) =>
    element("stop", { offset: k / 9, "stop-color": sequential(k / 9) }),
  );
  const gradient = element("linearGradient", { id: "viridis" }, ...stops);
  return {
    width: before + long + 6 + textWidth(high ?? "", size),
    draw: (x, y) =>
      gradient +
      letters(`${title}  ${low}`, { x, y: y + 4.3 }, { size, anchor: "start" }) +
      element("rect", { x: x + before, y: y - 6, width: long, height: 12, fill: "url(#viridis)" }) +
      letters(high ?? "", { x: x + before + long + 6, y: y + 4.3 }, { size, anchor: "start" }),
  };
}

/** The directions of x, y and z; one that points at the reader is a dot in a circle. */
function tripod(project: (vector: ArrayLike<number>) => Projected, left: number, middle: number): string[] {
  const long = 32;
  const axes = ["x", "y", "z"].map((name, k) => {
    const { x, y, depth } = project([0, 1, 2].map(axis => (axis === k ? 1 : 0)));
    return { name, x: long * x, y: -long * y, depth, colour: [palette[1], palette[2], palette[0]][k]! };
  });
  const xs = axes.map(({ x }) => x);
  const ys = axes.map(({ y }) => y);
  const origin = {
    x: left + 10 - Math.min(0, ...xs),
    y: middle - (Math.min(0, ...ys) + Math.max(0, ...ys)) / 2,
  };
  return axes
    .toSorted((a, b) => b.depth - a.depth)
    .map(({ name, x, y, colour }) => {
      const length = Math.sqrt(x * x + y * y);
      const label = { size: 11, colour };
      if (length < 2) {
        return (
          element("circle", { cx: origin.x, cy: origin.y, r: 4, fill: "white", stroke: colour, "stroke-width": 1.4 }) +
          element("circle", { cx: origin.x, cy: origin.y, r: 1.4, fill: colour }) +
          letters(name, { x: origin.x - 9, y: origin.y + 11 }, label)
        );
      }
      const tip = { x: origin.x + x, y: origin.y + y };
      const beyond = { x: tip.x + (8 * x) / length, y: tip.y + (8 * y) / length + 4 };
      return arrow(origin, tip, colour, 1.5) + letters(name, beyond, label);
    });
}
