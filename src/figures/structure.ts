import { check, oneOf } from "../check.ts";
import type { Frames } from "../frames/frames.ts";
import { formula } from "../frames/species.ts";
import type { Picture } from "./chart.ts";
import { shadesOf } from "./colourBy.ts";
import { appearance } from "./elements.ts";
import { type Projected, projection, type View, views } from "./projection.ts";
import { bonded, corners, edges, inCell, norm } from "./scene.ts";
import { balls, hazed, mixed } from "./shading.ts";
import { key } from "./structureKey.ts";
import { arrow, line, type Point, pictureOf } from "./svg.ts";
import { palette } from "./theme.ts";
import { extent } from "./thin.ts";

export interface StructureOptions {
  /** which frame */
  readonly frame?: number;
  /** arrows along the forces, the longest of them 2.4 Å */
  readonly forces?: boolean;
  /** the box; atoms of a periodic frame are then drawn inside it */
  readonly cell?: boolean;
  /** sticks between atoms nearer than 1.2 times the sum of their covalent radii; `"auto"` leaves metals without */
  readonly bonds?: "auto" | "all" | "none";
  readonly view?: View;
  /** what colours show instead of elements: `"force"`, its magnitude, or a column of `perAtom` */
  readonly colourBy?: string;
  /** px */
  readonly width?: number;
}

/** Atoms a picture of this size can show. */
export const most = 5000;
const margin = 14;
/** Å */
const longestArrow = 2.4;

/**
 * A structure as balls and sticks in its cell, with forces as arrows; what is far away is paler.
 *
 * Orthographic, so that lengths can be measured with the bar in the key, which names elements, axes and the force scale.
 */
export function structure(
  frames: Frames,
  {
    frame = 0,
    forces = false,
    cell = true,
    bonds = "auto",
    view = "tilted",
    colourBy,
    width = 380,
  }: StructureOptions = {},
): Picture {
  oneOf("view", view, views);
  oneOf("bonds", bonds, ["auto", "all", "none"]);
  const rows = atomsOf(frames, frame);
  check(
    !forces || frames.force,
    "structure: these frames carry no forces; leave out { forces: true } or load frames that have them",
  );
  const looks = Array.from(frames.species.subarray(...rows), appearance);
  const lattice = frames.cell.subarray(9 * frame, 9 * frame + 9);
  const boxed = cell && lattice.some(value => value !== 0);
  const position = boxed ? inCell(frames, frame) : frames.position.subarray(3 * rows[0], 3 * rows[1]);
  const pairs = bonds === "none" ? [] : bonded(position, looks, bonds === "all");
  const radius = looks.map(look => look.radius * (pairs.length > 0 && (look.bonds || bonds === "all") ? 0.36 : 0.52));
  const shade = colourBy === undefined ? undefined : shadesOf(frames, rows, colourBy);
  const colour = looks.map((look, i) => shade?.colours[i] ?? look.colour);

  const project = projection(view);
  const atoms = looks.map((_, i) => project(position, 3 * i));
  const box = boxed ? corners(lattice).map(corner => project(corner)) : [];
  const force = forces ? frames.force?.subarray(3 * rows[0], 3 * rows[1]) : undefined;
  const largest = force ? Math.max(...looks.map((_, i) => norm(force, 3 * i))) : 0;
  const stretch = largest > 0 ? longestArrow / largest : 0;
  const tips = force && stretch > 0 ? atoms.map((atom, i) => moved(atom, project(force, 3 * i), stretch)) : [];

  const page = fitted([...atoms, ...box, ...tips], Math.max(...radius), width);
  // Paleness would falsify colours that stand for numbers.
  const haze = shade ? () => 0 : nearToFar(atoms);
  const paint = balls();
  const parts = [
    ...atoms.map((atom, i) => {
      const { x, y } = page.at(atom);
      const ball = paint.draw(x, y, radius[i]! * page.scale, colour[i]!, haze(atom.depth));
      const tip = tips[i];
      return { depth: atom.depth, svg: tip ? ball + arrow({ x, y }, page.at(tip), palette[1], 1.8) : ball };
    }),
    ...pairs.flatMap(([i, j]) => [
      stick(atoms[i]!, atoms[j]!, colour[i]!, page, haze),
      stick(atoms[j]!, atoms[i]!, colour[j]!, page, haze),
    ]),
  ].sort((a, b) => b.depth - a.depth);
  const outline = boxed ? edges(box.map(({ depth }) => depth)) : [];
  const drawn = (behind: boolean) =>
    outline
      .filter(edge => edge.behind === behind)
      .map(({ from, to }) =>
        line(page.at(box[from]!), page.at(box[to]!), {
          stroke: behind ? "#999999" : "#333333",
          "stroke-dasharray": behind ? "4 3" : undefined,
          "stroke-linecap": "round",
        }),
      );
  const strip = key({
    top: page.height,
    width,
    scale: page.scale,
    project,
    paint,
    looks: shade ? [] : looks,
    force: stretch > 0 ? { largest, length: longestArrow } : undefined,
    shade,
  });
  const body = [...drawn(true), ...parts.map(({ svg }) => svg), ...drawn(false), ...strip.body];
  return pictureOf([paint.definitions(), ...body], { width, height: strip.bottom }, inWords());

  function inWords(): string {
    const composition = formula(frames.species.subarray(...rows));
    const sides = [0, 3, 6].map(at => norm(lattice, at).toFixed(1)).join(" × ");
    const parts = [
      `${looks.length} atoms, ${composition}`,
      ...(boxed ? [`in a cell of ${sides} Å`] : []),
      ...(forces ? ["with forces as arrows"] : []),
      ...(shade ? [`coloured by ${shade.title}`] : []),
    ];
    return `${parts.join(", ")}.`;
  }
}

/** First atom of a frame, and the one after its last. */
function atomsOf(frames: Frames, frame: number): [number, number] {
  check(
    Number.isInteger(frame) && frame >= 0 && frame < frames.length,
    () => `structure: there is no frame ${frame} among ${frames.length}; frames are numbered from 0`,
  );
  const rows: [number, number] = [frames.offset[frame]!, frames.offset[frame + 1]!];
  const count = rows[1] - rows[0];
  check(count > 0, `structure: frame ${frame} has no atoms; give one that has`);
  check(count <= most, `structure: frame ${frame} has ${count} atoms; at most ${most} can be told apart, draw fewer`);
  return rows;
}

interface Page {
  /** px per Å */
  readonly scale: number;
  /** px */
  readonly height: number;
  at(place: Projected): Point;
}

/** Everything inside the page: as large as its width, or as an equal height, allows; small molecules at 60 px per Å. */
function fitted(places: readonly Projected[], reach: number, width: number): Page {
  const [left, right] = extent(places.map(({ x }) => x));
  const [low, high] = extent(places.map(({ y }) => y));
  const room = width - 2 * margin;
  const scale = Math.min(room / (right - left + 2 * reach), room / (high - low + 2 * reach), 60);
  return {
    scale,
    height: (high - low + 2 * reach) * scale + 2 * margin,
    at: ({ x, y }) => ({ x: width / 2 + (x - (left + right) / 2) * scale, y: margin + (high + reach - y) * scale }),
  };
}

/** Depth as a share from 0, the nearest atom, to 1, the furthest if it is at least 10 Å behind: molecules stay in colour. */
function nearToFar(atoms: readonly Projected[]): (depth: number) => number {
  const [near, far] = extent(atoms.map(({ depth }) => depth));
  return depth => (depth - near) / Math.max(far - near, 10);
}

/** Half a bond, in the colour of the atom it starts from. */
function stick(
  from: Projected,
  to: Projected,
  colour: string,
  page: Page,
  haze: (depth: number) => number,
): { depth: number; svg: string } {
  const middle = moved(from, { x: to.x - from.x, y: to.y - from.y, depth: to.depth - from.depth }, 0.5);
  const depth = (from.depth + middle.depth) / 2;
  const inner = hazed(colour, haze(depth));
  const rod = (stroke: string, thickness: number) =>
    line(page.at(from), page.at(middle), { stroke, "stroke-width": thickness * page.scale });
  // Behind its own atom, which hides where it begins.
  const behind = Math.max(from.depth, depth) + 1e-6;
  return { depth: behind, svg: rod(mixed(inner, "#000000", 0.4), 0.24) + rod(inner, 0.17) };
}

function moved(place: Projected, by: Projected, share: number): Projected {
  return { x: place.x + share * by.x, y: place.y + share * by.y, depth: place.depth + share * by.depth };
}
