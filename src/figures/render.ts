import { createRequire } from "node:module";
import type { MimeBundle } from "../notebook.ts";
import { type Chart, isPicture, type Picture } from "./chart.ts";
import { fontFamily, textWidth } from "./lettering.ts";
import { themed } from "./theme.ts";

/**
 * A chart or picture as SVG: the same bytes in every process.
 *
 * @throws when the specification is wrong, or an expression in it fails: vega alone would draw an empty chart and say nothing
 */
export async function renderSvg(figure: Chart | Picture): Promise<string> {
  if (isPicture(figure)) return figure.svg;
  const { compile, vega, resetSVGDefIds } = await vegaOnce();
  const logger = vega.logger(vega.Warn);
  const problems: string[] = [];
  logger.error = (...problem) => {
    problems.push(problem.map(String).join(" "));
    return logger;
  };
  resetSVGDefIds();
  const view = new vega.View(vega.parse(compile(themed(figure) as never, { logger }).spec), {
    renderer: "none",
    logger,
  });
  try {
    const svg = await view.toSVG();
    if (problems.length > 0) throw new Error(`renderSvg: ${problems.join("; ")}`);
    return svg;
  } finally {
    view.finalize();
  }
}

/** An SVG as PNG, `scale` image pixels to a px of the drawing. Text is set in DejaVu from its package, never in the system's fonts. */
export async function renderPng(svg: string, { scale = 2 } = {}): Promise<Uint8Array> {
  const { Resvg } = await import("@resvg/resvg-js");
  const require = createRequire(import.meta.url);
  const fontFiles = ["DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSansMono"].map(name =>
    require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`),
  );
  const font = {
    loadSystemFonts: false,
    fontFiles,
    defaultFontFamily: fontFamily,
    sansSerifFamily: fontFamily,
    serifFamily: fontFamily,
    monospaceFamily: "DejaVu Sans Mono",
  };
  return new Resvg(svg, { font, fitTo: { mode: "zoom", value: scale } }).render().asPng();
}

/** One notebook output of a chart or picture; see `bundle`. */
export async function drawing(figure: Chart | Picture): Promise<MimeBundle> {
  return bundle(figure, await renderPng(await renderSvg(figure)));
}

/**
 * One notebook output: a chart as Vega-Lite 5, which JupyterLab and VS Code draw, or a picture as SVG; with its PNG for
 * everything else, and words.
 */
export function bundle(figure: Chart | Picture, png: Uint8Array): MimeBundle {
  const image = Buffer.from(png).toString("base64");
  return isPicture(figure)
    ? { "image/svg+xml": figure.svg, "image/png": image, "text/plain": figure.text }
    : {
        "application/vnd.vegalite.v5+json": themed(figure),
        "image/png": image,
        "text/plain": figure.description ?? "a Vega-Lite chart",
      };
}

async function vegaOnce() {
  const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  const { resetSVGDefIds, textMetrics } = vega as unknown as Untyped;
  // Without a canvas vega takes every letter for 0.8 of the font size, and leaves gaps in titles and legends.
  textMetrics.width = ({ fontSize = 11, fontWeight, limit = 0 }, text) => {
    const width = textWidth(String(text ?? ""), fontSize, { bold: fontWeight === "bold" });
    return limit > 0 ? Math.min(width, limit) : width;
  };
  return { vega, compile, resetSVGDefIds };
}

/** What vega exports but does not declare. */
interface Untyped {
  /** Start numbering clip paths and gradients at 0 again: otherwise a drawing depends on those before it. */
  resetSVGDefIds(): void;
  readonly textMetrics: {
    width: (item: { fontSize?: number; fontWeight?: unknown; limit?: number }, text: unknown) => number;
  };
}
