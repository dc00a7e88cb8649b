import { existsSync } from "node:fs";
import { oneOf } from "../check.ts";
import { build, fileOf } from "../datasets/build.ts";
import { catalogue, recipeOf } from "../datasets/catalogue.ts";
import { type Recipe, sizeOf, trajectoryName } from "../datasets/recipe.ts";
import { samples } from "../datasets/samples.ts";
import { textHash, type Verification, verifyLabels, verifyMade } from "../datasets/verify.ts";
import { findData } from "../formats/find.ts";
import type { Profile } from "../notebook.ts";
import { threadCount } from "../parallel/threads.ts";
import { terminalLine } from "../terminal.ts";
import { type Exit, exit } from "./exit.ts";
import { asUsage, readOptions, UsageError } from "./options.ts";
import { shown } from "./paths.ts";

export const help = `Usage: pesbook data list [--json]
       pesbook data info NAME [--json]
       pesbook data build NAME [--profile quick|thesis] [--threads N]
       pesbook data verify NAME [--profile quick|thesis]

Data sets that are made here by molecular dynamics, the same bits on every machine: ${catalogue.map(({ name }) => name).join(", ")}.
load("NAME-quick") reads a set of the quick profile, load("NAME") that of the thesis profile.

  build    makes it in data/cache; stopped at any moment, it carries on when begun again
  verify   holds a made set, or ${Object.keys(samples).join(", ")}, to its recipe and its potential

  --profile quick|thesis   a twentieth of the frames (default), or all
  --threads N              how many trajectories run at a time; as many as PESBOOK_THREADS says, or cores, unless told`;

const actions = ["list", "info", "build", "verify"] as const;
const profiles: readonly Profile[] = ["quick", "thesis"];

export async function run(args: readonly string[]): Promise<Exit> {
  const { values, positionals } = readOptions(args, {
    profile: { type: "string", default: "quick" },
    json: { type: "boolean", default: false },
    threads: { type: "string" },
  });
  const [word, name, ...rest] = positionals;
  if (word === undefined) throw new UsageError(`data: one of ${actions.join(", ")} is needed`);
  const action = asUsage(() => oneOf("action", word, actions));
  const profile = asUsage(() => oneOf("profile", values.profile, profiles));
  if (rest.length > 0) throw new UsageError(`data: unexpected ${rest.join(" ")}`);
  if (action === "list") return list(values.json);
  if (name === undefined) throw new UsageError(`data ${action}: the name of a set is needed`);
  if (action === "verify" && Object.hasOwn(samples, name)) return await verifySample(name);
  const recipe = asUsage(() => recipeOf(name));
  if (action === "info") return info(recipe, values.json);
  if (action === "verify") return await verify(recipe, profile);
  return await make(
    recipe,
    profile,
    asUsage(() => threadCount(values.threads === undefined ? undefined : Number(values.threads))),
  );
}

function list(json: boolean): Exit {
  const rows = catalogue.map(recipe => ({
    name: recipe.name,
    about: recipe.about,
    atoms: sizeOf(recipe, "quick").atoms,
    profiles: profiles.map(profile => ({
      profile,
      frames: sizeOf(recipe, profile).frames,
      made: existsSync(fileOf(recipe, profile)),
    })),
  }));
  if (json) console.log(JSON.stringify(rows, null, 2));
  for (const { name, about, atoms, profiles } of json ? [] : rows) {
    const sizes = profiles.map(({ profile, frames, made }) => `${profile} ${frames}${made ? " (made)" : ""}`);
    console.log(`${name.padEnd(13)} ${about}\n${"".padEnd(13)} frames of ${atoms} atoms: ${sizes.join(", ")}`);
  }
  return exit.done;
}

function info(recipe: Recipe, json: boolean): Exit {
  const { name, about, citation, melting, timestep, steps, states } = recipe;
  if (json) {
    const { potential: _, crystal: __, ...rest } = recipe;
    console.log(JSON.stringify({ ...rest, atoms: sizeOf(recipe, "quick").atoms }, null, 2));
    return exit.done;
  }
  const ps = (count: number) => `${(count * timestep) / 1000} ps`;
  console.log(`${name}: ${about}

Potential: ${citation}
Each trajectory: ${ps(steps.melt)} at ${melting} K to melt what is to be liquid, ${ps(steps.size)} under its pressure to find
the cell, ${ps(steps.settle)} of Langevin dynamics in it, then frames ${ps(steps.every)} apart; steps of ${timestep} fs.

trajectory  phase   quick  thesis`);
  for (const state of states) {
    const { quick, thesis } = state.frames;
    console.log(
      `${trajectoryName(state).padEnd(11)} ${state.phase.padEnd(6)} ${String(quick).padStart(6)} ${String(thesis).padStart(7)}`,
    );
  }
  return exit.done;
}

async function make(recipe: Recipe, profile: Profile, threads: number): Promise<Exit> {
  const line = terminalLine();
  const { frames, atoms } = sizeOf(recipe, profile);
  const { path, made } = await build(recipe, {
    profile,
    threads,
    onProgress: (done, total) => line.update(`${recipe.name}  ${Math.floor((100 * done) / total)} % of ${total} steps`),
  });
  line.end(`${shown(path)}  ${frames} frames of ${atoms} atoms${made ? "" : ", made before"}`);
  console.log(`SHA-256 of its text: ${await textHash(path)}`);
  return exit.done;
}

async function verify(recipe: Recipe, profile: Profile): Promise<Exit> {
  const path = fileOf(recipe, profile);
  if (!existsSync(path)) {
    console.error(
      `verify: there is no ${shown(path)}; pesbook data build ${recipe.name} --profile ${profile} makes it`,
    );
    return exit.failed;
  }
  return report(path, await verifyMade(path, recipe, profile));
}

async function verifySample(name: string): Promise<Exit> {
  const { potential, energy, force } = samples[name]!;
  const path = await findData(name, "verify");
  return report(path, await verifyLabels(path, await potential(), { every: 1, energy, force }));
}

function report(path: string, { frames, energyError, forceError, sha256, faults }: Verification): Exit {
  console.log(`${shown(path)}  ${frames} frames
largest difference from its potential: ${energyError.toExponential(1)} eV, ${forceError.toExponential(1)} eV/Å
SHA-256 of its text: ${sha256}`);
  for (const fault of faults) console.error(`  ${fault}`);
  return faults.length === 0 ? exit.done : exit.differs;
}
