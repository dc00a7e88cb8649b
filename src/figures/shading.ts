import { element } from "./svg.ts";

/** Two colours mixed: `share` of the second. */
export function mixed(first: string, second: string, share: number): string {
  const channel = (colour: string, at: number) => Number.parseInt(colour.slice(at, at + 2), 16);
  const parts = [1, 3, 5].map(at => Math.round(channel(first, at) * (1 - share) + channel(second, at) * share));
  return `#${parts.map(part => part.toString(16).padStart(2, "0")).join("")}`;
}

/** Viridis at ten equal steps (S. van der Walt and N. Smith, 2015), between which colours are mixed. */
const viridis = "440154 482878 3E4989 31688E 26828E 1F9E89 35B779 6ECE58 B5DE2B FDE725"
  .split(" ")
  .map(hex => `#${hex}`);

/** The colour of a number from 0 to 1. */
export function sequential(share: number): string {
  const place = Math.min(1, Math.max(0, share)) * (viridis.length - 1);
  const below = Math.min(viridis.length - 2, Math.floor(place));
  return mixed(viridis[below]!, viridis[below + 1]!, place - below);
}

/** Balls lit from the upper left, paler with distance; each kind of ball needs one gradient, defined once. */
export interface Balls {
  /** @param distance  0 at the front, 1 at the back */
  draw(x: number, y: number, radius: number, colour: string, distance: number): string;
  /** the gradients of all balls drawn so far */
  definitions(): string;
}

export function balls(): Balls {
  const defined = new Map<string, string>();
  return {
    draw(x, y, radius, colour, distance) {
      // Ten distances: no eye tells more apart, and the file keeps few gradients.
      const step = Math.round(Math.min(1, Math.max(0, distance)) * 10);
      const id = `ball-${colour.slice(1)}-${step}`;
      const pale = (shade: string) => hazed(shade, step / 10);
      if (!defined.has(id)) {
        const stops = [
          ["0", mixed(colour, "#ffffff", 0.65)],
          ["0.45", colour],
          ["1", mixed(colour, "#000000", 0.42)],
        ].map(([offset, shade = ""]) => element("stop", { offset, "stop-color": pale(shade) }));
        defined.set(id, element("radialGradient", { id, cx: "0.36", cy: "0.34", r: "0.72" }, ...stops));
      }
      const rim = pale(mixed(colour, "#000000", 0.6));
      return element("circle", { cx: x, cy: y, r: radius, fill: `url(#${id})`, stroke: rim, "stroke-width": 0.6 });
    },
    definitions: () => element("defs", {}, ...defined.values()),
  };
}

/** A colour seen from afar. */
export function hazed(colour: string, distance: number): string {
  return mixed(colour, "#ffffff", 0.55 * distance);
}
