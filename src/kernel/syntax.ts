import ts from "typescript";

/** What the translation of a cell needs to know. */
export interface CellParts {
  readonly source: ts.SourceFile;
  readonly checker: ts.TypeChecker;
  /** Where the user's text ends and what the kernel added for the checker begins. */
  readonly length: number;
  /** Names of earlier cells that have a value. */
  readonly outer: ReadonlySet<string>;
  /** Functions that may run elsewhere, with the module made of each; see works.ts. */
  readonly works: ReadonlyMap<ts.Node, string>;
  /** Called with each name that the cell shares when it runs. */
  readonly onPublish: (name: string) => void;
}

export type Visit = (node: ts.Node) => ts.Node;

/** The one global name that compiled cells use; names that begin with it are theirs too. */
export const KERNEL = "__pesbook";
const f = ts.factory;

export function kernelCall(method: string, ...parameters: ts.Expression[]): ts.Expression {
  return f.createCallExpression(property(f.createIdentifier(KERNEL), method), undefined, parameters);
}

export function constant(name: string, value: ts.Expression): ts.Statement {
  const declaration = f.createVariableDeclaration(name, undefined, undefined, value);
  return f.createVariableStatement(undefined, f.createVariableDeclarationList([declaration], ts.NodeFlags.Const));
}

export function property(object: ts.Expression, name: string): ts.Expression {
  return f.createPropertyAccessExpression(object, name);
}

export function text(value: string): ts.StringLiteral {
  return f.createStringLiteral(value);
}

export function valueNow(slot: string): ts.Expression {
  return property(property(f.createIdentifier(slot), "now"), "value");
}

export function ownName(name: string): string {
  return `${KERNEL}Own_${name}`;
}

export function slotName(name: string): string {
  return `${KERNEL}_${name}`;
}
