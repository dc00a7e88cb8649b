import { bins, edge, interval } from "./binning.ts";
import type { Chart } from "./chart.ts";
import { colour, composed, field, type Look, leftOut } from "./encoding.ts";
import { axisTitle, withUnit } from "./labels.ts";
import { grouped } from "./lettering.ts";
import { type Columns, columns, numbers, type Rows, records } from "./rows.ts";
import { faint } from "./theme.ts";
import { extent, most } from "./thin.ts";

export interface ParityOptions extends Look {
  /** column of the reference values, along x */
  readonly x?: string;
  /** column of the predicted values, along y */
  readonly y?: string;
  /** column of groups; not used above 5,000 points, where the colour is a count */
  readonly color?: string;
  /** what is compared: `energy per atom`, `force component` */
  readonly quantity?: string;
  readonly unit?: string;
}

/**
 * Predicted against reference values on equal axes, with the diagonal and the errors in numbers.
 *
 *     RMSE = √⟨(p − r)²⟩,  MAE = ⟨|p − r|⟩,  R² = 1 − Σ(p − r)² / Σ(r − ⟨r⟩)²
 *
 * Above 5,000 points, counts in 90 × 90 squares on a logarithmic colour scale.
 *
 * @param rows  a table, or `{ reference, predicted }`, two arrays of equal length
 *
 * @example
 * const reference = (await load("al-pbe")).energy!;
 * const predicted = reference.map((energy, f) => energy + (f % 2 === 0 ? 0.01 : -0.01));
 * parity({ reference, predicted }, { quantity: "energy", unit: "eV" })
 */
export function parity(
  rows: Rows,
  { x = "reference", y = "predicted", color, quantity = "", unit = "", ...look }: ParityOptions = {},
): Chart {
  const found = columns("parity", rows, [x, y], color);
  const reference = numbers("parity", found, x);
  const predicted = numbers("parity", found, y);
  const both = bins([...extent(reference), ...extent(predicted)], 8);
  const domain = [both.low, edge(both, both.count)];
  const axis = (name: string, word: string) => ({
    field: field(name),
    type: "quantitative",
    title: quantity === "" ? withUnit(axisTitle(name), unit) : withUnit(`${word} ${quantity}`, unit),
    scale: { domain, nice: false },
  });
  const axes = { x: axis(x, "reference"), y: axis(y, "predicted") };
  const diagonal = {
    data: { values: domain.map(end => ({ end })) },
    mark: { type: "line", color: faint, strokeWidth: 1, strokeDash: [4, 3], tooltip: false },
    encoding: { x: { ...axes.x, field: "end" }, y: { ...axes.y, field: "end" } },
  };
  const errors = said(reference, predicted, unit);
  const cloud = found.length > most ? squares(found, { x, y, axes }) : dots(found, { color, axes, width: look.width });
  return composed(
    {
      description: `${axes.y.title} against ${axes.x.title}: ${errors}`,
      layer: found.length > most ? [cloud, diagonal] : [diagonal, cloud],
    },
    { width: 360, height: 360, ...look, remarks: [errors, ...leftOut(found.missing)] },
  );
}

function dots(found: Columns, { color, axes, width }: { color?: string; axes: object; width?: number }): object {
  const group = color === undefined ? {} : { color: colour(color, found.column[color] ?? [], undefined, width) };
  return {
    data: { values: records(found) },
    mark: { type: "point", opacity: 0.55, size: 22 },
    encoding: { ...axes, ...group },
  };
}

function squares(
  found: Columns,
  { x, y, axes }: { x: string; y: string; axes: { x: { scale: { domain: number[] } }; y: object } },
): object {
  const [low = 0, high = 1] = axes.x.scale.domain;
  const across = 90;
  const grid = { low, step: (high - low) / across, count: across };
  const counts = new Uint32Array(across * across);
  const predicted = found.column[y] as readonly number[];
  for (const [row, value] of (found.column[x] as readonly number[]).entries()) {
    counts[interval(grid, value) * across + interval(grid, predicted[row]!)]! += 1;
  }
  const values: { i: number; j: number; count: number }[] = [];
  counts.forEach((count, slot) => {
    if (count > 0) values.push({ i: Math.floor(slot / across), j: slot % across, count });
  });
  const corner = (index: string) => `${low} + ${grid.step} * ${index}`;
  return {
    data: { values },
    transform: [
      { calculate: corner("datum.i"), as: "x" },
      { calculate: corner("(datum.i + 1)"), as: "x2" },
      { calculate: corner("datum.j"), as: "y" },
      { calculate: corner("(datum.j + 1)"), as: "y2" },
    ],
    mark: { type: "rect" },
    encoding: {
      x: { ...axes.x, field: "x" },
      x2: { field: "x2" },
      y: { ...axes.y, field: "y" },
      y2: { field: "y2" },
      color: {
        field: "count",
        type: "quantitative",
        title: "count",
        scale: { type: "log", scheme: "viridis", reverse: true },
      },
    },
  };
}

function said(reference: readonly number[], predicted: readonly number[], unit: string): string {
  const n = reference.length;
  const mean = reference.reduce((sum, value) => sum + value, 0) / n;
  let square = 0;
  let absolute = 0;
  let spread = 0;
  for (const [row, value] of reference.entries()) {
    const error = predicted[row]! - value;
    square += error * error;
    absolute += Math.abs(error);
    spread += (value - mean) * (value - mean);
  }
  const rmse = Math.sqrt(square / n);
  // Errors of energies are spoken of in meV.
  const small = unit.startsWith("eV") && rmse < 0.1;
  const number = (value: number) => `${Number((small ? value * 1000 : value).toPrecision(3))}`;
  const suffix = unit === "" ? "" : ` ${small ? "m" : ""}${unit}`;
  const determination = spread > 0 ? [`R² ${(1 - square / spread).toFixed(4)}`] : [];
  return [
    `RMSE ${number(rmse)}${suffix}`,
    `MAE ${number(absolute / n)}${suffix}`,
    ...determination,
    `${grouped(n)} points`,
  ].join(" · ");
}
