import { check } from "../check.ts";
import type { Picture } from "./chart.ts";
import { arrow, element, letters, lettersWidth, type Point, pictureOf, plain } from "./svg.ts";
import { faint, ink } from "./theme.ts";

/** One place along a pipeline: a box, or boxes over each other that run side by side. */
export type Stage = string | readonly string[] | StageWithTitle;

export interface StageWithTitle {
  readonly boxes: string | readonly string[];
  /** written over the stage */
  readonly title?: string;
  /** how it hangs on the stage before: row by row, or each of its boxes on all of them */
  readonly from?: "row" | "all";
}

const lineHeight = 17;
const gap = 38;
const rowGap = 16;

/**
 * Boxes and arrows, from left to right.
 *
 *     pipeline(["structure", "symmetry functions", "neural network", "energy"])
 *     pipeline([["R_{1}", "R_{2}", "…", "R_{N}"], ["G_{1}", "G_{2}", "…", "G_{N}"], "Σ", "E"])
 *
 * Parallel rows meet where a single box follows. A row "…" is drawn as dots, a single letter in a circle,
 * `_{…}` as an index; a line break in a label stays one.
 */
export function pipeline(stages: readonly Stage[]): Picture {
  check(stages.length > 0, 'pipeline: no stages; give at least one, as in pipeline(["positions", "energy"])');
  const columns = stages.map(stage => {
    const { boxes, title = "", from = "row" } = isTitled(stage) ? stage : { boxes: stage };
    const labels = typeof boxes === "string" ? [boxes] : boxes;
    check(labels.length > 0, "pipeline: a stage without boxes; give each at least one label");
    const lines = labels.map(label => label.split("\n"));
    const round = labels.every(label => [...plain(label)].length === 1 && label !== "…");
    const widest = Math.max(...lines.flat().map(text => lettersWidth(text)));
    return { lines, title: title.split("\n"), from, round, width: round ? 38 : Math.max(widest + 22, 40) };
  });
  const tall = Math.max(...columns.flatMap(({ lines }) => lines.map(text => text.length))) * lineHeight + 17;
  const rows = Math.max(...columns.map(({ lines }) => lines.length));
  const titleLines = Math.max(...columns.map(({ title }) => (title.join("") === "" ? 0 : title.length)));
  const top = 14 + titleLines * 15 + (titleLines > 0 ? 8 : 0);
  const middle = top + (rows * (tall + rowGap) - rowGap) / 2;

  // A title may be wider than its boxes; its column is then as wide as the title.
  let x = 14;
  const placed = columns.map(column => {
    const width = Math.max(column.width, ...column.title.map(text => lettersWidth(text, { size: 12 })));
    const centre = x + width / 2;
    x += width + gap;
    const count = column.lines.length;
    const centres = column.lines.map((_, k) => middle + (k - (count - 1) / 2) * (tall + rowGap));
    return { ...column, centre, centres };
  });

  const body: string[] = [];
  for (const [k, to] of placed.entries()) {
    const from = placed[k - 1];
    if (from) body.push(...connections(from, to));
    for (const [j, text] of to.title.entries()) {
      body.push(
        letters(text, { x: to.centre, y: 20 + (titleLines - to.title.length + j) * 15 }, { size: 12, colour: faint }),
      );
    }
    for (const [row, text] of to.lines.entries()) {
      body.push(box(text, { x: to.centre, y: to.centres[row] ?? middle }, to, tall));
    }
  }
  const width = x - gap + 14;
  const words = placed.map(({ lines }) => lines.map(text => plain(text.join(" "))).join(", "));
  return pictureOf(body, { width, height: middle + (rows * (tall + rowGap) - rowGap) / 2 + 14 }, words.join(" → "));
}

interface Placed {
  readonly lines: readonly (readonly string[])[];
  readonly from: "row" | "all";
  readonly round: boolean;
  readonly width: number;
  readonly centre: number;
  readonly centres: readonly number[];
}

function connections(from: Placed, to: Placed): string[] {
  const same = from.lines.length === to.lines.length && to.from === "row";
  const start = from.centre + from.width / 2 + 2;
  const end = to.centre - to.width / 2 - 3;
  return from.centres.flatMap((y, i) =>
    to.centres.flatMap((toY, j) => {
      if ((same && i !== j) || isDots(from.lines[i]) || isDots(to.lines[j])) return [];
      const colour = same || from.lines.length === 1 || to.lines.length === 1 ? faint : "#999999";
      return [arrow({ x: start, y }, { x: end, y: toY }, colour, i === j || !same ? 1.1 : 0.8)];
    }),
  );
}

function box(text: readonly string[], { x, y }: Point, { width, round }: Placed, tall: number): string {
  if (isDots(text))
    return [-7, 0, 7].map(shift => element("circle", { cx: x, cy: y + shift, r: 1.7, fill: ink })).join("");
  const shape = { fill: round ? "#FCE9DD" : "#E3F0F8", stroke: ink, "stroke-width": 1 };
  const outline = round
    ? element("circle", { cx: x, cy: y, r: width / 2, ...shape })
    : element("rect", { x: x - width / 2, y: y - tall / 2, width, height: tall, rx: 6, ...shape });
  const first = y + 4.7 - ((text.length - 1) * lineHeight) / 2;
  return (
    outline +
    text.map((words, k) => letters(words, { x, y: first + k * lineHeight }, { size: round ? 17 : 13 })).join("")
  );
}

function isDots(text: readonly string[] | undefined): boolean {
  return text?.length === 1 && text[0] === "…";
}

function isTitled(stage: Stage): stage is StageWithTitle {
  return typeof stage === "object" && !Array.isArray(stage);
}
