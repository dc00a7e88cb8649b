import type ts from "typescript";
import { boundNames, type Import, importBindings, importsOf } from "./module.ts";
import { isAssignment, isLogical, pathsOf } from "./paths.ts";
import { iterating, type Scope, scopeOf } from "./scope.ts";
import { bareModule, canonicalText, type TypeScript, typescript } from "./syntax.ts";

/** Names touched when the statement runs, and names touched when a function made by it is called. */
export interface Touched {
  readonly now: Set<string>;
  readonly later: Set<string>;
}

/** A call that is handed shared names: whether it changes them depends on whose function it is. */
export interface Handing {
  readonly callee: string;
  readonly names: readonly string[];
  /** Nothing is done with what the call returns, so it is made for what it does. */
  readonly forEffect: boolean;
  readonly when: { readonly now: boolean; readonly later: boolean };
}

/** One statement of a cell, and what it does with the names that cells share. */
export interface Statement {
  readonly cell: number;
  readonly node: ts.Statement;
  /** Its code without comments, types and layout. */
  readonly text: string;
  readonly defines: readonly string[];
  /** An import or function holds from the start of its cell. */
  readonly hoisted: boolean;
  /** Where the names of an import declaration come from. */
  readonly bindings: readonly { readonly local: string; readonly specifier: string; readonly imported: string }[];
  /** Modules that it loads by `import()` or names by `new URL()`, or imports for their effects. */
  readonly loads: readonly Import[];
  readonly reads: Touched;
  /** Members read of a name: of a namespace import, only these are needed. `*` is the whole. */
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names given another value. */
  readonly rebinds: Touched;
  /** Names whose object is changed in place. */
  readonly changes: Touched;
  /** Names, perhaps of the global object, that are assigned to or into. */
  readonly assigns: ReadonlySet<string>;
  readonly hands: readonly Handing[];
  /** Groups of names that may hold one object. */
  readonly aliases: readonly (readonly string[])[];
  /** Whether a function made here changes what it is given. */
  readonly changesParameters: boolean;
}

/** Change their object, whatever is done with what they return. */
const mutating = new Set(
  "push pop shift unshift splice sort reverse fill copyWithin set add delete clear append assign defineProperty defineProperties setPrototypeOf".split(
    " ",
  ),
);

/** Leave their object alone even where nothing is done with what they return, as on the last line of a cell. */
const reading = new Set([
  ...iterating,
  ..."slice concat join at includes indexOf keys values entries toString toFixed with toReversed toSpliced subarray then".split(
    " ",
  ),
  ..."select derive groupby orderby rollup count objects print head tail array get columnNames numRows describe".split(
    " ",
  ),
]);

/** Every statement of a notebook's cells, in the order in which they run; what only declares types is left out. */
export async function readStatements(cells: readonly string[]): Promise<readonly Statement[]> {
  const ts = await typescript();
  const sources = cells.map((cell, i) => parsedCell(ts, `/cell-${i}.ts`, cell));
  const scope = scopeOf(ts, sources);
  return sources.flatMap((source, cell) =>
    source.statements.filter(node => !isErased(ts, node)).map(node => readStatement(ts, scope, node, cell)),
  );
}

/** Cells parsed before: each figure of a session looks at all that ran, and they only become more. */
const parsed = new Map<string, ts.SourceFile>();

function parsedCell(ts: TypeScript, file: string, text: string): ts.SourceFile {
  const key = `${file}\n${text}`;
  // Only in a module is every `await` at the top level one, and are names not those of other files.
  const source = parsed.get(key) ?? bareModule(ts, file, `${text}\nexport {};`, { keepImports: true });
  parsed.set(key, source);
  return source;
}

/** What the compiler leaves of `import { type A } from "a"` and of a cell with nothing but types. */
function isErased(ts: TypeScript, node: ts.Statement): boolean {
  if (ts.isImportDeclaration(node)) return node.importClause !== undefined && importBindings(ts, node).length === 0;
  return ts.isExportDeclaration(node) && node.getText() === "export {};";
}

function readStatement(ts: TypeScript, scope: Scope, statement: ts.Statement, cell: number): Statement {
  const defines: string[] = [];
  const reads = touched();
  const members = new Map<string, Set<string>>();
  const rebinds = touched();
  const changes = touched();
  const assigns = new Set<string>();
  const hands: Handing[] = [];
  const aliases: string[][] = [];
  const paths = pathsOf(ts, scope);
  let changesParameters = false;

  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) read(node);
    else if (isDeclaration(node)) declare(node);
    else if (ts.isBinaryExpression(node) && isAssignment(ts, node.operatorToken.kind)) assign(node.left, node.right);
    else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) step(node);
    else if (ts.isDeleteExpression(node)) assign(node.expression);
    else if (ts.isForInStatement(node) || ts.isForOfStatement(node)) loop(node);
    else if (ts.isCallExpression(node) || ts.isNewExpression(node)) call(node);
    ts.forEachChild(node, visit);
  };

  const read = (node: ts.Identifier): void => {
    if (!scope.isReference(node) || scope.localDeclaration(node)) return;
    touch(reads, node.text, node);
    const { parent } = node;
    const member = ts.isPropertyAccessExpression(parent) && parent.expression === node ? parent.name.text : "*";
    members.set(node.text, (members.get(node.text) ?? new Set()).add(member));
  };

  const declare = (node: ts.VariableDeclaration | ts.FunctionDeclaration | ts.ClassDeclaration): void => {
    if (node.name === undefined || !scope.isShared(node)) return;
    const names = boundNames(ts, node.name);
    defines.push(...names);
    if (ts.isVariableDeclaration(node) && node.initializer && !isCall(node.initializer)) {
      aliases.push([...names, ...paths.sharedNames(node.initializer)]);
    }
  };

  const assign = (target: ts.Node, value?: ts.Expression): void => {
    if (ts.isIdentifier(target)) {
      if (scope.localDeclaration(target)) return;
      touch(rebinds, target.text, target);
      assigns.add(target.text);
      if (value && !isCall(value)) aliases.push([target.text, ...paths.sharedNames(value)]);
    } else if (ts.isArrayLiteralExpression(target)) for (const element of target.elements) assign(element, value);
    else if (ts.isObjectLiteralExpression(target)) for (const part of target.properties) assign(part, value);
    else if (ts.isPropertyAssignment(target)) assign(target.initializer, value);
    else if (ts.isShorthandPropertyAssignment(target)) assign(target.name, value);
    else if (ts.isBinaryExpression(target)) assign(target.left, value);
    else if (ts.isParenthesizedExpression(target) || ts.isSpreadElement(target) || ts.isSpreadAssignment(target)) {
      assign(target.expression, value);
    } else for (const name of change(target)) assigns.add(name);
  };

  const step = ({ operator, operand }: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): void => {
    if (operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken) assign(operand);
  };

  const loop = ({ initializer, expression }: ts.ForInOrOfStatement): void => {
    if (!ts.isVariableDeclarationList(initializer)) assign(initializer, expression);
  };

  const call = (node: ts.CallExpression | ts.NewExpression): void => {
    const { expression: callee, arguments: given = [] } = node;
    const forEffect = isForEffect(node);
    if (ts.isPropertyAccessExpression(callee)) {
      const method = callee.name.text;
      const isGlobal = ["Object", "Reflect"].includes(callee.expression.getText());
      const subject = isGlobal ? (given[0] ?? callee) : callee.expression;
      const isEffect = mutating.has(method) || (forEffect && !reading.has(method));
      if (isEffect && !paths.isFresh(subject)) change(subject);
      if (mutating.has(method) || reading.has(method)) return;
    }
    const names = given.flatMap(argument => paths.sharedNames(argument));
    for (const { text } of paths.rootsOf(callee))
      hands.push({ callee: text, names, forEffect, when: scope.runs(node) });
  };

  const change = (node: ts.Node): readonly string[] => {
    const names = paths.sharedNames(node, () => {
      changesParameters = true;
    });
    for (const name of names) touch(changes, name, node);
    return names;
  };

  const isDeclaration = (node: ts.Node) =>
    ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node);
  const isCall = (node: ts.Expression): boolean =>
    ts.isAwaitExpression(node) || ts.isParenthesizedExpression(node)
      ? isCall(node.expression)
      : ts.isCallExpression(node) || ts.isNewExpression(node);

  /** `f(x);`, `await f(x);`, `ready && f(x);` and `xs.forEach(x => f(x))`. */
  const isForEffect = (node: ts.Node): boolean => {
    const { parent } = node;
    if (ts.isExpressionStatement(parent)) return true;
    if (ts.isArrowFunction(parent) && parent.body === node) {
      const around = parent.parent;
      return ts.isCallExpression(around) && around.expression.getText().endsWith(".forEach");
    }
    const passesOn =
      ts.isAwaitExpression(parent) ||
      ts.isParenthesizedExpression(parent) ||
      ts.isVoidExpression(parent) ||
      ts.isConditionalExpression(parent) ||
      (ts.isBinaryExpression(parent) && isLogical(ts, parent.operatorToken.kind));
    return passesOn && isForEffect(parent);
  };

  const touch = (set: Touched, name: string, node: ts.Node): void => {
    const when = scope.runs(node);
    if (when.now) set.now.add(name);
    if (when.later) set.later.add(name);
  };

  const loads = importsOf(ts, statement).filter(
    ({ names }) => !ts.isImportDeclaration(statement) || names.length === 0,
  );
  const bindings = ts.isImportDeclaration(statement) ? bindingsOf(ts, statement) : [];
  if (bindings.length === 0) visit(statement);
  return {
    cell,
    node: statement,
    text: canonicalText(ts, statement),
    defines: bindings.length > 0 ? bindings.map(({ local }) => local) : defines,
    hoisted: bindings.length > 0 || ts.isFunctionDeclaration(statement),
    bindings,
    loads,
    reads,
    members,
    rebinds,
    changes,
    assigns,
    hands,
    aliases,
    changesParameters,
  };
}

function bindingsOf(ts: TypeScript, statement: ts.ImportDeclaration) {
  const specifier = ts.isStringLiteral(statement.moduleSpecifier) ? statement.moduleSpecifier.text : "";
  return importBindings(ts, statement).map(binding => ({ ...binding, specifier }));
}

function touched(): Touched {
  return { now: new Set(), later: new Set() };
}
