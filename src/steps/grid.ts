import { check } from "../check.ts";

/** The values of each axis; or the points themselves. */
export type Grid = Readonly<Record<string, readonly unknown[]>> | readonly object[];

export type Point<G extends Grid> = G extends readonly (infer P)[] ? P : { readonly [A in keyof G]: Member<G[A]> };
type Member<A> = A extends readonly (infer V)[] ? V : never;

/** The points of a grid, the last axis fastest. */
export function pointsOf(name: string, grid: Grid): readonly Readonly<Record<string, unknown>>[] {
  const example = `sweep("${name}", { temperature: [300, 600], seed: [1, 2, 3] }, …)`;
  check(typeof grid === "object" && grid !== null, () => `sweep ${name}: its grid is a ${typeof grid}; ${example}`);
  if (Array.isArray(grid)) {
    check(grid.length > 0, `sweep ${name}: its list of points is empty; ${example}`);
    for (const [i, point] of grid.entries()) {
      const isRecord = typeof point === "object" && point !== null && !Array.isArray(point);
      check(isRecord, `sweep ${name}: point ${i} is no record; ${example}`);
    }
    return grid as readonly Record<string, unknown>[];
  }
  const axes = Object.entries(grid as Record<string, readonly unknown[]>);
  check(axes.length > 0, `sweep ${name}: its grid has no axis; ${example}`);
  for (const [axis, values] of axes) {
    check(Array.isArray(values), `sweep ${name}: axis ${axis} is no list; ${example}`);
    check(values.length > 0, `sweep ${name}: axis ${axis} is empty; give it a value or leave it out`);
  }
  let points: Record<string, unknown>[] = [{}];
  for (const [axis, values] of axes)
    points = points.flatMap(point => values.map(value => ({ ...point, [axis]: value })));
  return points;
}
