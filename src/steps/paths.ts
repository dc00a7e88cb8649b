import type ts from "typescript";
import type { Scope } from "./scope.ts";
import type { TypeScript } from "./syntax.ts";

/** What an expression may reach into. */
export interface Paths {
  /** The names at the start of its paths, on all branches: `a` and `b` in `(c ? a.x : b).y[0]`. */
  rootsOf(node: ts.Node): readonly ts.Identifier[];
  /** The shared names behind those, through variables and parameters of functions and blocks. */
  sharedNames(node: ts.Node, onParameter?: () => void): readonly string[];
  /** Whether it is a new object, so that putting it in order, or adding to it, changes no other. */
  isFresh(node: ts.Node): boolean;
}

/** Return a new object, though with the old elements. */
const copying = new Set(
  "map filter slice concat flat flatMap from toSorted toReversed toSpliced with split".split(" "),
);

export function pathsOf(ts: TypeScript, scope: Scope): Paths {
  const rootsOf = (node: ts.Node): readonly ts.Identifier[] => {
    if (ts.isIdentifier(node)) return [node];
    if (ts.isCallExpression(node)) {
      return ts.isPropertyAccessExpression(node.expression) ? rootsOf(node.expression.expression) : [];
    }
    if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap(rootsOf);
    if (ts.isBinaryExpression(node)) return givesOperand(node) ? [node.left, node.right].flatMap(rootsOf) : [];
    if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(rootsOf);
    if (ts.isObjectLiteralExpression(node)) return node.properties.flatMap(rootsOf);
    if (ts.isPropertyAssignment(node)) return rootsOf(node.initializer);
    if (ts.isShorthandPropertyAssignment(node)) return [node.name];
    return isStep(node) ? rootsOf(node.expression) : [];
  };

  const isStep = (node: ts.Node) =>
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isSpreadElement(node) ||
    ts.isSpreadAssignment(node);

  const givesOperand = ({ operatorToken: { kind } }: ts.BinaryExpression) =>
    isAssignment(ts, kind) || isLogical(ts, kind) || kind === ts.SyntaxKind.CommaToken;

  const sharedNames = (node: ts.Node, onParameter = () => {}, seen = new Set<ts.Node>()): readonly string[] =>
    rootsOf(node).flatMap(root => {
      const local = scope.localDeclaration(root);
      if (local === undefined) return [root.text];
      if (seen.has(local)) return [];
      seen.add(local);
      const origin = originOf(local);
      if (origin === "parameter") onParameter();
      return typeof origin === "object" ? sharedNames(origin, onParameter, seen) : [];
    });

  /** What a variable of a function or block was taken from; of a callback's parameter, the object that calls it. */
  const originOf = (declaration: ts.Node): ts.Node | "parameter" | undefined => {
    let here = declaration;
    while (ts.isBindingElement(here)) here = here.parent.parent;
    if (ts.isParameter(here)) {
      const { parent: around } = here.parent;
      const isCallback = ts.isCallExpression(around) && ts.isPropertyAccessExpression(around.expression);
      return isCallback ? around.expression : "parameter";
    }
    return ts.isVariableDeclaration(here) ? (loopOf(here)?.expression ?? here.initializer) : undefined;
  };

  const loopOf = ({ parent: { parent: loop } }: ts.VariableDeclaration): ts.ForInOrOfStatement | undefined =>
    ts.isForOfStatement(loop) || ts.isForInStatement(loop) ? loop : undefined;

  const isFresh = (node: ts.Node): boolean => {
    if (ts.isParenthesizedExpression(node) || ts.isAwaitExpression(node)) return isFresh(node.expression);
    if (ts.isIdentifier(node)) {
      const local = scope.localDeclaration(node);
      if (!local || !ts.isVariableDeclaration(local) || !ts.isIdentifier(local.name) || loopOf(local)) return false;
      return local.initializer !== undefined && isFresh(local.initializer);
    }
    if (ts.isCallExpression(node)) {
      return ts.isPropertyAccessExpression(node.expression) && copying.has(node.expression.name.text);
    }
    return ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node) || ts.isNewExpression(node);
  };

  return { rootsOf, sharedNames, isFresh };
}

export function isAssignment(ts: TypeScript, kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

export function isLogical(ts: TypeScript, kind: ts.SyntaxKind): boolean {
  const { BarBarToken, AmpersandAmpersandToken, QuestionQuestionToken } = ts.SyntaxKind;
  return kind === BarBarToken || kind === AmpersandAmpersandToken || kind === QuestionQuestionToken;
}
