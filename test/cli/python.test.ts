import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { environmentProgram, prepareEnvironment } from "#src/cli/python.js";
import { scratchFolder } from "./pesbook.js";

const scratch = scratchFolder();
const posix = { skip: process.platform === "win32" && "the stand-ins are shell scripts" };

/** Stand-ins for Python's programs, alone on PATH while `work` runs. */
async function withPrograms(programs: Readonly<Record<string, string>>, work: () => Promise<void>): Promise<void> {
  const folder = join(scratch, `bin${Object.keys(programs).length}`);
  mkdirSync(folder, { recursive: true });
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const before = process.env.PATH;
  process.env.PATH = folder;
  try {
    await work();
  } finally {
    process.env.PATH = before;
  }
}

test("the environment is made once, and again when what is required changes", posix, async () => {
  const venv = join(scratch, "venv");
  const requirements = join(scratch, "requirements.txt");
  writeFileSync(requirements, "jupyterlab==4.6.4\n");
  // python3 -m venv DIR makes DIR/bin/python, which notes what it was asked.
  const python3 = `[ "$1" = -c ] && echo True && exit
/bin/mkdir -p "$3/bin" && printf '#!/bin/sh\\necho "$@" >> "${scratch}/asked"\\n' > "$3/bin/python" && /bin/chmod +x "$3/bin/python"`;
  await withPrograms({ python3 }, async () => {
    assert.equal(await prepareEnvironment({ venv, requirements }), "made");
    assert.equal(await prepareEnvironment({ venv, requirements }), "as it was");
    writeFileSync(requirements, "jupyterlab==4.6.5\n");
    assert.equal(await prepareEnvironment({ venv, requirements }), "made");
  });
  const asked = readFileSync(join(scratch, "asked"), "utf8").trim().split("\n");
  assert.equal(asked.length, 2);
  assert.match(asked[0] ?? "", /^-m pip .*install .*--requirement .*requirements\.txt$/);
  assert.ok(existsSync(environmentProgram(venv, "python")));
});

test("without Python, or without its venv, one learns what to do", posix, async () => {
  const requirements = join(scratch, "other.txt");
  writeFileSync(requirements, "");
  const prepare = () => prepareEnvironment({ venv: join(scratch, "none"), requirements });
  await withPrograms({}, () =>
    assert.rejects(prepare, /no Python 3\.10 or later found.*pesbook kernel install --user/s),
  );
  const python3 = '[ "$1" = -c ] && echo True && exit\necho "No module named venv"; exit 1';
  const python = "exit 1";
  await withPrograms({ python3, python }, () =>
    assert.rejects(prepare, /cannot make a virtual environment.*python3-venv.*No module named venv/s),
  );
});
