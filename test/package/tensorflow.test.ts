import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { repository } from "../needs.js";

const script = `
  const danfo = require("danfojs-node");
  const tensorflow = require("@tensorflow/tfjs-node");
  const frame = new danfo.DataFrame({ energy: [1, 2, 3], force: [4, 5, 6] });
  console.log(frame.shape.join(" "), frame.tensor.sum().dataSync()[0], danfo.tensorflow === tensorflow);
`;

test("danfojs and the project share one TensorFlow, which starts without a word", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--eval", script], {
    cwd: repository,
    encoding: "utf8",
  });
  assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: "3 2 21 true\n", stderr: "" });
});
