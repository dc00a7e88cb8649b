import ts from "#typescript";
import { importsOf } from "./imports.ts";
import { boundNames, has, isConstant, isLet, namesOf, nestedVars } from "./names.ts";
import { initialised } from "./patterns.ts";
import { namesOfLets, referenceVisitor } from "./references.ts";
import { type CellParts, constant, kernelCall, ownName, property, slotName, text, type Visit } from "./syntax.ts";

const f = ts.factory;

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
    for (const name of boundNames(declaration.name)) onPublish(name);
    const { name } = declaration;
    if (!ts.isIdentifier(name)) {
      const shared = boundNames(name).map(own => kernelCall("publish", text(own), recordNow(own)));
      return [initialised(declaration, recordOf), ...shared.map(call => f.createExpressionStatement(call))];
    }
    const single = f.createVariableDeclarationList([declaration], ts.NodeFlags.Let);
    const record = f.createObjectLiteralExpression([f.createPropertyAssignment("value", name)]);
    const now = f.createAssignment(recordNow(name.text), record);
    const shared = f.createExpressionStatement(kernelCall("publish", text(name.text), now));
    return [f.createVariableStatement(undefined, single), shared];
  });
}

function recordOf(name: string): ts.Expression {
  return f.createIdentifier(ownName(name));
}

function recordNow(name: string): ts.Expression {
  return property(recordOf(name), "now");
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

function hasValue(checker: ts.TypeChecker, name: ts.ModuleName): name is ts.Identifier {
  const symbol = ts.isIdentifier(name) ? checker.getSymbolAtLocation(name) : undefined;
  return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Value) !== 0;
}

function asyncScript(body: ts.Block): ts.Statement {
  const asynchronous = f.createModifier(ts.SyntaxKind.AsyncKeyword);
  const run = f.createFunctionExpression([asynchronous], undefined, undefined, undefined, [], undefined, body);
  return f.createExpressionStatement(f.createCallExpression(f.createParenthesizedExpression(run), undefined, []));
}
