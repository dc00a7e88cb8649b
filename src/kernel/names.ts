import ts from "#typescript";

/** A name that a cell declares at its top level. */
export interface Declared {
  readonly name: string;
  /** `variable` can be assigned by later cells; `type` and `ambient` (`declare …`) have no value at run time. */
  readonly kind: "constant" | "variable" | "import" | "type" | "ambient";
  /** Whether the cell's own text exports it. */
  readonly exported: boolean;
}

/** The names that a cell declares for the cells after it, each once: a value hides the type it shares its name with. */
export function declaredNames(source: ts.SourceFile): Declared[] {
  const found = new Map<string, Declared>();
  const exported = new Set<string>();
  const add = (name: string, kind: Declared["kind"], isExported: boolean): void => {
    if (isExported) exported.add(name);
    if (kind !== "type" || !found.has(name)) found.set(name, { name, kind, exported: false });
  };

  for (const statement of source.statements) {
    const isExported = has(statement, ts.SyntaxKind.ExportKeyword) && !has(statement, ts.SyntaxKind.DefaultKeyword);
    const value = has(statement, ts.SyntaxKind.DeclareKeyword) ? "ambient" : "constant";
    if (ts.isVariableStatement(statement)) {
      const kind = value === "constant" && !isConstant(statement.declarationList) ? "variable" : value;
      for (const name of namesOf(statement.declarationList)) add(name, kind, isExported);
    } else if (isNamed(statement)) {
      if (statement.name?.text !== "global") add(statement.name.text, value, isExported);
    } else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
      add(statement.name.text, "type", isExported);
    } else if (ts.isImportDeclaration(statement)) {
      for (const name of importedNames(statement)) add(name.text, "import", false);
    } else if (ts.isExportDeclaration(statement) && statement.exportClause && !statement.moduleSpecifier) {
      const { exportClause } = statement;
      if (ts.isNamedExports(exportClause)) for (const element of exportClause.elements) exported.add(element.name.text);
    }
    for (const name of nestedVars(statement)) add(name, "variable", false);
  }
  return [...found.values()].map(declared => ({ ...declared, exported: exported.has(declared.name) }));
}

/** All names bound by `const { a, b: [c], ...rest } = …, d = …`. */
export function namesOf(list: ts.VariableDeclarationList): string[] {
  return list.declarations.flatMap(declaration => boundNames(declaration.name));
}

export function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap(element => (ts.isOmittedExpression(element) ? [] : boundNames(element.name)));
}

export function importedNames({ importClause }: ts.ImportDeclaration): ts.Identifier[] {
  if (!importClause) return [];
  const { name, namedBindings } = importClause;
  const named = !namedBindings
    ? []
    : ts.isNamespaceImport(namedBindings)
      ? [namedBindings.name]
      : namedBindings.elements.map(element => element.name);
  return name ? [name, ...named] : named;
}

/** `var` inside blocks and loops belongs to the cell's top level. */
export function nestedVars(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) return [];
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node)) return;
    if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped)) found.push(...namesOf(node));
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}

export function isLet(list: ts.VariableDeclarationList): boolean {
  return (list.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Let;
}

/** const, using, await using */
export function isConstant(list: ts.VariableDeclarationList): boolean {
  return (list.flags & (ts.NodeFlags.Const | ts.NodeFlags.Using)) !== 0;
}

export function has(statement: ts.Statement, keyword: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(statement) && (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === keyword);
}

type Named = (ts.FunctionDeclaration | ts.ClassDeclaration | ts.EnumDeclaration | ts.ModuleDeclaration) & {
  readonly name: ts.Identifier;
};

function isNamed(statement: ts.Statement): statement is Named {
  return (
    (ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isEnumDeclaration(statement) ||
      ts.isModuleDeclaration(statement)) &&
    statement.name !== undefined &&
    ts.isIdentifier(statement.name)
  );
}
