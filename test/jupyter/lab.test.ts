import assert from "node:assert/strict";
import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { needs, repository } from "../needs.js";
import { notebookOf, place, program } from "./jupyter.js";
import { cell, connects, done, idle, openBrowser, openNotebook, outputs, runCell, start, startServer } from "./lab.js";

const lab = program("jupyter-lab");
const browser = program("chromium", "chromium-browser", "google-chrome");
const found = needs("jupyter-lab and Chromium", lab && browser);

/** Where the picture of the first notebook goes; the README shows it. */
const picture = process.env.PESBOOK_SCREENSHOT ?? join(repository, "test", "artefacts", "screenshot.png");

const html = `({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<table><tr><td>Al</td></tr></table>", "text/plain": "Al" }) })`;
const chart = `({ [Symbol.for("Jupyter.display")]: () => ({ "application/vnd.vegalite.v5+json": {
  $schema: "https://vega.github.io/schema/vega-lite/v5.json", data: { values: [{ r: 2.8, g: 3 }, { r: 4, g: 1 }] },
  mark: "line", encoding: { x: { field: "r", type: "quantitative" }, y: { field: "g", type: "quantitative" } } } }) })`;
const cells = [
  html,
  chart,
  'function fails(): never {\n  throw new RangeError("no such frame");\n}\nfails()',
  "let turns = 0;",
  "for (;;) turns++;",
  "turns > 0",
  "const cutoffRadius = 6.5;",
  "cutoffRad",
];
const [TABLE, CHART, ERROR, VARIABLE, LOOP, KEPT, NAME, UNFINISHED] = cells.keys() as Iterable<number> as number[];

for (const look of ["lab", "notebook"] as const) {
  test(`a person works in ${look === "lab" ? "JupyterLab" : "Notebook 7"} on our kernel`, found, async t => {
    const at = await place(t);
    const file = join(at.folder, "work.ipynb");
    await writeFile(file, notebookOf(...cells));
    const page = await openBrowser(t, browser!);
    const address = await startServer(t, lab!, at);
    await openNotebook(page, address, file, { look });

    await t.test("a table is drawn as one", async () => {
      await runCell(page, TABLE!);
      assert.equal(await outputs(page, TABLE!).locator("td").innerText(), "Al");
    });
    await t.test("a chart is drawn by the front end's own Vega", async () => {
      await runCell(page, CHART!);
      await cell(page, CHART!).locator(".vega-embed canvas").waitFor();
    });
    await t.test("an error shows the line of the cell that threw", async () => {
      await runCell(page, ERROR!);
      const shown = await outputs(page, ERROR!).innerText();
      assert.match(shown, /RangeError: no such frame/);
      assert.match(shown, /throw new RangeError/);
    });
    await t.test("names are completed while a cell is busy", async () => {
      await runCell(page, VARIABLE!);
      await runCell(page, NAME!);
      await start(page, LOOP!);
      await cell(page, LOOP!).locator(".jp-InputPrompt", { hasText: "[*]:" }).waitFor();
      await cell(page, UNFINISHED!).locator(".cm-content").click();
      await page.keyboard.press("End");
      await page.keyboard.press("Tab");
      await cell(page, UNFINISHED!)
        .getByText("cutoffRadius")
        .or(page.locator(".jp-Completer-item", { hasText: "cutoffRadius" }))
        .first()
        .waitFor();
    });
    await t.test("an interrupt ends the cell and keeps the variables", async () => {
      await cell(page, LOOP!).locator(".jp-InputPrompt").click();
      await page.keyboard.press("i");
      await page.keyboard.press("i");
      await done(page, LOOP!);
      await runCell(page, KEPT!);
      assert.equal((await outputs(page, KEPT!).innerText()).trim(), "true");
    });
    await t.test("a restart forgets them", async () => {
      await cell(page, KEPT!).locator(".jp-InputPrompt").click();
      await page.keyboard.press("0");
      await page.keyboard.press("0");
      await connects(page, () => page.locator(".jp-Dialog button.jp-mod-accept").click());
      await runCell(page, KEPT!);
      assert.match(await outputs(page, KEPT!).innerText(), /turns/);
    });
  });
}

test("JupyterLab shows the chart and the table of the first notebook", found, async t => {
  const at = await place(t);
  const file = join(at.folder, "01-data.ipynb");
  await copyFile(join(repository, "notebooks", "01-data.ipynb"), file);
  const page = await openBrowser(t, browser!);
  await openNotebook(page, await startServer(t, lab!, at), file);
  await page.getByText("Run", { exact: true }).click();
  await page.getByText("Run All Cells", { exact: true }).click();
  const drawn = page.locator(".vega-embed canvas");
  await drawn.first().waitFor();
  await idle(page);
  assert.equal(await page.locator('[data-mime-type="application/vnd.jupyter.error"]').count(), 0);
  const table = page.locator('.jp-OutputArea-output[data-mime-type="text/html"] table');
  assert.ok((await table.count()) > 0);
  await page.screenshot({ path: picture });
});
