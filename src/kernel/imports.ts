import ts from "typescript";
import { importedNames } from "./names.ts";
import { type CellParts, constant, KERNEL, kernelCall, text } from "./syntax.ts";

const f = ts.factory;

/**
 * Imports come first, as in a module: `import { a as b } from "m"` → `const m = await import("m")`, where `b` is then
 * read as `m.a`, so that it stays live.
 */
export function importsOf({ source, checker, length, onPublish }: CellParts): {
  statements: ts.Statement[];
  expressions: Map<string, () => ts.Expression>;
} {
  const statements: ts.Statement[] = [];
  const expressions = new Map<string, () => ts.Expression>();
  for (const declaration of source.statements) {
    if (!ts.isImportDeclaration(declaration) || declaration.getStart(source) >= length) continue;
    const clause = declaration.importClause;
    const values = importedNames(declaration).filter(name => isValueImport(checker, name));
    if (clause && (clause.isTypeOnly || values.length === 0)) continue;
    const module = f.createIdentifier(`${KERNEL}_module_${statements.length}`);
    statements.push(ts.setTextRange(constant(module.text, imported(declaration)), declaration));
    for (const name of values) {
      const key = importedKey(name.parent as ts.ImportClause | ts.ImportSpecifier | ts.NamespaceImport);
      const read = () => (key === undefined ? module : f.createElementAccessExpression(module, text(key)));
      expressions.set(name.text, read);
      onPublish(name.text);
      statements.push(sharedImport(name.text, read()));
    }
  }
  return { statements, expressions };
}

function sharedImport(name: string, read: ts.Expression): ts.Statement {
  const body = f.createBlock([f.createReturnStatement(read)]);
  const getter = f.createGetAccessorDeclaration(undefined, "value", [], undefined, body);
  return f.createExpressionStatement(kernelCall("publish", text(name), f.createObjectLiteralExpression([getter])));
}

function imported({ moduleSpecifier, attributes }: ts.ImportDeclaration): ts.Expression {
  const specifier = text((moduleSpecifier as ts.StringLiteral).text);
  const given = attributes?.elements.map(({ name, value }) => f.createPropertyAssignment(name.text, value)) ?? [];
  // Node reads JSON only where the import says so; TypeScript's bundler resolution does not ask for it.
  const json = given.length === 0 && specifier.text.endsWith(".json");
  if (json) given.push(f.createPropertyAssignment("type", text("json")));
  const options = f.createObjectLiteralExpression([
    f.createPropertyAssignment("with", f.createObjectLiteralExpression(given)),
  ]);
  const call = f.createCallExpression(
    f.createToken(ts.SyntaxKind.ImportKeyword) as unknown as ts.Expression,
    undefined,
    given.length > 0 ? [specifier, options] : [specifier],
  );
  return f.createAwaitExpression(call);
}

/** The name a module exports it by; a namespace is the module itself. */
export function importedKey(node: ts.ImportClause | ts.ImportSpecifier | ts.NamespaceImport): string | undefined {
  if (ts.isNamespaceImport(node)) return undefined;
  return ts.isImportClause(node) ? "default" : (node.propertyName ?? node.name).text;
}

function isValueImport(checker: ts.TypeChecker, name: ts.Identifier): boolean {
  if (ts.isImportSpecifier(name.parent) && name.parent.isTypeOnly) return false;
  const symbol = checker.getSymbolAtLocation(name);
  if (!symbol || !(symbol.flags & ts.SymbolFlags.Alias)) return true;
  const target = checker.getAliasedSymbol(symbol);
  return target.escapedName === "unknown" || (target.flags & ts.SymbolFlags.Value) !== 0;
}
