import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { Dealer } from "zeromq";
import { addressOf, readConnection, writeConnection } from "#src/kernel/connection.js";
import { temporaryProject } from "../project.js";
import { kernelCommand, shown, testKernel } from "./kernel.js";

/** A kernel's stderr, as it comes, and its connection file, changed before it starts. */
async function started(t: TestContext, { ip = "127.0.0.1", env = {} } = {}) {
  const file = join(temporaryProject(t, {}), "connection.json");
  await writeConnection(file);
  writeFileSync(file, readFileSync(file, "utf8").replace("127.0.0.1", ip));
  const [program = "", ...rest] = kernelCommand().map(part => part.replace("{connection_file}", file));
  const kernel = spawn(program, rest, { env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "pipe"] });
  t.after(() => kernel.kill("SIGKILL"));
  let text = "";
  const says = (wanted: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      kernel.once("exit", () => reject(new Error(`the kernel ended; it said: ${text}`)));
      kernel.stderr.setEncoding("utf8").on("data", more => {
        text += more;
        if (wanted.test(text)) resolve();
      });
    });
  return { file, says };
}

test("a kernel that others can reach says so", async t => {
  const { says } = await started(t, { ip: "0.0.0.0" });
  await says(/pesbook kernel: 0\.0\.0\.0 can be reached from other machines; only the key protects it/);
});

test("what it drops is said on stderr to those who ask", async t => {
  const { file, says } = await started(t, { env: { PESBOOK_LOG: "1" } });
  const dealer = new Dealer({ linger: 0 });
  t.after(() => dealer.close());
  dealer.connect(addressOf(await readConnection(file), "shell"));
  const said = says(/\[pesbook kernel\] dropped a message: a message needs a delimiter/);
  await dealer.send("no message");
  await said;
});

test("diagnosis is in no output", async () => {
  const kernel = await testKernel({ env: { PESBOOK_LOG: "1" } });
  assert.equal(shown((await kernel.execute('console.error("mine"); const a: number = 1;')).outputs), "mine");
});
