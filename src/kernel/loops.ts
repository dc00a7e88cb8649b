import type ts from "typescript";

/** Where TypeScript is loaded only when needed, it is handed in. */
type TypeScript = typeof ts;

/** Each turn of a loop first asks whether the cell was interrupted: `if (__pesbook.flag[0]) __pesbook.interrupted();` */
export function withCheck(ts: TypeScript, loop: ts.IterationStatement): ts.IterationStatement {
  const f = ts.factory;
  const kernel = (name: string) => f.createPropertyAccessExpression(f.createIdentifier("__pesbook"), name);
  const stop = f.createExpressionStatement(f.createCallExpression(kernel("interrupted"), undefined, []));
  const check = f.createIfStatement(f.createElementAccessExpression(kernel("flag"), 0), stop);
  const body = f.createBlock([check, ...(ts.isBlock(loop.statement) ? loop.statement.statements : [loop.statement])]);
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

/** Makes the loops of a project's file interruptible, but for those that end soon by themselves. */
export function interruptible(ts: TypeScript): ts.TransformerFactory<ts.SourceFile> {
  return context => {
    const visit = (node: ts.Node): ts.Node => {
      const visited = ts.visitEachChild(node, visit, context);
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
