/** A Vega-Lite 5 specification, plain JSON. (vega-lite's own type is a union so large that it slows every cell's check.) */
export interface Chart {
  readonly $schema?: string;
  /** What is seen, in words: `text/plain` in a notebook, the alternative text in a page. */
  readonly description?: string;
  readonly title?: unknown;
  readonly width?: unknown;
  readonly height?: unknown;
  readonly data?: unknown;
  readonly datasets?: unknown;
  readonly transform?: readonly unknown[];
  readonly params?: readonly unknown[];
  readonly mark?: unknown;
  readonly encoding?: unknown;
  readonly layer?: readonly unknown[];
  readonly facet?: unknown;
  readonly repeat?: unknown;
  readonly concat?: readonly unknown[];
  readonly hconcat?: readonly unknown[];
  readonly vconcat?: readonly unknown[];
  readonly columns?: number;
  readonly spacing?: unknown;
  readonly spec?: unknown;
  readonly resolve?: unknown;
  readonly projection?: unknown;
  readonly autosize?: unknown;
  readonly padding?: unknown;
  readonly background?: string;
  readonly config?: unknown;
}

/** A drawing that is no chart: a structure, a network, a pipeline. */
export interface Picture {
  readonly kind: "picture";
  readonly svg: string;
  /** px */
  readonly width: number;
  /** px */
  readonly height: number;
  /** What is seen, in words: `text/plain` in a notebook, the alternative text in a page. */
  readonly text: string;
}

export function isPicture(value: unknown): value is Picture {
  return typeof value === "object" && value !== null && (value as Picture).kind === "picture";
}

export function isChart(value: unknown): value is Chart {
  const schema = typeof value === "object" && value !== null ? (value as Chart).$schema : undefined;
  return typeof schema === "string" && schema.includes("/vega-lite/");
}
