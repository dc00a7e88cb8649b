import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { dirname, join } from "node:path";
import { messageOf } from "../check.ts";
import { sha256 } from "../hash.ts";
import { currentProfile, type Profile } from "../notebook.ts";
import {
  dataPath,
  firstLine,
  type Place,
  type Provenance,
  provenanceOf,
  type Reading,
  readCells,
  sliceOf,
} from "../steps/provenance.ts";
import { stepRecords } from "../steps/record.ts";
import type { Slice } from "../steps/slice.ts";
import { notebookCells, projectNotebooks } from "./notebooks.ts";
import { figureNames, figuresOf, readFigure, type StoredFigure } from "./stored.ts";

export interface FigureStatus {
  readonly name: string;
  readonly notebook: string | null;
  /** `orphaned`: no notebook draws it any more. `unknown`: it was drawn outside a notebook. */
  readonly state: "fresh" | "stale" | "never made" | "orphaned" | "unknown";
  /** What changed since it was drawn, or why its state is not known. */
  readonly because: readonly string[];
}

/**
 * Which figures of a project still say what a run would draw now, and because of what the others do not.
 *
 * Read from the notebooks, the sources and the files on disk; nothing is executed.
 */
export async function figureStatus(
  project: string,
  { profile = currentProfile() }: { profile?: Profile } = {},
): Promise<readonly FigureStatus[]> {
  const folder = figuresOf(project, profile);
  const names = await figureNames(folder);
  const drafts: Draft[] = [];
  for (const notebook of await projectNotebooks(project)) drafts.push(await readDraft(project, notebook, { profile }));
  const wanted = new Set(drafts.flatMap(({ reading }) => reading.calls.flatMap(({ name }) => name ?? [])));
  const statuses: FigureStatus[] = [];
  for (const name of [...new Set([...names, ...wanted])].sort()) {
    const drawing = drafts.filter(({ reading }) => reading.calls.some(call => call.name === name));
    statuses.push(names.includes(name) ? await judge(folder, name, drafts, drawing) : neverMade(name, drawing));
  }
  return statuses;
}

/** A notebook as it stands on disk. */
export interface Draft {
  readonly place: Place & { readonly notebook: string };
  readonly reading: Reading;
  /** The numbers of its code cells among all cells. */
  readonly numbers: readonly number[];
}

export async function readDraft(
  project: string,
  notebook: string,
  { profile, verbs }: { profile: Profile; verbs?: readonly string[] },
): Promise<Draft> {
  const path = join(project, notebook);
  const cells = await notebookCells(path);
  return {
    place: { root: project, folder: dirname(path), notebook, profile },
    reading: await readCells(
      cells.map(({ source }) => source),
      verbs,
    ),
    numbers: cells.map(({ number }) => number),
  };
}

function neverMade(name: string, drawing: readonly Draft[]): FigureStatus {
  return { name, notebook: drawing[0]?.place.notebook ?? null, state: "never made", because: clash(drawing) };
}

function clash(drawing: readonly Draft[]): readonly string[] {
  if (drawing.length < 2) return [];
  return [`drawn by ${drawing.map(({ place }) => place.notebook).join(" and ")}; give one another name`];
}

async function judge(
  folder: string,
  name: string,
  drafts: readonly Draft[],
  drawing: readonly Draft[],
): Promise<FigureStatus> {
  const here = drawing[0]?.place.notebook ?? null;
  let stored: StoredFigure;
  try {
    stored = await readFigure(folder, name);
  } catch (error) {
    return { name, notebook: here, state: "stale", because: [messageOf(error)] };
  }
  const { provenance } = stored;
  const notebook = provenance.notebook ?? here;
  if (notebook === null) return { name, notebook, state: "unknown", because: ["drawn outside a notebook"] };
  const draft =
    drawing.find(({ place }) => place.notebook === notebook) ??
    drawing[0] ??
    drafts.find(
      ({ place, reading }) => place.notebook === notebook && reading.calls.some(call => call.name === undefined),
    );
  if (draft === undefined) {
    const isThere = drafts.some(({ place }) => place.notebook === notebook);
    return {
      name,
      notebook,
      state: "orphaned",
      because: [isThere ? `${notebook} draws it no more` : `${notebook} is gone`],
    };
  }
  const because = [
    ...clash(drawing),
    ...(draft.place.notebook === notebook ? [] : [`it moved from ${notebook} to ${draft.place.notebook}`]),
    ...(await reasonsSince(draft, name, provenance)),
    ...(await stepReasons(draft.place, provenance)),
  ];
  return { name, notebook: draft.place.notebook, state: because.length > 0 ? "stale" : "fresh", because };
}

/** What changed in code, packages and data since something of this name was made. */
export async function reasonsSince(draft: Draft, name: string, provenance: Provenance): Promise<readonly string[]> {
  const found = bestSlice(draft, name, provenance);
  return [
    ...codeReasons(draft, found, provenance),
    ...graphReasons(provenance, await provenanceOf(found, draft.reading, { reads: [], uses: [] }, draft.place)),
    ...(await dataReasons(draft.place.root, provenance)),
  ];
}

/** Steps that have other results by now, as when a notebook was run up to them and not on to the figure. */
async function stepReasons(place: Place, { steps = {} }: Provenance): Promise<readonly string[]> {
  const records = await stepRecords(place.root);
  return Object.entries(steps).flatMap(([name, key]) => {
    const last = records.find(
      record => record.name === name && record.notebook === place.notebook && record.profile === place.profile,
    );
    return last && last.key !== key ? [`step ${name} has another result now`] : [];
  });
}

/** The slice below the call that names the figure; where names are computed, that of the cell most like what drew it. */
function bestSlice({ reading }: Draft, name: string, { statements }: Provenance): Slice {
  const named = reading.calls.filter(call => call.name === name);
  const candidates = (named.length > 0 ? named.map(({ cell }) => cell) : reading.cells.map((_, i) => i)).map(cell =>
    sliceOf(reading, name, cell),
  );
  const drawn = new Set(statements.map(statement => statement.sha256));
  const likeness = (found: Slice) => {
    const hits = found.statements.filter(({ text }) => drawn.has(sha256(text))).length;
    return hits - (found.statements.length - hits) / 2;
  };
  return candidates.reduce((best, next) => (likeness(next) > likeness(best) ? next : best));
}

function codeReasons(
  { numbers }: Draft,
  found: Slice,
  { code, statements, parameters }: Provenance,
): readonly string[] {
  if (found.sha256 === code) return [];
  const drawn = statements.map(statement => statement.sha256);
  const added = found.statements.filter(({ text }) => !drawn.includes(sha256(text)));
  if (added.length > 0) {
    return added.map(({ cell, node }) => `cell ${numbers[cell]} changed: ${firstLine(node.getText())}`);
  }
  const given = Object.entries(parameters).map(([name, value]) => `it was drawn with parameter ${name} = ${value}`);
  if (given.length > 0) return given;
  const now = found.statements.map(({ text }) => sha256(text));
  const gone = statements.filter(statement => !now.includes(statement.sha256));
  if (gone.length > 0) return gone.map(({ line }) => `no cell has this any more: ${line}`);
  if (drawn.length > now.length) return ["some cells had run more than once; run the notebook from its first cell"];
  return ["the order of its cells, or what they import, changed"];
}

function graphReasons(before: Provenance, now: Provenance): readonly string[] {
  const reasons: string[] = [];
  for (const path of union(before.modules, now.modules)) {
    if (!(path in now.modules)) reasons.push(`${path} is no longer used`);
    else if (!(path in before.modules)) reasons.push(`${path} is used now`);
    else if (before.modules[path] !== now.modules[path]) reasons.push(`${path} changed`);
  }
  for (const name of union(before.packages, now.packages)) {
    const [was = "absent", is = "absent"] = [before.packages[name], now.packages[name]];
    if (was !== is) reasons.push(`package ${name}: ${was} became ${is}`);
  }
  return reasons;
}

function union(a: object, b: object): readonly string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
}

/** Data that are not here say nothing: caches and shared data sets are absent from a fresh clone. */
async function dataReasons(root: string, { data }: Provenance): Promise<readonly string[]> {
  const reasons: string[] = [];
  for (const [name, hash] of Object.entries(data)) {
    const path = dataPath(name, root);
    const now = path === undefined ? undefined : await hashOfFile(path).catch(() => undefined);
    if (now !== undefined && now !== hash) reasons.push(`${name} changed`);
  }
  return reasons;
}

async function hashOfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const bytes of createReadStream(path)) hash.update(bytes);
  return hash.digest("hex");
}
