import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Dealer } from "zeromq";
import { addressOf, writeConnection } from "#src/kernel/connection.js";
import { wire } from "#src/kernel/wire.js";
import { kernelCommand } from "./kernel.js";

/** PESBOOK_FUZZ=10000 sends more of them. */
const MESSAGES = Number(process.env.PESBOOK_FUZZ ?? 400);
const folder = mkdtempSync(join(tmpdir(), "pesbook-hostile-"));
after(() => rmSync(folder, { recursive: true }));

/** Pseudo-random, the same in every run: Marsaglia's xorshift32. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

test("malformed, forged and replayed messages are dropped, and the kernel goes on", async () => {
  const file = join(folder, "connection.json");
  const connection = await writeConnection(file);
  const [program = "", ...rest] = kernelCommand().map(part => part.replace("{connection_file}", file));
  const kernel = spawn(program, rest, { cwd: folder, stdio: "ignore" });
  after(() => kernel.kill("SIGKILL"));
  const shell = new Dealer({ linger: 0, receiveTimeout: 30_000 });
  const control = new Dealer({ linger: 0 });
  after(() => {
    shell.close();
    control.close();
  });
  shell.connect(addressOf(connection, "shell"));
  control.connect(addressOf(connection, "control"));

  const signed = wire(connection.key);
  const ask = async (type: string, content = {}): Promise<string> => {
    await shell.send(signed.build(type, content).frames);
    for (;;) {
      const { header } = signed.parse(await shell.receive());
      if (header.msg_type === type.replace("_request", "_reply")) return header.msg_type;
    }
  };
  await ask("kernel_info_request");

  const chance = numbers(1);
  const forger = wire("another key");
  const types = ["execute_request", "complete_request", "shutdown_request", "constructor", "__proto__", "comm_open"];
  const strange = [null, 1e300, "text", [], { code: { toString: 1 } }, "😀".repeat(50)];
  for (let i = 0; i < MESSAGES; i++) {
    const type = types[chance(types.length)]!;
    const content = { code: strange[chance(strange.length)], cursor_pos: strange[chance(strange.length)] };
    const from = chance(2) === 0 ? forger : signed;
    const frames = from.build(
      type === "shutdown_request" && from === signed ? "inspect_request" : type,
      content,
    ).frames;
    const damage = chance(4);
    if (damage === 0) frames.splice(chance(frames.length), 1 + chance(3));
    if (damage === 1)
      frames[chance(frames.length)] = Buffer.from(Array.from({ length: chance(40) }, () => chance(256)));
    if (damage === 2) frames.reverse();
    await (chance(2) === 0 ? shell : control).send(frames);
    if (i % 20 === 0) await (chance(2) === 0 ? shell : control).send(frames);
  }
  assert.equal(await ask("kernel_info_request"), "kernel_info_reply");
  assert.equal(await ask("execute_request", { code: "1 + 1" }), "execute_reply");
  assert.equal(kernel.exitCode, null);
});

test("an address that others reach is warned of", async () => {
  const file = join(folder, "open.json");
  const connection = await writeConnection(join(folder, "closed.json"));
  writeFileSync(file, JSON.stringify({ ...connection, ip: "0.0.0.0" }));
  const [program = "", ...rest] = kernelCommand().map(part => part.replace("{connection_file}", file));
  const kernel = spawn(program, rest, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  after(() => kernel.kill("SIGKILL"));
  const warning = await new Promise<string>(resolve => kernel.stderr.once("data", bytes => resolve(String(bytes))));
  assert.match(warning, /0\.0\.0\.0 can be reached from other machines/);
});

test(
  "a kernel ends with the server that started it, and takes the user's process along",
  { skip: process.platform === "win32" },
  async () => {
    const file = join(folder, "orphan.json");
    const connection = await writeConnection(file);
    const server = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    const [program = "", ...rest] = kernelCommand().map(part => part.replace("{connection_file}", file));
    const env = { ...process.env, JPY_PARENT_PID: String(server.pid) };
    const kernel = spawn(program, rest, { cwd: folder, stdio: "ignore", env });
    after(() => kernel.kill("SIGKILL"));
    const shell = new Dealer({ linger: 0, receiveTimeout: 30_000 });
    after(() => shell.close());
    shell.connect(addressOf(connection, "shell"));
    const signed = wire(connection.key);
    const notes = join(folder, "pid.txt");
    const code = `import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(notes)}, String(process.pid)); for (;;);`;
    await shell.send(signed.build("execute_request", { code }).frames);
    const ended = new Promise(resolve => kernel.once("exit", resolve));
    const pid = await eventually(
      async () => Number((await import("node:fs")).readFileSync(notes, "utf8")) || undefined,
    );
    server.kill("SIGKILL");
    await ended;
    await eventually(async () => {
      try {
        process.kill(pid, 0);
        return undefined;
      } catch {
        return true;
      }
    });
  },
);

async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 200; tries++) {
    const found = await look().catch(() => undefined);
    if (found !== undefined) return found;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error("waited ten seconds in vain");
}
