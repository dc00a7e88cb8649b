import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { currentProfile, type Profile } from "../notebook.ts";
import { type StepRecord, stepRecords } from "../steps/record.ts";
import { openStore } from "../steps/store.ts";
import { projectNotebooks } from "./notebooks.ts";
import { type Draft, readDraft, reasonsSince } from "./status.ts";

export interface StepStatus {
  readonly name: string;
  readonly notebook: string | null;
  /** `kept`: a run would read it. `orphaned`: no notebook calls it any more. `unknown`: it was used by a script. */
  readonly state: "kept" | "would rerun" | "orphaned" | "unknown";
  readonly because: readonly string[];
}

/** Which steps and sweeps of a project would be computed again by a run now, and because of what; nothing is executed. */
export async function stepStatus(
  project: string,
  { profile = currentProfile() }: { profile?: Profile } = {},
): Promise<readonly StepStatus[]> {
  const notebooks = await projectNotebooks(project);
  const drafts = new Map<string, Draft>();
  const statuses: StepStatus[] = [];
  for (const record of await stepRecords(project)) {
    const { notebook } = record;
    if (record.profile !== profile) continue;
    if (notebook !== null && !drafts.has(notebook) && notebooks.includes(notebook)) {
      drafts.set(notebook, await readDraft(project, notebook, { profile, verbs: ["step", "sweep"] }));
    }
    statuses.push(await judge(record, notebook === null ? undefined : drafts.get(notebook)));
  }
  return statuses.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function judge(record: StepRecord, draft: Draft | undefined): Promise<StepStatus> {
  const { name, notebook, provenance } = record;
  if (notebook === null || !provenance) {
    return { name, notebook, state: "unknown", because: ["it was used outside a notebook"] };
  }
  if (!isCalled(record, draft)) {
    const reason = draft ? `${notebook} calls it no more` : `${notebook} is gone`;
    return { name, notebook, state: "orphaned", because: [reason] };
  }
  const because = [...(await reasonsSince(draft!, name, provenance)), ...(await missing(record, draft!.place.root))];
  return { name, notebook, state: because.length > 0 ? "would rerun" : "kept", because };
}

/** Whether the notebook still has the call; one whose name is computed may be any. */
function isCalled({ name }: StepRecord, draft: Draft | undefined): boolean {
  return draft?.reading.calls.some(call => call.name === name || call.name === undefined) ?? false;
}

async function missing({ store, keys, keep }: StepRecord, project: string): Promise<readonly string[]> {
  const committed = keep === undefined ? "" : await readFile(resolve(project, keep), "utf8").catch(() => "");
  let count = 0;
  for (const key of keys) if (!committed.includes(key) && !(await openStore(store).has(key))) count++;
  return count === 0 ? [] : [`${count} of ${keys.length} results are not kept`];
}

/** Those records whose calls no notebook of the project makes any more; a script's call cannot be looked for. */
export async function orphanedAmong(records: readonly StepRecord[], project: string): Promise<readonly StepRecord[]> {
  const notebooks = await projectNotebooks(project);
  const orphaned: StepRecord[] = [];
  for (const record of records) {
    const { notebook, profile } = record;
    if (notebook === null) continue;
    const verbs = ["step", "sweep"];
    const draft = notebooks.includes(notebook) ? await readDraft(project, notebook, { profile, verbs }) : undefined;
    if (!isCalled(record, draft)) orphaned.push(record);
  }
  return orphaned;
}
