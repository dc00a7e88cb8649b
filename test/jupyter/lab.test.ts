import assert from "node:assert/strict";
import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { needs, repository } from "../needs.js";
import { notebookOf, place, program } from "./jupyter.js";
import {
  cellAt,
  connects,
  done,
  drawn,
  openBrowser,
  openNotebook,
  outputsAt,
  runAll,
  runCell,
  start,
  startServer,
} from "./lab.js";

const lab = program("jupyter-lab");
const browser = program("chromium", "chromium-browser", "google-chrome");
const found = needs("jupyter-lab and Chromium", lab && browser);

/** Where the picture of the first notebook goes; the README shows one. */
const picture = process.env.PESBOOK_SCREENSHOT ?? join(repository, "test", "artefacts", "screenshot.png");

const drawing = (bundle: object): string => `({ [Symbol.for("Jupyter.display")]: () => (${JSON.stringify(bundle)}) })`;

const cells = {
  table: drawing({ "text/html": "<table><tr><td>Al</td></tr></table>", "text/plain": "Al" }),
  chart: drawing({
    "application/vnd.vegalite.v5+json": {
      $schema: "https://vega.github.io/schema/vega-lite/v5.json",
      data: { values: [{ r: 2.8, g: 3 }] },
      mark: "point",
      encoding: { x: { field: "r", type: "quantitative" }, y: { field: "g", type: "quantitative" } },
    },
  }),
  error: 'function fails(): never {\n  throw new RangeError("no such frame");\n}\nfails()',
  variable: "let turns = 0;",
  name: "const cutoffRadius = 6.5;",
  loop: "for (;;) turns++;",
  kept: "turns > 0",
  unfinished: "cutoffRad",
};

for (const look of ["lab", "notebook"] as const) {
  test(`a person works in ${look === "lab" ? "JupyterLab" : "Notebook 7"} on our kernel`, found, async t => {
    const at = await place(t);
    const file = join(at.folder, "work.ipynb");
    await writeFile(file, notebookOf(...Object.values(cells)));
    const page = await openBrowser(t, browser!);
    await openNotebook(page, await startServer(t, lab!, at), file, { look });
    const index = (name: keyof typeof cells): number => Object.keys(cells).indexOf(name);
    const run = (name: keyof typeof cells) => runCell(page, index(name));
    const cell = (name: keyof typeof cells) => cellAt(page, index(name));
    const outputs = (name: keyof typeof cells) => outputsAt(page, index(name));

    await t.test("a table is drawn as one", async () => {
      await run("table");
      assert.equal(await outputs("table").locator("td").innerText(), "Al");
    });

    await t.test("a chart is drawn by the front end's own Vega", async () => {
      await run("chart");
      await cell("chart").locator(".vega-embed canvas").waitFor();
    });

    await t.test("an error shows the line that threw", async () => {
      await run("error");
      const shown = await outputs("error").innerText();
      assert.match(shown, /RangeError: no such frame/);
      assert.match(shown, /throw new RangeError/);
    });

    await t.test("names are completed while a cell is busy", async () => {
      await run("variable");
      await run("name");
      await start(page, index("loop"));
      await cell("loop").locator(".jp-InputPrompt", { hasText: "[*]:" }).waitFor();
      await cell("unfinished").locator(".cm-content").click();
      await page.keyboard.press("End");
      await page.keyboard.press("Tab");
      const offered = page.locator(".jp-Completer-item", { hasText: "cutoffRadius" });
      await offered.or(cell("unfinished").getByText("cutoffRadius")).first().waitFor();
      await page.keyboard.press("Escape");
    });

    await t.test("an interrupt ends the cell and keeps the variables", async () => {
      await cell("loop").locator(".jp-InputPrompt").click();
      await page.keyboard.press("i");
      await page.keyboard.press("i");
      await done(page, index("loop"));
      await run("kept");
      assert.equal((await outputs("kept").innerText()).trim(), "true");
    });

    await t.test("a restart forgets them", async () => {
      await cell("kept").locator(".jp-InputPrompt").click();
      await page.keyboard.press("0");
      await page.keyboard.press("0");
      await connects(page, () => page.locator(".jp-Dialog button.jp-mod-accept").click());
      await run("kept");
      assert.match(await outputs("kept").innerText(), /turns/);
    });
  });
}

test("JupyterLab shows the first notebook's table and charts", found, async t => {
  const at = await place(t);
  const file = join(at.folder, "01-data.ipynb");
  await copyFile(join(repository, "notebooks", "01-data.ipynb"), file);
  const page = await openBrowser(t, browser!);
  await openNotebook(page, await startServer(t, lab!, at), file);
  await runAll(page);

  assert.deepEqual(await drawn(page, "application/vnd.jupyter.error").allInnerTexts(), []);
  await drawn(page, "text/html").locator("table").first().waitFor();
  const chart = page.locator(".vega-embed canvas").first();
  await chart.waitFor();

  await page.keyboard.press("Control+b");
  await chart.evaluate(element => element.closest(".jp-Cell")?.scrollIntoView({ block: "end" }));
  await page.mouse.move(0, 0);
  await page.screenshot({ path: picture });
});
