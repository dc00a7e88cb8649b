import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { load } from "#src/formats/load.js";
import { checkFrames } from "#src/frames/invariants.js";
import { needsShared, shared } from "../needs.js";

/** Frames and atoms of files that other programs wrote. */
const known: Record<string, readonly [frames: number, atoms: number, has: string]> = {
  "Cu_train.extxyz.gz": [262, 27416, "energy force"],
  "Cu_test.extxyz.gz": [31, 3178, "energy force"],
  "Si_train.extxyz.gz": [214, 13233, "energy force"],
  "Si_test.extxyz.gz": [25, 1525, "energy force"],
  "gap_train.extxyz.gz": [774, 3117, ""],
  "al_wdm_A_320.extxyz.gz": [320, 10240, "energy force virial"],
  "qm7_A_5680.extxyz.gz": [5680, 87595, ""],
  "Si.np1.xyz": [17, 439, "energy force virial"],
  "gap_sample.xyz": [1, 81, "energy force"],
  "ethanol_xtb_gfn2_500K_500.xyz.gz": [500, 4500, "energy force"],
  "ethanol_pbe_def2svp_100.xyz.gz": [100, 900, "energy force"],
  "water216_tip3p_300K.xyz.gz": [101, 65448, "energy force virial"],
  "nnp_water216_pos.xyz": [1, 648, ""],
};

const folder = shared("README.md") && shared();

test("every XYZ file of the shared data sets is read", needsShared(folder), async () => {
  const files = readdirSync(folder!, { recursive: true, encoding: "utf8" }).filter(file =>
    /\.(?:ext)?xyz(?:\.gz)?$/.test(file),
  );
  const seen = new Set<string>();
  for (const file of files.sort()) {
    const frames = await load(join(folder!, file));
    checkFrames(frames);
    const expected = known[basename(file)];
    if (!expected) continue;
    seen.add(basename(file));
    const has = (["energy", "force", "virial"] as const).filter(name => frames[name]).join(" ");
    assert.deepEqual([frames.length, frames.species.length, has], expected, file);
  }
  assert.deepEqual([...seen].sort(), Object.keys(known).sort());
});

test("energies, forces and virials under names of their own are read by option", needsShared(folder), async () => {
  const names = { energy: "vasp_energy", force: "vasp_force", virial: "vasp_virial" };
  const frames = await load(join(folder!, "agpd", "gap_train.extxyz.gz"), names);
  assert.equal(frames.energy![0], -2.7083959);
  assert.equal(frames.virial![0], 0.40560847);
  assert.deepEqual(Object.keys(frames.perFrame), ["cutoff", "nneightol"]);
  assert.deepEqual(Object.keys(frames.perAtom), ["masses", "momenta"]);
});
