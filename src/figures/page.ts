import { createRequire } from "node:module";
import { join } from "node:path";
import { readBounded, writeAtomic } from "../files.ts";
import { figureNames, readFigure, type StoredFigure } from "./stored.ts";

export interface FigurePage {
  readonly path: string;
  readonly figures: number;
  /** False where the page was there already, byte for byte. */
  readonly written: boolean;
}

/**
 * Write `index.html` of a folder of figures: one page that holds everything it shows, so that it opens from a disk
 * without a network. Charts answer to the pointer; without JavaScript each is its SVG.
 */
export async function writeFigurePage(folder: string): Promise<FigurePage> {
  const figures: PageFigure[] = [];
  for (const name of await figureNames(folder)) {
    const svg = await readBounded(join(folder, `${name}.svg`));
    figures.push({ ...(await readFigure(folder, name)), svg });
  }
  // In the order of the notebooks; those of no known notebook come last.
  const order = ({ provenance: { notebook } }: PageFigure) => notebook ?? "\uffff";
  figures.sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
  const path = join(folder, "index.html");
  const text = await pageText(figures);
  const before = await readBounded(path).catch(() => undefined);
  const written = before?.toString("utf8") !== text;
  if (written) await writeAtomic(path, text);
  return { path, figures: figures.length, written };
}

interface PageFigure extends StoredFigure {
  readonly svg: Uint8Array;
}

async function pageText(figures: readonly PageFigure[]): Promise<string> {
  const hasCharts = figures.some(({ chart }) => chart !== undefined);
  const profile = figures[0]?.provenance.profile;
  const title = profile === undefined ? "Figures" : `Figures, ${escaped(profile)} profile`;
  const contents = figures.map(({ name }) => `<li><a href="#${escaped(name)}">${escaped(name)}</a></li>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#_figures">Skip to the figures</a>
<header>
<h1>${title}</h1>
<p>${figures.length === 0 ? "No figure was drawn yet." : `${figures.length} figures, each with what it was made from.`}</p>
</header>
<nav aria-label="Figures"><ul>
${contents.join("\n")}
</ul></nav>
<main id="_figures">
${figures.map(section).join("\n")}
</main>
${hasCharts ? await scripts(figures) : ""}</body>
</html>
`;
}

/** Ids of figures are their names; no name has a `_`, so all other ids do. */
function section(figure: PageFigure): string {
  const { name, caption, alt, chart, svg } = figure;
  const id = escaped(name);
  const image = `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
  return `<section id="${id}" aria-labelledby="${id}_name">
<h2 id="${id}_name"><a href="#${id}">${id}</a></h2>
<figure>
<div class="drawing"${chart ? ` data-chart="${id}"` : ""}><img src="${image}" alt="${escaped(alt)}"></div>
<figcaption>${escaped(caption)}</figcaption>
</figure>
${origin(figure)}
</section>`;
}

function origin({ name, provenance }: PageFigure): string {
  const { notebook, code, statements, modules, packages, data, parameters } = provenance;
  const files = ["svg", "png", "json"].map(kind => `<a href="${escaped(name)}.${kind}">${kind.toUpperCase()}</a>`);
  const lines = statements.map(({ line }) => escaped(line)).join("\n");
  return `<p class="origin">${notebook === null ? "Drawn outside a known notebook" : `From ${escaped(notebook)}`} · ${files.join(" · ")}</p>
<details>
<summary>What it was made from<span class="unseen">: ${escaped(name)}</span></summary>
${list("Data", data, digest)}${list("Parameters", parameters, escaped)}${list("Modules", modules, digest)}${list("Packages", packages, escaped)}<h3>Code of the notebook <code>${escaped(code.slice(0, 12))}</code></h3>
<pre tabindex="0">${lines}</pre>
</details>`;
}

function list(title: string, entries: Readonly<Record<string, string>>, shown: (value: string) => string): string {
  const rows = Object.entries(entries).map(([key, value]) => `<dt>${escaped(key)}</dt><dd>${shown(value)}</dd>`);
  return rows.length === 0 ? "" : `<h3>${title}</h3>\n<dl>${rows.join("\n")}</dl>\n`;
}

function digest(hash: string): string {
  return `<code title="SHA-256 ${escaped(hash)}">${escaped(hash.slice(0, 12))}</code>`;
}

function escaped(text: string): string {
  const names: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return String(text).replace(/[&<>"']/g, sign => names[sign] ?? sign);
}

async function scripts(figures: readonly PageFigure[]): Promise<string> {
  const charts = Object.fromEntries(figures.flatMap(({ name, chart }) => (chart ? [[name, chart]] : [])));
  // A < in data could end the script element; \u003c is the same to JSON.
  const json = JSON.stringify(charts).replaceAll("<", "\\u003c");
  return `<div id="_tip" aria-hidden="true" hidden></div>
<!-- Vega and Vega-Lite, under one licence:
${await packageText("vega-lite/LICENSE")}-->
<script type="application/json" id="_charts">${json}</script>
<script>${await library("vega")}</script>
<script>${await library("vega-lite")}</script>
<script>${viewer}</script>
`;
}

/** A library's own single-file build, as it may stand in a page. */
async function library(name: string): Promise<string> {
  const code = await packageText(`${name}/build/${name}.min.js`);
  return code.replace(/\n?\/\/# sourceMappingURL=\S*\s*$/, "").replaceAll("</script", "<\\/script");
}

async function packageText(path: string): Promise<string> {
  return (await readBounded(createRequire(import.meta.url).resolve(path))).toString("utf8");
}

/** Runs in the page: puts a live chart in place of each image when it comes into sight. */
const viewer = `
const charts = JSON.parse(document.getElementById("_charts").textContent);
const tip = document.getElementById("_tip");
const shown = value => (typeof value === "number" ? String(Number(value.toPrecision(6))) : String(value));
function tooltip(handler, event, item, value) {
  tip.hidden = value === null || value === undefined || value === "";
  if (tip.hidden) return;
  const rows = typeof value === "object" ? Object.entries(value) : [["", value]];
  tip.replaceChildren(...rows.map(([key, entry]) => {
    const row = document.createElement("div");
    row.textContent = key === "" ? shown(entry) : key + ": " + shown(entry);
    return row;
  }));
  const left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8);
  const top = Math.min(event.clientY + 14, innerHeight - tip.offsetHeight - 8);
  tip.style.left = Math.max(8, left) + "px";
  tip.style.top = Math.max(8, top) + "px";
}
async function bring(drawing) {
  const image = drawing.querySelector("img");
  const place = document.createElement("div");
  try {
    const spec = vegaLite.compile(charts[drawing.dataset.chart]).spec;
    const view = new vega.View(vega.parse(spec), { renderer: "svg", hover: true, tooltip });
    view.description(image.alt);
    await view.initialize(place).runAsync();
    drawing.replaceChildren(place);
  } catch (error) {
    console.error(drawing.dataset.chart, error);
  }
}
const seen = new IntersectionObserver(entries => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    bring(target);
  }
}, { rootMargin: "600px" });
for (const drawing of document.querySelectorAll("[data-chart]")) seen.observe(drawing);
`;

const style = `
:root { color-scheme: light; --ink: #1f2328; --soft: #59636e; --line: #d1d9e0; --link: #0a5bb5; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem; color: var(--ink); background: #fff;
  font: 1rem/1.5 "DejaVu Sans", Verdana, system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0; }
h2 { font-size: 1.15rem; margin: 0 0 .5rem; }
h2 a { color: inherit; text-decoration: none; }
h2 a:hover { text-decoration: underline; }
h3 { font-size: .9rem; margin: 1rem 0 .25rem; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, pre:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
header p, .origin { color: var(--soft); }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; padding: .75rem 0; margin: 1rem 0;
  border-block: 1px solid var(--line); }
section { padding: 1.5rem 0; border-bottom: 1px solid var(--line); scroll-margin-top: 1rem; }
figure { margin: 0; }
.drawing { overflow-x: auto; }
.drawing img, .drawing svg { display: block; max-width: 100%; height: auto; }
figcaption { max-width: 45rem; margin-top: .5rem; }
.origin { font-size: .875rem; margin: .5rem 0; }
details { font-size: .875rem; }
summary { cursor: pointer; color: var(--soft); }
dl { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .125rem 1rem; margin: 0; max-width: 45rem; }
dt { overflow-wrap: anywhere; }
dd { margin: 0; }
code, pre { font: .8125rem/1.45 "DejaVu Sans Mono", ui-monospace, monospace; }
pre { overflow-x: auto; margin: 0; padding: .75rem; background: #f6f8fa; border-radius: 6px; }
.skip, .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip:focus { position: static; width: auto; height: auto; clip-path: none; }
#_tip { position: fixed; z-index: 1; max-width: 20rem; padding: .35rem .6rem; pointer-events: none; font-size: .8125rem;
  background: #fff; border: 1px solid var(--line); border-radius: 6px; box-shadow: 0 2px 8px #0003; }
#_tip[hidden] { display: none; }
@media print { nav, .skip, .origin a { display: none; } section { break-inside: avoid; } }
`;
