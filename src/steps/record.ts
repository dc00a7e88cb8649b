import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readBounded, writeAtomic } from "../files.ts";
import { sha256 } from "../hash.ts";
import { currentProfile, type Notebook, notebook, type Profile } from "../notebook.ts";
import { pathFrom } from "./code.ts";
import { keyOfAll, type Provenance, provenanceOf, readCells, sliceOf } from "./provenance.ts";
import { projectOf } from "./resolve.ts";
import { projectHere } from "./store.ts";

/** The last use of a step or sweep: what `pesbook status` compares with, and what keeps results from `pesbook clean`. */
export interface StepRecord {
  readonly format: 1;
  readonly verb: "step" | "sweep";
  readonly name: string;
  /** Path from the project's folder; null for a script, or where the notebook is not known. */
  readonly notebook: string | null;
  readonly profile: Profile;
  /** Folder of the results. */
  readonly store: string;
  /** Of the results, in all. */
  readonly key: string;
  readonly keys: readonly string[];
  /** The committed file that the sweep's rows are also in. */
  readonly keep?: string;
  /** Of the call, in a notebook. */
  readonly provenance?: Provenance;
}

interface Used {
  readonly verb: "step" | "sweep";
  readonly name: string;
  /** Of the job: a script's use is noted in the project that this lies in. */
  readonly file: string;
  readonly store: string;
  /** Of a sweep, those of its rows. */
  readonly keys: readonly string[];
  readonly keep?: string;
}

/** The results that a name stands for in the cell run last; a step may be called in a loop. */
const current = new WeakMap<
  Notebook,
  Map<string, { readonly cells: number; readonly keys: string[]; provenance?: Promise<Provenance> }>
>();

/** Note that the results were used, for the figures of this session and for later. What cannot be noted stops nothing. */
export async function noteUse({ verb, name, file, store, keys, keep }: Used): Promise<void> {
  const here = notebook();
  const key = verb === "sweep" ? sha256(keys.join()) : keys[0]!;
  here?.used(name, key);
  const all = here ? usesOf(here, name) : { keys: [], provenance: undefined };
  all.keys.push(key);
  const project = here ? projectHere() : projectOf(dirname(file));
  const path = here?.path === undefined ? null : pathFrom(project, here.path);
  try {
    const record: StepRecord = {
      format: 1,
      verb,
      name,
      notebook: path,
      profile: currentProfile(),
      store,
      key: keyOfAll(all.keys),
      keys: verb === "sweep" ? keys : all.keys,
      keep,
      provenance: path === null ? undefined : await all.provenance,
    };
    await writeAtomic(recordFile(project, record), JSON.stringify(record));
  } catch {}
}

function usesOf(here: Notebook, name: string) {
  const names = current.get(here) ?? new Map();
  current.set(here, names);
  const before = names.get(name);
  if (before?.cells === here.cells.length) return before;
  const now = { cells: here.cells.length, keys: [], provenance: provenanceHere(here, name) };
  names.set(name, now);
  return now;
}

async function provenanceHere({ path = "", cells, reads, uses, profile }: Notebook, name: string): Promise<Provenance> {
  const root = projectHere();
  const place = { root, folder: dirname(path), notebook: pathFrom(root, path), profile };
  const reading = await readCells([...cells], ["step", "sweep"]);
  // The call may stand in a function of an earlier cell.
  const cell = reading.calls.findLast(call => call.name === name)?.cell ?? cells.length - 1;
  return await provenanceOf(sliceOf(reading, name, cell), reading, { reads, uses: [...uses] }, place);
}

function recordsOf(project: string): string {
  return join(project, "data", "cache", "uses");
}

export function recordFile(project: string, { notebook, profile, name, store }: StepRecord): string {
  return join(recordsOf(project), `${sha256([notebook, profile, name, store].join("\n")).slice(0, 24)}.json`);
}

/** Every step and sweep that was used in a project; what is no record is passed over. */
export async function stepRecords(project: string): Promise<readonly StepRecord[]> {
  const folder = recordsOf(project);
  const names = await readdir(folder).catch(() => []);
  const records: StepRecord[] = [];
  for (const name of names.filter(name => name.endsWith(".json")).sort()) {
    try {
      const record: StepRecord = JSON.parse((await readBounded(join(folder, name))).toString("utf8"));
      if (record.format === 1) records.push(record);
    } catch {}
  }
  return records;
}
