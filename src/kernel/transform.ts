import ts from "typescript";
import { withCheck } from "./loops.ts";
import { boundNames, has, importedNames, isConstant, namesOf, nestedVars } from "./names.ts";

/**
 * How a cell becomes a script: an async function that shares its names, each as soon as it has its value.
 *
 *     let s = 1; const k = 2; total += s   →   (async function () { "use strict";
 *                                                const __pesbook_total = __pesbook.slot("total");
 *                                                const __pesbookOwn_s = __pesbook.unready("s");
 *                                                let s = 1; __pesbook.publish("s", __pesbookOwn_s.now = { value: s });
 *                                                const k = 2; __pesbook.publish("k", { value: k });
 *                                                return { value: __pesbook_total.now.value += __pesbookOwn_s.now.value };
 *                                              })()
 *
 * A cell's own constants, functions and classes are used as they are, so hoisting, closures and speed are JavaScript's.
 * A `let` lives in a record, where later cells can assign it and hot loops stay fast; before its declaration it is as
 * dead as JavaScript has it. Names of earlier cells are looked up when they are used: what a re-run cell defined anew is
 * what everything after it sees.
 */
export interface CellParts {
  readonly source: ts.SourceFile;
  readonly checker: ts.TypeChecker;
  /** Where the user's text ends and what the kernel added for the checker begins. */
  readonly length: number;
  /** Names of earlier cells that have a value. */
  readonly outer: ReadonlySet<string>;
  /** Called with each name that the cell shares when it runs. */
  readonly onPublish: (name: string) => void;
}

const KERNEL = "__pesbook";
const f = ts.factory;

export function cellTransformer(cell: CellParts): ts.TransformerFactory<ts.SourceFile> {
  return context => source => {
    const imports = importsOf(cell);
    const used = new Set<string>();
    const visit = referenceVisitor(cell, { context, imports: imports.expressions, used });
    const body = statementsOf(cell, visit);
    const slots = [...used].sort().map(name => constant(slotName(name), kernelCall("slot", text(name))));
    const own = namesOfLets(cell).map(name => constant(ownName(name), kernelCall("unready", text(name))));
    const strict = f.createExpressionStatement(text("use strict"));
    return f.updateSourceFile(source, [
      asyncScript(f.createBlock([strict, ...slots, ...own, ...imports.statements, ...body], true)),
    ]);
  };
}

type Visit = (node: ts.Node) => ts.Node;

// ——— statements ———

/** The cell's statements: each name is shared as soon as it has its value, the last expression becomes the result. */
function statementsOf(cell: CellParts, visit: Visit): ts.Statement[] {
  const { source, length } = cell;
  const statements = source.statements.filter(statement => statement.getStart(source) < length);
  const hoisted: ts.Statement[] = [];
  const body: ts.Statement[] = [];
  const publish = (name: string, mutable: boolean): ts.Statement => {
    cell.onPublish(name);
    return published(name, mutable);
  };

  for (const statement of statements) {
    hoisted.push(...nestedVars(statement).map(name => publish(name, true)));
    if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) continue;
    if (has(statement, ts.SyntaxKind.DeclareKeyword)) continue;
    const visited = ts.visitNode(statement, visit) as ts.Statement;
    const own = withoutExport(visited);
    if (ts.isVariableStatement(statement)) {
      const list = statement.declarationList;
      if (isLet(list)) body.push(...letStatements((own as ts.VariableStatement).declarationList, cell.onPublish));
      else body.push(own, ...namesOf(list).map(name => publish(name, !isConstant(list))));
    } else if (ts.isFunctionDeclaration(statement)) {
      body.push(own);
      if (statement.name && statement.body) hoisted.push(publish(statement.name.text, false));
    } else if (ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement)) {
      body.push(own);
      if (statement.name) body.push(publish(statement.name.text, false));
    } else if (ts.isModuleDeclaration(statement)) {
      body.push(own);
      if (hasValue(cell.checker, statement.name)) body.push(publish(statement.name.text, false));
    } else if (ts.isExportAssignment(own)) {
      body.push(f.createExpressionStatement(own.expression));
    } else if (ts.isExpressionStatement(own) && statement === statements.at(-1)) {
      body.push(ts.setTextRange(result(own.expression), statement));
    } else {
      body.push(own);
    }
  }
  return [...hoisted, ...body];
}

/** `let a = 1, b = a`, one declaration after the other, each followed by the record it lives in from then on. */
function letStatements(list: ts.VariableDeclarationList, onPublish: (name: string) => void): ts.Statement[] {
  return list.declarations.flatMap(declaration => {
    const single = f.createVariableDeclarationList([declaration], ts.NodeFlags.Let);
    const shared = namesOf(single).map(name => {
      onPublish(name);
      const record = f.createObjectLiteralExpression([f.createPropertyAssignment("value", f.createIdentifier(name))]);
      const now = f.createAssignment(property(f.createIdentifier(ownName(name)), "now"), record);
      return f.createExpressionStatement(kernelCall("publish", text(name), now));
    });
    return [f.createVariableStatement(undefined, single), ...shared];
  });
}

function namesOfLets({ source, length }: CellParts): string[] {
  return source.statements
    .filter(ts.isVariableStatement)
    .filter(statement => statement.pos < length && !has(statement, ts.SyntaxKind.DeclareKeyword))
    .flatMap(({ declarationList }) => (isLet(declarationList) ? namesOf(declarationList) : []));
}

/** `return { value: … }`: wrapped, so that a promise is shown and not awaited. */
function result(expression: ts.Expression): ts.Statement {
  return f.createReturnStatement(f.createObjectLiteralExpression([f.createPropertyAssignment("value", expression)]));
}

function withoutExport(statement: ts.Statement): ts.Statement {
  const isExport = ({ kind }: ts.ModifierLike) =>
    kind === ts.SyntaxKind.ExportKeyword || kind === ts.SyntaxKind.DefaultKeyword;
  const kept = (node: ts.HasModifiers) => node.modifiers?.filter(modifier => !isExport(modifier));
  if (ts.isVariableStatement(statement)) {
    return f.updateVariableStatement(statement, kept(statement) as ts.Modifier[], statement.declarationList);
  }
  if (ts.isFunctionDeclaration(statement)) {
    const { asteriskToken, name, typeParameters, parameters, type, body } = statement;
    const named = name ?? f.createUniqueName("unnamed");
    const modifiers = kept(statement);
    return f.updateFunctionDeclaration(
      statement,
      modifiers,
      asteriskToken,
      named,
      typeParameters,
      parameters,
      type,
      body,
    );
  }
  if (ts.isClassDeclaration(statement)) {
    const { name, typeParameters, heritageClauses, members } = statement;
    const named = name ?? f.createUniqueName("Unnamed");
    return f.updateClassDeclaration(statement, kept(statement), named, typeParameters, heritageClauses, members);
  }
  if (ts.isEnumDeclaration(statement)) {
    return f.updateEnumDeclaration(statement, kept(statement) as ts.Modifier[], statement.name, statement.members);
  }
  if (ts.isModuleDeclaration(statement)) {
    return f.updateModuleDeclaration(statement, kept(statement), statement.name, statement.body);
  }
  return statement;
}

/** `__pesbook.publish("s", { value: s })`; a `var`, which may be declared in a loop, is read and set where it is. */
function published(name: string, mutable: boolean): ts.Statement {
  const own = f.createIdentifier(name);
  const members = mutable
    ? [
        f.createGetAccessorDeclaration(
          undefined,
          "value",
          [],
          undefined,
          f.createBlock([f.createReturnStatement(own)]),
        ),
        f.createSetAccessorDeclaration(
          undefined,
          "value",
          [f.createParameterDeclaration(undefined, undefined, "__pesbook_to")],
          f.createBlock([f.createExpressionStatement(f.createAssignment(own, f.createIdentifier("__pesbook_to")))]),
        ),
      ]
    : [f.createPropertyAssignment("value", own)];
  return f.createExpressionStatement(kernelCall("publish", text(name), f.createObjectLiteralExpression(members)));
}

// ——— imports ———

/**
 * Imports come first, as in a module: `import { a as b } from "m"` → `const m = await import("m")`, where `b` is then
 * read as `m.a`, so that it stays live.
 */
function importsOf({ source, checker, length, onPublish }: CellParts): {
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
function importedKey(node: ts.ImportClause | ts.ImportSpecifier | ts.NamespaceImport): string | undefined {
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

// ——— references ———

/** Rewrites references to earlier cells' names and to imports, `import.meta`, and makes loops interruptible. */
function referenceVisitor(
  cell: CellParts,
  {
    context,
    imports,
    used,
  }: { context: ts.TransformationContext; imports: Map<string, () => ts.Expression>; used: Set<string> },
): Visit {
  const { source, checker, length, outer } = cell;
  const own = new Set(namesOfLets(cell));
  let beingDeclared: ReadonlySet<string> = new Set();

  const replacementOf = (name: string, symbol: ts.Symbol | undefined): ts.Expression | undefined => {
    const declaration = symbol?.declarations?.find(node => node.getSourceFile() === source);
    if (!declaration) return undefined;
    if (declaration.pos >= length) {
      used.add(name);
      return valueNow(slotName(name));
    }
    if (isImport(declaration)) return imports.get(name)?.();
    return own.has(name) && !beingDeclared.has(name) && isTopLet(declaration, source)
      ? valueNow(ownName(name))
      : undefined;
  };
  const replaced = (identifier: ts.Identifier): ts.Expression | undefined => {
    if (![outer, own, imports].some(names => names.has(identifier.text))) return undefined;
    return replacementOf(identifier.text, checker.getSymbolAtLocation(identifier));
  };

  const visit: Visit = node => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return node;
    if (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ImplementsKeyword) return node;
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
      return property(f.createIdentifier(KERNEL), "meta");
    }
    if (ts.isShorthandPropertyAssignment(node)) return shorthand(node);
    if (ts.isVariableDeclaration(node) && isTopLet(node, source)) return letDeclaration(node);
    if (ts.isIdentifier(node)) {
      const expression = replaced(node);
      return expression ? ts.setTextRange(expression, node) : node;
    }
    const visited = ts.visitEachChild(node, visit, context);
    if (ts.isCallExpression(visited) && ts.isCallExpression(node)) return withoutThis(visited, node.expression);
    if (ts.isTaggedTemplateExpression(visited) && ts.isIdentifier((node as ts.TaggedTemplateExpression).tag)) {
      if (visited.tag === (node as ts.TaggedTemplateExpression).tag) return visited;
      return f.updateTaggedTemplateExpression(visited, detached(visited.tag), undefined, visited.template);
    }
    return ts.isIterationStatement(visited, false) ? withCheck(ts, visited) : visited;
  };

  /** In `let { a, b = a } = …`, the names are still the declaration's own. */
  const letDeclaration = (node: ts.VariableDeclaration): ts.Node => {
    beingDeclared = new Set(boundNames(node.name));
    const name = ts.visitNode(node.name, visit) as ts.BindingName;
    beingDeclared = new Set();
    const initial = ts.visitNode(node.initializer, visit) as ts.Expression | undefined;
    return f.updateVariableDeclaration(node, name, node.exclamationToken, node.type, initial);
  };

  /** `{ x }` and, in a destructuring assignment, `{ x = 1 }` */
  const shorthand = (node: ts.ShorthandPropertyAssignment): ts.Node => {
    const { name, objectAssignmentInitializer } = node;
    const value = replacementOf(name.text, checker.getShorthandAssignmentValueSymbol(node));
    const initial = objectAssignmentInitializer && (ts.visitNode(objectAssignmentInitializer, visit) as ts.Expression);
    if (!value) return f.updateShorthandPropertyAssignment(node, name, initial);
    return f.createPropertyAssignment(name.text, initial ? f.createAssignment(value, initial) : value);
  };
  return visit;
}

/** A function called by its name has no `this`, also when the name became a property: `(0, slot.now.value)()`. */
function withoutThis(call: ts.CallExpression, callee: ts.Expression): ts.Expression {
  if (!ts.isIdentifier(callee) || call.expression === callee) return call;
  return f.updateCallExpression(call, detached(call.expression), call.typeArguments, call.arguments);
}

function detached(expression: ts.Expression): ts.Expression {
  return f.createParenthesizedExpression(f.createComma(f.createNumericLiteral(0), expression));
}

/** Whether this declares, perhaps in a pattern, a name of a `let` at the cell's top level. */
function isTopLet(declaration: ts.Node, source: ts.SourceFile): boolean {
  let node = declaration;
  while (ts.isBindingElement(node) || ts.isBindingName(node)) node = node.parent;
  if (!ts.isVariableDeclaration(node) || !ts.isVariableDeclarationList(node.parent)) return false;
  const { parent: list } = node;
  return isLet(list) && ts.isVariableStatement(list.parent) && list.parent.parent === source;
}

function isLet(list: ts.VariableDeclarationList): boolean {
  return (list.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Let;
}

function isImport(node: ts.Node): boolean {
  return ts.isImportClause(node) || ts.isImportSpecifier(node) || ts.isNamespaceImport(node);
}

function hasValue(checker: ts.TypeChecker, name: ts.ModuleName): name is ts.Identifier {
  const symbol = ts.isIdentifier(name) ? checker.getSymbolAtLocation(name) : undefined;
  return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Value) !== 0;
}

// ——— nodes ———

function asyncScript(body: ts.Block): ts.Statement {
  const asynchronous = f.createModifier(ts.SyntaxKind.AsyncKeyword);
  const run = f.createFunctionExpression([asynchronous], undefined, undefined, undefined, [], undefined, body);
  return f.createExpressionStatement(f.createCallExpression(f.createParenthesizedExpression(run), undefined, []));
}

function kernelCall(method: string, ...parameters: ts.Expression[]): ts.Expression {
  return f.createCallExpression(property(f.createIdentifier(KERNEL), method), undefined, parameters);
}

function constant(name: string, value: ts.Expression): ts.Statement {
  const declaration = f.createVariableDeclaration(name, undefined, undefined, value);
  return f.createVariableStatement(undefined, f.createVariableDeclarationList([declaration], ts.NodeFlags.Const));
}

function property(object: ts.Expression, name: string): ts.Expression {
  return f.createPropertyAccessExpression(object, name);
}

function text(value: string): ts.StringLiteral {
  return f.createStringLiteral(value);
}

function valueNow(slot: string): ts.Expression {
  return property(property(f.createIdentifier(slot), "now"), "value");
}

function ownName(name: string): string {
  return `${KERNEL}Own_${name}`;
}

function slotName(name: string): string {
  return `${KERNEL}_${name}`;
}
