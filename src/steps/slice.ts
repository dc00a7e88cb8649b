import { canonicalJson, sha256 } from "../hash.ts";
import type { Statement } from "./effects.ts";
import type { Import } from "./module.ts";

/** The part of a notebook that one of its statements depends on. */
export interface Slice {
  /** SHA-256 of the statements and imports below; comments, types, layout and cell borders do not enter. */
  readonly sha256: string;
  /** In the order in which they run; imports stand apart. */
  readonly statements: readonly Statement[];
  /** Indices of the cells that they stand in. */
  readonly cells: readonly number[];
  /** The names used of each module. */
  readonly imports: readonly Import[];
}

export interface Target {
  readonly cell: number;
  /** Which statements of the cell; all of them unless told. */
  readonly statements?: readonly Statement[];
}

/**
 * Which of a notebook's top-level statements a target depends on: those that define or change a name that it
 * reads, those that these depend on, and so on back; and every statement that changes the world (`globalThis.x = …`).
 *
 * Where it cannot know, it takes more: a function may be called at any time up to the target, two names for one object
 * change together, a function of the notebook or of a module beside it may change what it is given when nothing is done
 * with what it returns. A function imported from a package does not change what it is given.
 */
export function slice(all: readonly Statement[], target: Target): Slice {
  const targets = target.statements ?? all.filter(({ cell }) => cell === target.cell);
  const until = targets.length > 0 ? Math.max(...targets.map(statement => all.indexOf(statement))) : -1;
  const notebook = all.slice(0, until + 1);
  const definitions = definitionsOf(notebook);
  const changed = changesOf(notebook, definitions);
  const included = new Set<Statement>();
  const waiting: Statement[] = [];
  const include = (statement: Statement): void => {
    if (included.has(statement)) return;
    included.add(statement);
    waiting.push(statement);
  };

  for (const statement of targets) include(statement);
  for (const statement of notebook) if (changesWorld(statement, definitions)) include(statement);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const at = notebook.indexOf(next);
    for (const name of next.reads.now) includeName(name, at, at);
    for (const name of next.reads.later) includeName(name, at, notebook.length);
  }

  /** What `name` means at statement `at`, and what changes or redefines it up to statement `end`. */
  function includeName(name: string, at: number, end: number): void {
    // What a declaration reads of the name it declares is the one before: `var rows = rows.concat(more)`.
    const found = (definitions.get(name) ?? []).filter(({ statement }) => statement !== notebook[at]);
    const meant = found.findLast(definition => definition.from <= at) ?? found[0];
    const start = meant?.from ?? -1;
    if (meant) include(meant.statement);
    for (const { from, statement } of found) if (from > at && from < end) include(statement);
    for (let i = Math.max(0, Math.ceil(start)); i < end; i++) if (changed[i]?.has(name)) include(notebook[i]!);
  }

  const statements = notebook.filter(statement => included.has(statement) && statement.bindings.length === 0);
  const imports = importsUsed(statements, notebook, definitions);
  return {
    sha256: sha256(canonicalJson({ statements: statements.map(({ text }) => text), imports: imports.named })),
    statements,
    cells: [...new Set(statements.map(({ cell }) => cell))],
    imports: imports.modules,
  };
}

interface Definition {
  readonly statement: Statement;
  /** Index of the first statement that sees it. */
  readonly from: number;
}

function definitionsOf(notebook: readonly Statement[]): ReadonlyMap<string, readonly Definition[]> {
  const definitions = new Map<string, Definition[]>();
  notebook.forEach((statement, i) => {
    const from = statement.hoisted ? notebook.findIndex(({ cell }) => cell === statement.cell) : i;
    for (const name of statement.defines) {
      definitions.set(name, [...(definitions.get(name) ?? []), { statement, from }]);
    }
  });
  return definitions;
}

/** For each statement, the names that have another value, or another content, after it. */
function changesOf(
  notebook: readonly Statement[],
  definitions: ReadonlyMap<string, readonly Definition[]>,
): readonly ReadonlySet<string>[] {
  const together = aliasGroups(notebook);
  const spread = (names: Iterable<string>) => [...names].flatMap(name => [...(together.get(name) ?? [name])]);

  /** Names that a call made at this statement changes among those that it hands over. */
  const handed = (statement: Statement, time: "now" | "later"): readonly string[] =>
    statement.hands
      .filter(({ when, callee, forEffect }) => {
        if (!when[time]) return false;
        const callees = (definitions.get(callee) ?? []).map(definition => definition.statement);
        return callees.some(({ bindings, changesParameters }) => {
          const specifier = bindings.find(({ local }) => local === callee)?.specifier;
          return specifier === undefined ? forEffect || changesParameters : forEffect && isLocal(specifier);
        });
      })
      .flatMap(({ names }) => names);

  /** What may change when functions reached from these names are called. */
  const calledThrough = (names: Iterable<string>): ReadonlySet<string> => {
    const seen = new Set<string>();
    const found = new Set<string>();
    const waiting = [...names];
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (seen.has(name)) continue;
      seen.add(name);
      for (const { statement } of definitions.get(name) ?? []) {
        for (const rebound of statement.rebinds.later) found.add(rebound);
        for (const changed of spread([...statement.changes.later, ...handed(statement, "later")])) found.add(changed);
        waiting.push(...statement.reads.now, ...statement.reads.later);
      }
    }
    return found;
  };

  return notebook.map(statement => {
    const changed = spread([...statement.changes.now, ...handed(statement, "now")]);
    return new Set([...statement.rebinds.now, ...changed, ...calledThrough(statement.reads.now)]);
  });
}

/** Names that may hold one object: what changes through one of them is changed for all. */
function aliasGroups(notebook: readonly Statement[]): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = new Map<string, Set<string>>();
  for (const names of notebook.flatMap(({ aliases }) => aliases)) {
    const joined = new Set(names.flatMap(name => [...(groups.get(name) ?? [name])]));
    for (const name of joined) groups.set(name, joined);
  }
  return groups;
}

/** A side-effect import, or an assignment to something that no cell declares. */
function changesWorld(statement: Statement, definitions: ReadonlyMap<string, unknown>): boolean {
  if (statement.loads.some(({ names }) => names.length === 0)) return true;
  return [...statement.assigns].some(name => !definitions.has(name));
}

/** A module beside the notebook, as opposed to a package. */
function isLocal(specifier: string): boolean {
  return /^(\.|\/|#|file:)/.test(specifier);
}

function importsUsed(
  statements: readonly Statement[],
  notebook: readonly Statement[],
  definitions: ReadonlyMap<string, readonly Definition[]>,
): { readonly modules: readonly Import[]; readonly named: readonly string[] } {
  const taken = new Map<string, Set<string>>();
  const named = new Set<string>();
  const take = (specifier: string, name: string) => taken.set(specifier, (taken.get(specifier) ?? new Set()).add(name));
  for (const statement of statements) {
    const at = notebook.indexOf(statement);
    for (const { specifier, names } of statement.loads) {
      for (const name of names === "all" ? ["*"] : names) take(specifier, name);
      if (names.length === 0) taken.set(specifier, taken.get(specifier) ?? new Set());
    }
    for (const local of new Set([...statement.reads.now, ...statement.reads.later])) {
      const found = definitions.get(local) ?? [];
      const meant = found.findLast(({ from }) => from <= at) ?? found[0];
      const later = statement.reads.later.has(local) ? found.filter(({ from }) => from > at) : [];
      for (const { statement: source } of [...(meant ? [meant] : []), ...later]) {
        const binding = source.bindings.find(candidate => candidate.local === local);
        if (binding === undefined) continue;
        const { specifier, imported } = binding;
        named.add(`${local} = ${specifier}#${imported}`);
        const members = imported === "*" ? (statement.members.get(local) ?? ["*"]) : [imported];
        for (const member of members) take(specifier, member);
      }
    }
  }
  const modules = [...taken]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([specifier, names]): Import => ({ specifier, names: names.has("*") ? "all" : [...names].sort() }));
  return { modules, named: [...named].sort() };
}
