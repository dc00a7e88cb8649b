import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { writeFigurePage } from "#src/figures/page.js";
import { needs } from "../needs.js";
import { temporaryProject } from "../project.js";
import { drawIn, picture, points } from "./session.js";

const session = (root: string, ...cells: string[]) => ({ path: join(root, "notebooks/01.ipynb"), cells });

test("a page of figures holds all it shows, with what each was made from", async t => {
  const root = temporaryProject(t, { "package.json": "{}" });
  await drawIn(session(root, "const a = '<b>';", "await figure('chart', a);"), "chart", points(), {
    caption: "Energy & <script>alert(1)</script>",
    alt: 'A "quoted" alternative',
  });
  const nasty = { ...points(), title: "</script><script>alert(2)</script>" };
  await drawIn(session(root, "await figure('nasty', 1);"), "nasty", nasty);
  await drawIn(session(root, "await figure('picture', 1);"), "picture", picture);
  const folder = join(root, "figures/quick");
  const { path, figures, written } = await writeFigurePage(folder);
  assert.deepEqual([figures, written], [3, true]);
  const page = readFileSync(path, "utf8");
  for (const part of [
    'alt="A &quot;quoted&quot; alternative"',
    "Energy &amp; &lt;script&gt;alert(1)&lt;/script&gt;",
    "From notebooks/01.ipynb",
    "const a = &#39;&lt;b&gt;&#39;;",
    'id="picture"',
    'data-chart="chart"',
    "Interactive Data Lab",
  ]) {
    assert.ok(page.includes(part), part);
  }
  assert.ok(!page.includes('data-chart="picture"'));
  assert.equal(page.match(/<script/g)?.length, 4 + (page.match(/"[^"\n]*<script[^"\n]*"/g)?.length ?? 0));
  assert.ok(!/(src|href)="(https?:)?\/\//.test(page), "nothing is fetched");
  assert.ok(!page.includes(root));
  assert.ok(statSync(path).size < 1_000_000);
  assert.equal((await writeFigurePage(folder)).written, false);
});

test("a page of pictures needs no script, one of nothing says so", async t => {
  const root = temporaryProject(t, { "package.json": "{}" });
  const folder = join(root, "figures/quick");
  assert.equal((await writeFigurePage(folder)).figures, 0);
  assert.match(readFileSync(join(folder, "index.html"), "utf8"), /No figure was drawn yet/);
  await drawIn(session(root, "await figure('picture', 1);"), "picture", picture);
  await writeFigurePage(folder);
  assert.ok(!readFileSync(join(folder, "index.html"), "utf8").includes("<script"));
});

const browser = (process.env.PATH ?? "")
  .split(delimiter)
  .flatMap(folder => ["chromium", "chromium-browser", "google-chrome"].map(name => join(folder, name)))
  .find(path => existsSync(path));

test(
  "in a browser charts answer to the pointer and the keyboard opens the rest",
  needs("chromium", browser),
  async t => {
    const root = temporaryProject(t, { "package.json": "{}" });
    await drawIn(session(root, "await figure('bars', 1);"), "bars", { ...points([3, 2, 1]), mark: "bar" });
    await drawIn(session(root, "await figure('picture', 1);"), "picture", picture);
    const { path } = await writeFigurePage(join(root, "figures/quick"));
    const running = await chromium.launch({ executablePath: browser!, args: ["--no-sandbox", "--disable-gpu"] });
    t.after(() => running.close());

    const page = await running.newPage();
    const problems: string[] = [];
    page.on("pageerror", error => problems.push(error.message));
    page.on("console", message => problems.push(message.text()));
    page.on("request", request => {
      if (!/^(file|data):/.test(request.url())) problems.push(request.url());
    });
    await page.goto(pathToFileURL(path).href);
    const bar = page.locator("#bars .mark-rect path").nth(1);
    await bar.hover();
    assert.match(await page.locator("#_tip").innerText(), /x: 1\s+y: 2/);
    assert.equal(await page.locator("#bars img").count(), 0);
    assert.equal(await page.locator("#picture img").getAttribute("alt"), "one atom");
    await page.locator("#bars summary").press("Enter");
    assert.match(await page.locator("#bars pre").innerText(), /await figure\('bars', 1\);/);
    assert.deepEqual(problems, []);

    const plain = await running.newPage({ javaScriptEnabled: false });
    await plain.goto(pathToFileURL(path).href);
    assert.equal(await plain.locator("#bars img").getAttribute("alt"), "y against x");
  },
);
