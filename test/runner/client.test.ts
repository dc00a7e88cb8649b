import assert from "node:assert/strict";
import { test } from "node:test";
import { startKernel } from "#src/runner/client.js";
import type { Output } from "#src/runner/outputs.js";
import { kernelCommand, shown, testKernel } from "../kernel/kernel.js";
import { repository } from "../needs.js";

test("a cell that takes too long is interrupted, says so, and the kernel goes on", async () => {
  const kernel = await testKernel();
  const { status, outputs, error } = await kernel.execute("let turns = 0;\nfor (;;) turns++", { timeout: 1000 });
  assert.equal(status, "timeout");
  assert.equal(shown(outputs), "CellTimeout: the cell ran longer than 1 s");
  assert.match(error?.traceback.join("\n") ?? "", /In\[1\]:2/);
  assert.equal(shown((await kernel.execute("turns > 0")).outputs), "true");
});

test("outputs are told as they come, joined as they are kept", async () => {
  const kernel = await testKernel();
  const told: Output[] = [];
  const code = "for (let i = 0; i < 3; i++) { console.log(i); await new Promise(done => setTimeout(done, 100)) }";
  const { outputs, count } = await kernel.execute(code, { onOutput: output => told.push(output) });
  assert.deepEqual(outputs, [{ output_type: "stream", name: "stdout", text: "0\n1\n2\n" }]);
  assert.deepEqual(
    told.map(output => output.output_type === "stream" && output.text),
    ["0\n", "0\n1\n", "0\n1\n2\n"],
  );
  assert.equal(count, 1);
});

test("a kernel that ends while it runs a cell is said to have died", async () => {
  const kernel = await testKernel();
  const running = kernel.execute("process.kill(process.ppid, 'SIGKILL'); await new Promise(() => {})");
  const { status, outputs } = await running;
  assert.equal(status, "died");
  assert.match(shown(outputs), /^KernelDied: the kernel ended \(SIGKILL\)/);
  assert.equal((await kernel.execute("1")).status, "died");
  await assert.rejects(kernel.request("kernel_info_request", {}), /the kernel ended/);
});

test("a command that is no kernel fails with its last words", async () => {
  const command = [process.execPath, "-e", "console.error('no such thing'); process.exit(7)", "{connection_file}"];
  await assert.rejects(startKernel({ command, folder: repository }), /exit code 7[\s\S]*no such thing/);
  await assert.rejects(startKernel({ command: ["/no/such/program"], folder: repository }), /ENOENT/);
});

test("the environment and folder given are the kernel's", async () => {
  const kernel = await startKernel({
    command: kernelCommand(),
    folder: repository,
    env: { PESBOOK_PROFILE: "thesis" },
  });
  const { outputs } = await kernel.execute("[process.cwd(), process.env.PESBOOK_PROFILE]");
  assert.equal(shown(outputs), `[ '${repository}', 'thesis' ]`);
  await kernel.shutdown();
});
