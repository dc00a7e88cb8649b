/** JupyterLab or Notebook in headless Chromium: start the server, open a notebook, do what a person does. */
import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join, relative } from "node:path";
import type { TestContext } from "node:test";
import { setTimeout } from "node:timers/promises";
import { chromium, type Locator, type Page } from "playwright-core";
import { repository } from "../needs.js";
import type { Place } from "./jupyter.js";

const token = "pesbook-tests";

/** A Jupyter server on the clone; the promise is of its address and comes when it answers. */
export async function startServer(test: TestContext, program: string, { folder, env }: Place): Promise<string> {
  await writeSettings(join(folder, "settings"));
  const port = await freePort();
  const options = ["--no-browser", "--allow-root", "--ServerApp.port_retries=0", `--ServerApp.root_dir=${repository}`];
  const server = spawn(program, [...options, `--port=${port}`, `--IdentityProvider.token=${token}`], {
    cwd: folder,
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  server.stderr.setEncoding("utf8").on("data", text => {
    log += text;
  });
  test.after(async () => {
    const gone = new Promise(resolve => server.once("exit", resolve));
    if (server.exitCode === null && server.kill()) await gone;
  });
  const address = `http://127.0.0.1:${port}`;
  while (!(await answers(`${address}/api`))) {
    if (server.exitCode !== null) throw new Error(`${program} ended at its start:\n${log}`);
    await setTimeout(200);
  }
  if (/^Fail|Error:/m.test(log)) throw new Error(`${program} starts with an error on the terminal:\n${log}`);
  return address;
}

const answers = (address: string): Promise<boolean> =>
  fetch(address).then(
    reply => reply.ok,
    () => false,
  );

/** No windowing, so that every cell is in the page; no news from the network. */
async function writeSettings(folder: string): Promise<void> {
  const settings = {
    "@jupyterlab/notebook-extension/tracker": { windowingMode: "none" },
    "@jupyterlab/apputils-extension/notification": { fetchNews: "false", checkForUpdates: false },
    "@jupyterlab/docmanager-extension/plugin": { autosave: false },
  };
  for (const [name, content] of Object.entries(settings)) {
    const file = join(folder, `${name}.jupyterlab-settings`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(content));
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Chromium without its own calls to the network. */
export async function openBrowser(test: TestContext, executablePath: string): Promise<Page> {
  const args =
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
  const browser = await chromium.launch({ executablePath, args: args.split(" ") });
  test.after(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1300, height: 1500 }, reducedMotion: "reduce" });
  page.setDefaultTimeout(60_000);
  return page;
}

/** Open a notebook and wait for its cells and its kernel; `notebook` is the look of Notebook 7. */
export async function openNotebook(
  page: Page,
  address: string,
  file: string,
  { look = "lab" }: { look?: "lab" | "notebook" } = {},
): Promise<void> {
  const path = relative(repository, file).split("\\").join("/");
  const view = look === "lab" ? "lab/tree" : "notebooks";
  await connects(page, () => page.goto(`${address}/${view}/${path}?token=${token}${look === "lab" ? "&reset" : ""}`));
  await cellAt(page, 0).waitFor();
}

/**
 * Do what connects the page to a fresh kernel, and wait until that kernel is idle.
 * The indicator alone won't tell: it says idle before the page has begun to connect.
 */
export async function connects(page: Page, act: () => Promise<unknown>): Promise<void> {
  const channels = page.waitForEvent("websocket", socket => socket.url().includes("/channels"));
  await act();
  await (await channels).waitForEvent("framereceived");
  await idle(page);
}

export const idle = (page: Page): Promise<void> =>
  page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').first().waitFor({ state: "attached" });

/** The cell at an index, counted from 0, text cells too. */
export const cellAt = (page: Page, index: number): Locator => page.locator(".jp-Notebook .jp-Cell").nth(index);

/** What a cell has drawn. */
export const outputsAt = (page: Page, index: number): Locator => cellAt(page, index).locator(".jp-OutputArea-output");

/** All outputs of a MIME type; charts have none in the page. */
export const drawn = (page: Page, type: string): Locator =>
  page.locator(`.jp-OutputArea-output[data-mime-type="${type}"]`);

/** Run every cell, by the menu, and wait for the last or for an error. */
export async function runAll(page: Page): Promise<void> {
  const code = page.locator(".jp-Notebook .jp-CodeCell");
  await page.getByRole("menuitem", { name: "Run", exact: true }).click();
  await page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();
  const last = code.last().locator(".jp-InputPrompt", { hasText: /^\[\d+\]:$/ });
  await last.or(drawn(page, "application/vnd.jupyter.error")).first().waitFor({ timeout: 180_000 });
}

/** Start a cell as Control+Enter does. */
export async function start(page: Page, index: number): Promise<void> {
  await cellAt(page, index).locator(".cm-content").click();
  await page.keyboard.press("Control+Enter");
}

/** Wait for the cell's number in brackets: it has run. */
export const done = (page: Page, index: number): Promise<void> =>
  cellAt(page, index)
    .locator(".jp-InputPrompt", { hasText: /^\[\d+\]:$/ })
    .waitFor();

/** Run a cell to its end. */
export async function runCell(page: Page, index: number): Promise<void> {
  await start(page, index);
  await done(page, index);
}
