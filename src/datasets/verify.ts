import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { read } from "../formats/read.ts";
import type { Profile } from "../notebook.ts";
import type { Potential } from "../potentials/potential.ts";
import { predict } from "../potentials/predict.ts";
import { headerIn } from "./build.ts";
import { headerOf, type Recipe, sizeOf } from "./recipe.ts";

export interface Verification {
  /** SHA-256 of the text, whose compression may differ from one zlib to the next. */
  readonly sha256: string;
  readonly frames: number;
  /** eV and eV/Å: the largest difference between what the file says and what its potential says */
  readonly energyError: number;
  readonly forceError: number;
  /** What is wrong; nothing where all is right. */
  readonly faults: readonly string[];
}

/** Hold a made set to its recipe: header, number of frames, and the labels of every tenth frame worked out again. */
export async function verifyMade(path: string, recipe: Recipe, profile: Profile): Promise<Verification> {
  const found = await verifyLabels(path, await recipe.potential(), { every: 10, energy: 1e-9, force: 1e-9 });
  const faults = [...found.faults];
  const { frames } = sizeOf(recipe, profile);
  if (found.frames !== frames) faults.push(`it has ${found.frames} frames of ${frames}`);
  if ((await headerIn(path)) !== headerOf(recipe, profile))
    faults.push("it was made by another recipe; build it again");
  const expected = recipe.sha256[profile];
  if (expected !== undefined && found.sha256 !== expected) faults.push(`its SHA-256 is not ${expected}`);
  return { ...found, faults };
}

/** Hold the labels of a file, of every so many frames, to a potential. */
export async function verifyLabels(
  path: string,
  potential: Potential,
  { every, energy, force }: { readonly every: number; readonly energy: number; readonly force: number },
): Promise<Verification> {
  let count = 0;
  let [energyError, forceError] = [0, 0];
  for await (const frames of read(path, { chunk: 1 })) {
    if (count++ % every > 0) continue;
    const again = await predict(potential, frames);
    energyError = Math.max(energyError, Math.abs(again.energy![0]! - frames.energy![0]!));
    for (let k = 0; k < again.force!.length; k++) {
      forceError = Math.max(forceError, Math.abs(again.force![k]! - frames.force![k]!));
    }
  }
  const faults: string[] = [];
  if (!(energyError <= energy)) faults.push(`energies differ from the potential's by up to ${energyError} eV`);
  if (!(forceError <= force)) faults.push(`forces differ from the potential's by up to ${forceError} eV/Å`);
  return { sha256: await textHash(path), frames: count, energyError, forceError, faults };
}

/** SHA-256 of the text of a gzipped file. */
export async function textHash(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), createGunzip(), hash);
  return hash.digest("hex");
}
