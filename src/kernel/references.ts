import ts from "typescript";
import { resumed, withCheck } from "./loops.ts";
import { boundNames, has, isLet, namesOf } from "./names.ts";
import {
  type CellParts,
  KERNEL,
  kernelCall,
  ownName,
  property,
  slotName,
  text,
  type Visit,
  valueNow,
} from "./syntax.ts";

const f = ts.factory;

/** Rewrites references to earlier cells' names and to imports, `import.meta`, and makes loops interruptible. */
export function referenceVisitor(
  cell: CellParts,
  {
    context,
    imports,
    used,
  }: { context: ts.TransformationContext; imports: Map<string, () => ts.Expression>; used: Set<string> },
): Visit {
  const { source, checker, length, outer, works } = cell;
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
    const module = works.get(node);
    const visited = rewritten(node);
    return module === undefined ? visited : kernelCall("work", visited as ts.Expression, text(module));
  };

  const rewritten: Visit = node => {
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
    if (ts.isAwaitExpression(visited)) return resumed(ts, visited);
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

function isImport(node: ts.Node): boolean {
  return ts.isImportClause(node) || ts.isImportSpecifier(node) || ts.isNamespaceImport(node);
}

/** The names of every `let` at the cell's top level. */
export function namesOfLets({ source, length }: CellParts): string[] {
  return source.statements
    .filter(ts.isVariableStatement)
    .filter(statement => statement.pos < length && !has(statement, ts.SyntaxKind.DeclareKeyword))
    .flatMap(({ declarationList }) => (isLet(declarationList) ? namesOf(declarationList) : []));
}
