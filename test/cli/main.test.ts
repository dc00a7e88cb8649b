import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { repository } from "../needs.js";
import { pesbook } from "./pesbook.js";

const commands = ["run", "status", "predict", "data", "init", "lab", "bench", "kernel"];

test("help names every command and exit code, and each command has help of its own", () => {
  const { code, out } = pesbook(["--help"]);
  assert.equal(code, 0);
  for (const word of [...commands, "Exit codes:", "64"]) assert.ok(out.includes(word), word);
  for (const command of commands) {
    const own = pesbook([command, "--help"]);
    assert.deepEqual([own.code, own.out.split("\n")[0]?.startsWith(`Usage: pesbook ${command}`)], [0, true]);
  }
});

test("the version is that of the package", () => {
  const { version } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
  assert.equal(pesbook(["--version"]).out, `${version}\n`);
});

test("wrong usage ends with 64 and says what may have been meant", () => {
  const wrong: [args: string[], message: RegExp][] = [
    [[], /a command is needed: one of run, status/],
    [["statsu"], /unknown command statsu; did you mean status\?/],
    [["--verison"], /unknown command --verison; did you mean --version\?/],
    [["xyzzy"], /unknown command xyzzy\n/],
    [["run"], /a notebook or a folder of notebooks is needed/],
    [["run", "n.ipynb", "--profil", "quick"], /unknown option --profil; did you mean --profile\?/],
    [["run", "n.ipynb", "-x"], /unknown option -x\n/],
    [["run", "n.ipynb", "--profile", "slow"], /invalid profile: slow; one of quick, thesis/],
    [["run", "n.ipynb", "--profile"], /--profile <value>' argument missing/],
    [["run", "n.ipynb", "--check=yes"], /'--check' does not take an argument/],
    [["run", "n.ipynb", "--param", "seed"], /--param seed: NAME=VALUE is needed/],
    [["run", "n.ipynb", "--param", "a-b=1"], /--param a-b=1: NAME=VALUE is needed/],
    [["run", "n.ipynb", "--timeout", "soon"], /--timeout soon: a number of seconds is needed/],
    [["run", "n.ipynb", "--check", "--output", "x"], /--check and --output exclude each other/],
    [["run", "a/n.ipynb", "b/n.ipynb", "--output", "x"], /two notebooks are named n\.ipynb/],
    [["status", "--profile", "slow"], /invalid profile: slow/],
    [["status", "a", "b"], /status: unexpected b/],
    [["data"], /data: one of list, info, build, verify is needed/],
    [["data", "make"], /invalid action: make; one of list, info, build, verify/],
    [["data", "build"], /data build: the name of a set is needed/],
    [["data", "build", "al"], /invalid data set: al; one of al-thesis, al-thesis-32, si-thesis/],
    [["data", "build", "al-thesis", "--threads", "many"], /threads: NaN; a whole number/],
    [["data", "build", "al-thesis", "--profile", "slow"], /invalid profile: slow; one of quick, thesis/],
    [["init", "a", "b"], /init: unexpected b/],
    [["bench"], /bench: a name is needed: one of .*kernel/],
    [["bench", "kernle"], /bench: unknown kernle; one of .*; did you mean kernel\?/],
    [["kernel"], /install, uninstall, list or a connection file is needed/],
    [["kernel", "instal"], /instal is no action and no connection file; did you mean install\?/],
    [["kernel", "install", "--user", "--prefix", "x"], /--user and --prefix exclude each other/],
  ];
  for (const [args, message] of wrong) {
    const { code, out, err } = pesbook(args);
    assert.equal(code, 64, args.join(" "));
    assert.match(err, message);
    assert.equal(out, "");
  }
});
