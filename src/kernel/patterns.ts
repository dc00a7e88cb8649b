import ts from "#typescript";
import { named, property } from "./syntax.ts";

const f = ts.factory;

/** A declaration's pattern as the target of an assignment: `{ a, b: [c = 1] }` → `{ a: …a, b: [(…c) = 1] }`. */
export function assignable(name: ts.BindingName, target: (name: string) => ts.Expression): ts.Expression {
  if (ts.isIdentifier(name)) return target(name.text);
  const withDefault = ({ name: inner, initializer }: ts.BindingElement): ts.Expression => {
    const assigned = assignable(inner, target);
    if (!initializer) return assigned;
    return f.createAssignment(assigned, ts.isIdentifier(inner) ? named(initializer, inner.text) : initializer);
  };
  if (ts.isArrayBindingPattern(name)) {
    return f.createArrayLiteralExpression(
      name.elements.map(element => {
        if (ts.isOmittedExpression(element)) return element;
        return element.dotDotDotToken ? f.createSpreadElement(withDefault(element)) : withDefault(element);
      }),
    );
  }
  return f.createObjectLiteralExpression(
    name.elements.map(element => {
      if (element.dotDotDotToken) return f.createSpreadAssignment(withDefault(element));
      const key = element.propertyName ?? f.createIdentifier((element.name as ts.Identifier).text);
      return f.createPropertyAssignment(key, withDefault(element));
    }),
  );
}

/** `({ a: record.init } = value)` for `let { a } = value` */
export function initialised(
  { name, initializer }: ts.VariableDeclaration,
  record: (name: string) => ts.Expression,
): ts.Statement {
  const target = assignable(name, own => property(record(own) as ts.Expression, "init"));
  return f.createExpressionStatement(
    f.createParenthesizedExpression(f.createAssignment(target, initializer ?? f.createVoidZero())),
  );
}
