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

const artefacts = join(repository, "test", "artefacts");

/** Where the picture of the first notebook goes; the README shows one. */
const picture = process.env.PESBOOK_SCREENSHOT ?? join(artefacts, "screenshot.png");

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
  bar: 'import { load, progress } from "pesbook";\nfor (const _ of progress(Array(60), "epochs")) await new Promise(resolve => setTimeout(resolve, 60));',
  card: 'await load("al-eam")',
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

    await t.test("a bar is live while its cell runs and plain in the end", async () => {
      await start(page, index("bar"));
      await outputs("bar")
        .filter({ hasText: /epochs █+░+ · \d+\/60 · \d+ % · [\d.]+ s left/ })
        .waitFor();
      await page.screenshot({ path: join(artefacts, `${look}-bar.png`) });
      await done(page, index("bar"));
      await outputs("bar")
        .filter({ hasText: /^\s*epochs 60\/60\s*$/ })
        .waitFor();
    });

    await t.test("structures are drawn as a card with a picture", async () => {
      await run("card");
      await outputs("card").locator("td", { hasText: "eV/atom" }).last().waitFor();
      await outputs("card").locator("img[src^='data:image/png']").waitFor();
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
      const offered = page.locator(".jp-Completer-item", { hasText: "cutoffRadius" });
      const completed = offered.or(cell("unfinished").getByText("cutoffRadius")).first();
      // The front end waits for a second only, which a loaded machine may not keep; a person presses Tab again.
      for (let press = 0; press < 5 && !(await completed.isVisible()); press++) {
        await page.keyboard.press("Tab");
        await completed.waitFor({ timeout: 3000 }).catch(() => {});
      }
      assert.ok(await completed.isVisible());
      await page.keyboard.press("Escape");
    });

    await t.test("the type of a name is shown while a cell is busy", async () => {
      await cell("name").locator(".cm-content").click();
      await page.keyboard.press("Home");
      for (let i = 0; i < "const cut".length; i++) await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Shift+Tab");
      await page.locator(".jp-Tooltip", { hasText: "const cutoffRadius: 6.5" }).waitFor();
      await page.locator('.jp-Notebook-ExecutionIndicator[data-status="busy"]').first().waitFor({ state: "attached" });
      await page.screenshot({ path: join(artefacts, `${look}.png`) });
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
