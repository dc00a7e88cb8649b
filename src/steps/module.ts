import type ts from "typescript";
import { bareModule, canonicalText, type TypeScript } from "./syntax.ts";

/** What is taken from where. No names: the module is run for its effects. */
export interface Import {
  readonly specifier: string;
  readonly names: readonly string[] | "all";
}

/** One file of code, as far as others depend on it. */
export interface Module {
  /** Its own code; empty where it only hands on or only declares types. */
  readonly code: string;
  /** What its own code, or its loading, needs. */
  readonly imports: readonly Import[];
  /** The names that its own code gives. */
  readonly own: ReadonlySet<string>;
  /** The names that it hands on, and whose they are. */
  readonly handed: ReadonlyMap<string, Import>;
  /** Modules all of whose names it hands on. */
  readonly stars: readonly string[];
}

export function readModule(ts: TypeScript, file: string, text: string): Module {
  const source = bareModule(ts, file, text);
  const imports: Import[] = [];
  const handed = new Map<string, Import>();
  const stars: string[] = [];
  const body: ts.Statement[] = [];
  for (const statement of source.statements) {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined) {
      body.push(statement);
      continue;
    }
    const specifier = textOf(ts, statement.moduleSpecifier);
    const clause = statement.exportClause;
    if (clause === undefined) stars.push(specifier);
    else if (ts.isNamespaceExport(clause)) handed.set(clause.name.text, { specifier, names: "all" });
    else {
      for (const { name, propertyName } of clause.elements) {
        handed.set(name.text, { specifier, names: [(propertyName ?? name).text] });
      }
    }
  }
  if (body.every(statement => ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement))) {
    handOnImports(ts, body, handed, imports);
    return { code: "", imports, own: new Set(), handed, stars };
  }
  for (const statement of body) imports.push(...importsOf(ts, statement));
  const code = body.map(statement => canonicalText(ts, statement)).join("\n");
  return { code, imports, own: exportedNames(ts, body), handed, stars };
}

/** `import { a } from "./a.ts"; export { a };` hands on as `export { a } from "./a.ts"` does. */
function handOnImports(
  ts: TypeScript,
  body: readonly ts.Statement[],
  handed: Map<string, Import>,
  imports: Import[],
): void {
  const local = new Map<string, Import>();
  for (const statement of body) {
    if (!ts.isImportDeclaration(statement)) continue;
    const bindings = importBindings(ts, statement);
    const { specifier } = importOf(ts, statement);
    if (bindings.length === 0) imports.push({ specifier, names: [] });
    for (const { local: name, imported } of bindings) {
      local.set(name, { specifier, names: imported === "*" ? "all" : [imported] });
    }
  }
  for (const statement of body) {
    if (!ts.isExportDeclaration(statement) || !statement.exportClause || !ts.isNamedExports(statement.exportClause)) {
      continue;
    }
    for (const { name, propertyName } of statement.exportClause.elements) {
      const from = local.get((propertyName ?? name).text);
      if (from) handed.set(name.text, from);
    }
  }
}

/** The names bound by an import declaration; `*` is the whole module. */
export function importBindings(
  ts: TypeScript,
  { importClause }: ts.ImportDeclaration,
): readonly { readonly local: string; readonly imported: string }[] {
  if (importClause === undefined) return [];
  const bindings: { local: string; imported: string }[] = [];
  if (importClause.name) bindings.push({ local: importClause.name.text, imported: "default" });
  const named = importClause.namedBindings;
  if (named && ts.isNamespaceImport(named)) bindings.push({ local: named.name.text, imported: "*" });
  if (named && ts.isNamedImports(named)) {
    for (const { name, propertyName } of named.elements) {
      bindings.push({ local: name.text, imported: (propertyName ?? name).text });
    }
  }
  return bindings;
}

function importOf(ts: TypeScript, statement: ts.ImportDeclaration): Import {
  const imported = importBindings(ts, statement).map(binding => binding.imported);
  return {
    specifier: textOf(ts, statement.moduleSpecifier),
    names: imported.includes("*") ? "all" : imported,
  };
}

/**
 * All that a piece of code asks for by a name that can be read: `import`, `import()`, `require()`,
 * `import.meta.resolve()` and files and workers named by `new URL("…", import.meta.url)`.
 */
export function importsOf(ts: TypeScript, root: ts.Node): readonly Import[] {
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) found.push(importOf(ts, node));
    else if (ts.isCallExpression(node) && isLoader(ts, node.expression)) {
      const [target] = node.arguments;
      if (target && ts.isStringLiteralLike(target)) found.push({ specifier: target.text, names: namesTaken(ts, node) });
    } else if (ts.isNewExpression(node) && isUrlBesideModule(ts, node)) {
      const specifier = textOf(ts, node.arguments![0]!);
      const relative = /^(\.|\/|[a-z][a-z0-9+.-]*:)/i.test(specifier) ? specifier : `./${specifier}`;
      found.push({ specifier: relative, names: "all" });
    }
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

function isLoader(ts: TypeScript, callee: ts.Expression): boolean {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  if (ts.isIdentifier(callee)) return callee.text === "require";
  return callee.getText() === "import.meta.resolve";
}

function isUrlBesideModule(ts: TypeScript, { expression, arguments: given }: ts.NewExpression): boolean {
  const [target, base] = given ?? [];
  const isUrl = ts.isIdentifier(expression) && expression.text === "URL";
  return isUrl && target !== undefined && ts.isStringLiteralLike(target) && base?.getText() === "import.meta.url";
}

/** `const { a, b } = await import("…")` takes two names; any other `import()` may take all. */
function namesTaken(ts: TypeScript, call: ts.CallExpression): readonly string[] | "all" {
  const declaration = ts.isAwaitExpression(call.parent) ? call.parent.parent : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return "all";
  if (!ts.isObjectBindingPattern(declaration.name)) return "all";
  const names: string[] = [];
  for (const { name, propertyName, dotDotDotToken } of declaration.name.elements) {
    const taken = propertyName ?? name;
    if (dotDotDotToken || !ts.isIdentifier(taken)) return "all";
    names.push(taken.text);
  }
  return names;
}

function exportedNames(ts: TypeScript, body: readonly ts.Statement[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of body) {
    if (ts.isExportAssignment(statement)) names.add("default");
    else if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause)) {
      for (const { name } of statement.exportClause.elements) names.add(name.text);
    } else if (ts.canHaveModifiers(statement)) {
      const kinds = ts.getModifiers(statement)?.map(modifier => modifier.kind) ?? [];
      if (!kinds.includes(ts.SyntaxKind.ExportKeyword)) continue;
      if (kinds.includes(ts.SyntaxKind.DefaultKeyword)) names.add("default");
      else for (const name of declaredNames(ts, statement)) names.add(name);
    }
  }
  return names;
}

/** The names that a statement declares, destructuring included. */
export function declaredNames(ts: TypeScript, statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(ts, name));
  }
  const name = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) ? statement.name : undefined;
  return name ? [name.text] : [];
}

export function boundNames(ts: TypeScript, name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap(element => (ts.isBindingElement(element) ? boundNames(ts, element.name) : []));
}

function textOf(ts: TypeScript, node: ts.Node): string {
  return ts.isStringLiteralLike(node) ? node.text : "";
}
