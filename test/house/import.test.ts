import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { repository } from "../needs.js";

test('import "pesbook" loads no heavy package', () => {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const walk = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, target = ""] of readFileSync(file, "utf8").matchAll(/^(?:import|export)\b[^;=(]*?"([^"]+)";/gms)) {
      if (target.startsWith(".")) walk(join(file, "..", target));
      else if (!target.startsWith("node:")) packages.add(target);
    }
  };
  walk(join(repository, "dist", "index.js"));
  for (const name of packages)
    assert.ok(["arquero"].includes(name), `${name} is loaded by import "pesbook"; use import()`);
});
