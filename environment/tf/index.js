// danfojs-node asks for its own @tensorflow/tfjs-node; this stands in for it, so that one TensorFlow serves everyone.
// Two repairs: util.isNullOrUndefined and util.isArray left Node in 23 but the 4.22 binding calls them;
// and the banner "Hi, looks like you are running TensorFlow.js in Node.js" has no place in committed outputs.
const util = require("node:util");

util.isNullOrUndefined ??= value => value === null || value === undefined;
util.isArray ??= Array.isArray;
process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";

const warn = console.warn;
console.warn = (...line) => {
  if (!String(line[0]).includes("running TensorFlow.js in Node.js")) warn(...line);
};
try {
  module.exports = require("@tensorflow/tfjs-node-gpu");
} catch {
  module.exports = require("@tensorflow/tfjs");
}
