// danfojs-node asks for its own @tensorflow/tfjs-node; this stands in for it, so that one TensorFlow serves everyone:
// the GPU build where it loads, the portable one elsewhere.
const util = require("node:util");

// Node 23 dropped these two; the native binding of 4.22 still calls them.
util.isNullOrUndefined ??= value => value === null || value === undefined;
util.isArray ??= Array.isArray;
process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";

try {
  module.exports = require("@tensorflow/tfjs-node-gpu");
} catch {
  module.exports = require("@tensorflow/tfjs");
  // Its first tensor would print a banner, which has no place in committed outputs.
  module.exports.backend().firstUse = false;
}
