import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { addressOf, isLoopback, readConnection, writeConnection } from "#src/kernel/connection.js";

const folder = mkdtempSync(join(tmpdir(), "pesbook-connection-"));
after(() => rmSync(folder, { recursive: true }));

test("a connection file is its owner's alone, has five ports of its own, and reads back", async () => {
  const file = join(folder, "written.json");
  const connection = await writeConnection(file);
  if (process.platform !== "win32") assert.equal(statSync(file).mode & 0o777, 0o600);
  const { shell_port, iopub_port, stdin_port, control_port, hb_port } = connection;
  assert.equal(new Set([shell_port, iopub_port, stdin_port, control_port, hb_port]).size, 5);
  assert.deepEqual(await readConnection(file), connection);
  assert.equal(addressOf(connection, "shell"), `tcp://127.0.0.1:${shell_port}`);
  assert.ok(isLoopback(connection));
});

test("an address that others reach is not loopback", async () => {
  const connection = await writeConnection(join(folder, "open.json"));
  for (const ip of ["0.0.0.0", "192.168.1.5", "*", "::"]) assert.equal(isLoopback({ ...connection, ip }), false, ip);
  for (const ip of ["127.0.0.1", "127.1.2.3", "localhost", "::1"]) assert.ok(isLoopback({ ...connection, ip }), ip);
});

test("a connection file that cannot be used says why", async () => {
  const good = await writeConnection(join(folder, "good.json"));
  const reading = (value: unknown) => {
    const file = join(folder, "bad.json");
    writeFileSync(file, typeof value === "string" ? value : JSON.stringify(value));
    return readConnection(file);
  };
  await assert.rejects(reading("{"), /connection file .*bad\.json: /);
  await assert.rejects(reading({ ...good, hb_port: "x" }), /hb_port is x, not a port/);
  await assert.rejects(reading({ ...good, transport: "udp" }), /transport is udp/);
  await assert.rejects(reading({ ...good, signature_scheme: "hmac-md5" }), /signature_scheme is hmac-md5/);
  await assert.rejects(reading({ ...good, key: undefined }), /ip and key/);
});
