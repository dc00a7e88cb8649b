import type ts from "typescript";

/** Where TypeScript is loaded only when needed, it is handed in. */
type TypeScript = typeof ts;

/** `await e` → `__pesbook.resumed(await e)`, where code that was given up ends; it costs no turn of the promise queue. */
export function resumed(ts: TypeScript, awaited: ts.AwaitExpression): ts.Expression {
  return kernelCall(ts, "resumed", awaited);
}

/** Each turn of a loop first asks whether the cell was interrupted: `if (__pesbook.flag[0]) __pesbook.interrupted();` */
export function withCheck(ts: TypeScript, loop: ts.IterationStatement): ts.IterationStatement {
  const f = ts.factory;
  const stop = f.createExpressionStatement(kernelCall(ts, "interrupted"));
  const check = f.createIfStatement(f.createElementAccessExpression(kernelProperty(ts, "flag"), 0), stop);
  const first = isForAwait(ts, loop) ? [check, f.createExpressionStatement(kernelCall(ts, "resumed"))] : [check];
  const body = f.createBlock([
    ...first,
    ...(ts.isBlock(loop.statement) ? loop.statement.statements : [loop.statement]),
  ]);
  if (ts.isForStatement(loop)) {
    return f.updateForStatement(loop, loop.initializer, loop.condition, loop.incrementor, body);
  }
  if (ts.isForOfStatement(loop)) {
    return f.updateForOfStatement(loop, loop.awaitModifier, loop.initializer, loop.expression, body);
  }
  if (ts.isForInStatement(loop)) return f.updateForInStatement(loop, loop.initializer, loop.expression, body);
  if (ts.isWhileStatement(loop)) return f.updateWhileStatement(loop, loop.expression, body);
  const repeated = loop as ts.DoStatement;
  return f.updateDoStatement(repeated, body, repeated.expression);
}

function isForAwait(ts: TypeScript, loop: ts.IterationStatement): boolean {
  return ts.isForOfStatement(loop) && loop.awaitModifier !== undefined;
}

function kernelProperty(ts: TypeScript, name: string): ts.Expression {
  return ts.factory.createPropertyAccessExpression(ts.factory.createIdentifier("__pesbook"), name);
}

function kernelCall(ts: TypeScript, name: string, ...parameters: ts.Expression[]): ts.Expression {
  return ts.factory.createCallExpression(kernelProperty(ts, name), undefined, parameters);
}

/** Makes a project's file interruptible: its awaits and its loops, but for those that end soon by themselves. */
export function interruptible(ts: TypeScript): ts.TransformerFactory<ts.SourceFile> {
  return context => {
    const visit = (node: ts.Node): ts.Node => {
      const visited = ts.visitEachChild(node, visit, context);
      if (ts.isAwaitExpression(visited)) return resumed(ts, visited);
      return ts.isIterationStatement(visited, false) && !isShort(ts, visited) ? withCheck(ts, visited) : visited;
    };
    return source => ts.visitEachChild(source, visit, context);
  };
}

/** An innermost counted loop without calls, which is where numerical code spends its time. */
function isShort(ts: TypeScript, loop: ts.IterationStatement): boolean {
  if (!ts.isForStatement(loop) || !loop.condition || !loop.incrementor) return false;
  const isLong = (node: ts.Node): boolean =>
    ts.isCallExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isIterationStatement(node, false) ||
    (ts.forEachChild(node, child => isLong(child) || undefined) ?? false);
  return !isLong(loop.statement);
}
