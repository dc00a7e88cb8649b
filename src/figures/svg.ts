import type { Picture } from "./chart.ts";
import { fontFamily, textWidth } from "./lettering.ts";
import { ink } from "./theme.ts";

/** An SVG element. Numbers are written to a hundredth of a px, attributes that are undefined not at all. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  ...children: readonly string[]
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? short(value) : escaped(String(value))}"`)
    .join("");
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join("")}</${name}>`;
}

export function line(
  from: Point,
  to: Point,
  attributes: Readonly<Record<string, string | number | undefined>>,
): string {
  return element("line", { x1: from.x, y1: from.y, x2: to.x, y2: to.y, ...attributes });
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An arrow with a filled head, `weight` px thick. */
export function arrow(from: Point, to: Point, colour: string, weight: number): string {
  const length = Math.sqrt((to.x - from.x) * (to.x - from.x) + (to.y - from.y) * (to.y - from.y));
  if (length < 0.01) return "";
  const along = { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
  const head = Math.min(3 + 2.5 * weight, length);
  const half = head * 0.42;
  const neck = { x: to.x - head * along.x, y: to.y - head * along.y };
  const corners = [
    to,
    { x: neck.x - half * along.y, y: neck.y + half * along.x },
    { x: neck.x + half * along.y, y: neck.y - half * along.x },
  ];
  const shaft = length > head ? line(from, neck, { stroke: colour, "stroke-width": weight }) : "";
  return (
    shaft + element("polygon", { points: corners.map(({ x, y }) => `${short(x)},${short(y)}`).join(" "), fill: colour })
  );
}

export interface LetterOptions {
  readonly size?: number;
  readonly anchor?: "start" | "middle" | "end";
  readonly colour?: string;
  readonly bold?: boolean;
  /** a white rim, for words on top of lines */
  readonly rim?: boolean;
}

/** A line of text with its baseline at y. What stands in `_{…}` is set as an index: `G_{22}`. */
export function letters(
  text: string,
  { x, y }: Point,
  { size = 13, anchor = "middle", colour = ink, bold = false, rim = false }: LetterOptions = {},
): string {
  const runs = indexed(text).map(({ index, run }) =>
    index
      ? `<tspan dy="${short(size * 0.22)}" font-size="${short(size * indexSize)}">${escaped(run)}</tspan><tspan dy="${short(-size * 0.22)}">\u200b</tspan>`
      : escaped(run),
  );
  const weight = bold ? "bold" : undefined;
  const around = rim ? { stroke: "white", "stroke-width": 5, "stroke-linejoin": "round", "paint-order": "stroke" } : {};
  return element(
    "text",
    { x, y, "font-size": size, "text-anchor": anchor, fill: colour, "font-weight": weight, ...around },
    runs.join(""),
  );
}

/** Width of such a line, px. */
export function lettersWidth(text: string, { size = 13, bold = false }: LetterOptions = {}): number {
  return indexed(text).reduce(
    (sum, { index, run }) => sum + textWidth(run, index ? size * indexSize : size, { bold }),
    0,
  );
}

const indexSize = 0.72;

function indexed(text: string): { index: boolean; run: string }[] {
  return text
    .split(/_\{([^}]*)\}/)
    .map((run, k) => ({ index: k % 2 === 1, run }))
    .filter(({ run }) => run !== "");
}

/** What a label says in plain words: without the marks of its indices. */
export function plain(text: string): string {
  return text.replace(/_\{([^}]*)\}/g, "$1");
}

/** A drawing on white; `text` says what is seen. */
export function pictureOf(body: readonly string[], size: { width: number; height: number }, text: string): Picture {
  const width = Math.ceil(size.width);
  const height = Math.ceil(size.height);
  const svg = element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      "font-family": fontFamily,
      role: "img",
      "aria-label": text,
    },
    element("rect", { width, height, fill: "white" }),
    ...body,
  );
  return { kind: "picture", svg, width, height, text };
}

export function escaped(text: string): string {
  const names: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no place for them, escaped or not
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
      .replace(/[&<>"]/g, letter => names[letter] ?? letter)
  );
}

function short(number: number): string {
  return String(Math.round(number * 100) / 100 + 0);
}
