import ts from "typescript";

/**
 * A program as cells, cut between its statements wherever `cutHere` says so.
 *
 * What uses a name before its declaration stays in one cell with it, and so do declarations that make one thing
 * together: overloads, merged interfaces, a `var` declared again.
 */
export function cellsOf(code: string, cutHere: () => boolean): string[] {
  const source = ts.createSourceFile("program.ts", code, ts.ScriptTarget.ESNext, true);
  const { statements } = source;
  const declared = statements.map(namesDeclared);
  const used = statements.map(namesUsed);
  /** For each statement, the last one that it cannot be cut off from. */
  const reach = used.map((names, i) => declared.findLastIndex((own, j) => j > i && [...own].some(n => names.has(n))));

  const cells: string[] = [];
  let start = 0;
  let bound = -1;
  for (const [i, statement] of statements.entries()) {
    bound = Math.max(bound, reach[i]!);
    const last = i === statements.length - 1;
    if (!last && (i < bound || !cutHere())) continue;
    const end = last ? code.length : statement.end;
    cells.push(code.slice(start, end));
    start = end;
  }
  return cells;
}

function namesUsed(statement: ts.Statement): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return names;
}

/** The names it declares at the top, those of a `var` inside a block among them. */
function namesDeclared(statement: ts.Statement): Set<string> {
  const names = new Set<string>();
  const bind = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) names.add(name.text);
    else for (const element of name.elements) if (ts.isBindingElement(element)) bind(element.name);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclarationList(node)) {
      const own = node.parent === statement || !(node.flags & ts.NodeFlags.BlockScoped);
      if (own) for (const { name } of node.declarations) bind(name);
    } else if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    ts.forEachChild(node, visit);
  };
  visit(statement);
  const { name } = statement as { name?: ts.Node };
  if (name && ts.isIdentifier(name)) names.add(name.text);
  if (ts.isImportDeclaration(statement)) {
    const { name: byDefault, namedBindings } = statement.importClause ?? {};
    if (byDefault) names.add(byDefault.text);
    if (namedBindings && ts.isNamespaceImport(namedBindings)) names.add(namedBindings.name.text);
    if (namedBindings && ts.isNamedImports(namedBindings))
      for (const { name } of namedBindings.elements) names.add(name.text);
  }
  return names;
}
