import { setImmediate } from "node:timers/promises";
import { check, oneOf } from "../check.ts";
import { printExtxyz } from "../formats/extxyz/print.ts";
import { load } from "../formats/load.ts";
import { concat } from "../frames/concat.ts";
import type { Frames } from "../frames/frames.ts";
import { checkFrames } from "../frames/invariants.ts";
import { canonicalJson, sha256 } from "../hash.ts";

import { random } from "../random.ts";
import { task } from "../task.ts";
import { type Journal, openJournal } from "./checkpoint.ts";
import { type Ensemble, type EnsembleOptions, ensembles } from "./ensembles.ts";
import { record } from "./record.ts";
import { startState } from "./start.ts";
import type { Evaluate } from "./state.ts";

/** Steps between two looks at whether the run is still wanted. */
const BATCH = 100;

export interface DynamicsOptions extends Partial<Omit<EnsembleOptions, "freedoms">> {
  readonly ensemble: Ensemble;
  /** How many time steps. */
  readonly steps: number;
  /** fs */
  readonly timestep: number;
  /** A frame is kept every so many steps, the first one before any. */
  readonly every: number;
  readonly seed: number;
  /** K; under nve, of the velocities that a frame without them starts with */
  readonly temperature: number;
  /** Where to write the frames as they come, .xyz; a run that was killed carries on from there. */
  readonly file?: string;
  /** Called with each frame as it comes; a resumed run does not call it again for those it has. */
  readonly onFrame?: (frame: Frames) => void | Promise<void>;
}

/**
 * Molecular dynamics of an energy function: `md` without a potential's name.
 *
 * The stream of chance can be entered anywhere, and forces depend on positions and cell alone: so a run that is resumed
 * goes on bit for bit like one that was never stopped.
 *
 * @param identity  what, besides frame and options, the trajectory depends on; a file of another run is refused by it
 */
export async function simulate(
  evaluate: Evaluate,
  frame: Frames,
  options: DynamicsOptions,
  identity: unknown,
): Promise<Frames> {
  const { steps, every, seed, file, onFrame } = options;
  const settings = checkedSettings(frame, options);
  const { keepsMomentum, integrator: make } = ensembles[options.ensemble];
  const atoms = frame.species.length;
  const freedoms = keepsMomentum ? 3 * atoms - 3 : 3 * atoms;
  const integrator = make(evaluate, { ...settings, freedoms });
  const state = startState(frame, evaluate, {
    temperature: settings.temperature,
    chance: random(seed, "velocities"),
    atRest: keepsMomentum,
  });

  let chance = random(seed, "dynamics");
  let journal: Journal | undefined;
  let first = 0;
  if (file !== undefined) {
    const { source: _, ...structure } = frame;
    journal = await openJournal(file, sha256(canonicalJson({ identity, structure, settings, every, seed })));
    if (journal.step !== undefined) {
      journal.restore(state, integrator);
      chance = random(seed, "dynamics", journal.drawn);
      state.evaluation = evaluate(state.position, state.cell);
      first = journal.step + 1;
      check(first <= steps + 1, () => `md: ${file} has ${journal?.step} steps already, more than ${steps}; load it`);
    }
  }

  const { signal, progress } = task();
  const kept: Frames[] = [];
  for (let step = first; step <= steps; step++) {
    if (step > 0) integrator.step(state, chance);
    if (step % BATCH === 0) {
      await setImmediate();
      signal.throwIfAborted();
      progress(step, steps, "time steps");
    }
    if (step % every > 0) continue;
    check(
      Number.isFinite(integrator.conserved(state)),
      () => `md: the energy at step ${step} is not a number; a smaller timestep (${settings.timestep} fs now) may help`,
    );
    const now = record(frame, state, { step, freedoms, integrator });
    if (journal) await journal.append([...printExtxyz(now)].join(""), { step, drawn: chance.drawn, state, integrator });
    else kept.push(now);
    await onFrame?.(now);
  }
  return file === undefined ? concat(...kept) : await load(file);
}

function checkedSettings(frame: Frames, options: DynamicsOptions) {
  checkFrames(frame, "md");
  check(frame.length === 1, () => `md: ${frame.length} frames were given, one was needed; pick(frames, [0])`);
  const { steps, every, seed, file } = options;
  const ensemble = oneOf("ensemble", options.ensemble, Object.keys(ensembles) as Ensemble[]);
  const settings = {
    ensemble,
    timestep: options.timestep,
    temperature: options.temperature,
    thermostatTime: options.thermostatTime ?? 100,
    pressure: options.pressure ?? 0,
    barostatTime: options.barostatTime ?? 1000,
    bulkModulus: options.bulkModulus ?? 80,
    coupling: oneOf("coupling", options.coupling ?? "isotropic", ["isotropic", "orthorhombic"]),
  };
  for (const [name, value] of Object.entries({ steps, every })) {
    check(Number.isInteger(value) && value >= 1, () => `md: ${name} is ${value}, a whole number was needed`);
  }
  check(Number.isSafeInteger(seed) && seed >= 0, () => `md: the seed is ${seed}, a whole number from 0 up was needed`);
  for (const name of ["timestep", "thermostatTime", "barostatTime", "bulkModulus"] as const) {
    check(
      settings[name] > 0 && Number.isFinite(settings[name]),
      () => `md: ${name} is ${settings[name]}; give a number above 0`,
    );
  }
  check(
    settings.temperature >= 0 && Number.isFinite(settings.temperature),
    () => `md: the temperature is ${settings.temperature} K; give one of 0 or above`,
  );
  check(Number.isFinite(settings.pressure), () => `md: the pressure is ${settings.pressure} GPa; give a number`);
  check(
    file === undefined || /\.(?:ext)?xyz$/i.test(file),
    () => `md: ${file} is of no format that frames can be added to; name it .xyz`,
  );
  const { keepsMomentum, movesCell } = ensembles[ensemble];
  check(
    !keepsMomentum || frame.species.length > 1,
    () => `md: one atom has no motion of its own under ${ensemble}, which keeps momentum; use langevin`,
  );
  if (movesCell) {
    check(
      frame.periodic.every(Boolean),
      () => `md: ${ensemble} moves the cell, and this one does not repeat in all directions`,
    );
    const straight = frame.cell.every((x, k) => k % 4 === 0 || x === 0);
    check(
      straight,
      () => `md: ${ensemble} moves cells with right angles whose edges lie along x, y, z; this one is skew`,
    );
  }
  return settings;
}
