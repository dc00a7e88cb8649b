import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { shown, testKernel } from "../kernel/kernel.js";
import { repository } from "../needs.js";

test("in a clone threads run sources as they stand, started from a cell", async () => {
  const kernel = await testKernel({ folder: join(repository, "test", "parallel") });
  const folder = pathToFileURL(join(repository, "test", "parallel")).href;
  const { outputs } = await kernel.execute(`
    import { mapOnThreads } from "../../src/parallel/map.ts";
    import { openTeam } from "../../src/parallel/team.ts";
    const shared = { scale: Float64Array.of(2), elsewhere: new Int32Array(new SharedArrayBuffer(4)) };
    const squares = await mapOnThreads(new URL("${folder}/squares.js"), { items: [1, 2, 3], shared, threads: 2 });
    const numbers = new Int32Array(new SharedArrayBuffer(12));
    const team = await openTeam(new URL("${folder}/sums.js"), { threads: 2, shared: numbers });
    team.run(7);
    await team.close();
    [...(squares as Float64Array[]).map(square => square[0]), ...shared.elsewhere, ...numbers].join()
  `);
  assert.equal(shown(outputs), "'2,8,18,3,7,7,7'");
});
