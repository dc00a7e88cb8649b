/** From where a structure is seen: a little from above and from the side, or straight along an axis. */
export const views = ["tilted", "x", "y", "z"] as const;
export type View = (typeof views)[number];

/** A place on the page, and how far behind the page it lies; all in Å. */
export interface Projected {
  readonly x: number;
  /** upwards */
  readonly y: number;
  /** away from the reader */
  readonly depth: number;
}

/** Rows: where x, y and z of space go: to the right, upwards and away. Orthonormal, right-handed as seen. */
type Rotation = readonly [right: readonly number[], up: readonly number[], away: readonly number[]];

/** z up, turned by 25° about it and then tilted by 17°, given by their sines: sin and cos differ between engines, √ does not. */
function tilted(): Rotation {
  const [s, t] = [0.42, 0.29];
  const [c, d] = [Math.sqrt(1 - s * s), Math.sqrt(1 - t * t)];
  return [
    [c, s, 0],
    [-s * t, c * t, d],
    [-s * d, c * d, -t],
  ];
}

const rotations: Readonly<Record<View, Rotation>> = {
  tilted: tilted(),
  x: [
    [0, 1, 0],
    [0, 0, 1],
    [-1, 0, 0],
  ],
  y: [
    [-1, 0, 0],
    [0, 0, 1],
    [0, -1, 0],
  ],
  z: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, -1],
  ],
};

/** Orthographic projection: parallel lines stay parallel and lengths can be measured. */
export function projection(view: View): (vector: ArrayLike<number>, at?: number) => Projected {
  const [right, up, away] = rotations[view];
  return (vector, at = 0) => {
    const [x, y, z] = [vector[at] ?? 0, vector[at + 1] ?? 0, vector[at + 2] ?? 0];
    const along = (axis: readonly number[]) => axis[0]! * x + axis[1]! * y + axis[2]! * z;
    return { x: along(right), y: along(up), depth: along(away) };
  };
}
