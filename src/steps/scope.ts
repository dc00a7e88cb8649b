import type ts from "typescript";
import type { TypeScript } from "./syntax.ts";

/** Which names of a cell are shared between cells, and when the code around a name runs. */
export interface Scope {
  /** The declaration behind a name, where it belongs to a function or block of its own; undefined for a shared name. */
  localDeclaration(identifier: ts.Identifier): ts.Declaration | undefined;
  /** Whether cells that follow can use what is declared here. */
  isShared(declaration: ts.Declaration): boolean;
  isReference(identifier: ts.Identifier): boolean;
  /** Code in a function may run when its statement does, whenever the function is called, or both. */
  runs(node: ts.Node): { readonly now: boolean; readonly later: boolean };
}

/** Calls their callback before they return, and do not keep it. */
export const iterating: ReadonlySet<string> = new Set(
  "map forEach filter reduce reduceRight some every find findIndex findLast findLastIndex flatMap from sort toSorted".split(
    " ",
  ),
);

/** The compiler's own name binding, over cells that were parsed before; it reads no other file. */
export function scopeOf(ts: TypeScript, sources: readonly ts.SourceFile[]): Scope {
  const files = new Map(sources.map(source => [source.fileName, source]));
  const checker = ts
    .createProgram({
      rootNames: [...files.keys()],
      options: { noLib: true, noResolve: true, types: [], target: ts.ScriptTarget.ESNext },
      host: {
        getSourceFile: name => files.get(name),
        fileExists: name => files.has(name),
        readFile: () => undefined,
        getDefaultLibFileName: () => "",
        getCurrentDirectory: () => "/",
        getCanonicalFileName: name => name,
        useCaseSensitiveFileNames: () => true,
        getNewLine: () => "\n",
        writeFile: () => {},
      },
    })
    .getTypeChecker();

  const localDeclaration = (identifier: ts.Identifier): ts.Declaration | undefined => {
    const symbol = ts.isShorthandPropertyAssignment(identifier.parent)
      ? checker.getShorthandAssignmentValueSymbol(identifier.parent)
      : checker.getSymbolAtLocation(identifier);
    const declaration = symbol?.declarations?.[0];
    return declaration === undefined || isShared(declaration) ? undefined : declaration;
  };

  const isShared = (declaration: ts.Declaration): boolean => {
    if (ts.isFunctionExpression(declaration) || ts.isClassExpression(declaration)) return false;
    const isVar = isVariable(declaration) && !(ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.BlockScoped);
    for (let here = declaration.parent; !ts.isSourceFile(here); here = here.parent) {
      if (ts.isFunctionLike(here) || ts.isClassStaticBlockDeclaration(here)) return false;
      if (!isVar && isBlock(here)) return false;
    }
    return true;
  };
  const isVariable = (node: ts.Node) => ts.isVariableDeclaration(node) || ts.isBindingElement(node);
  const isBlock = (node: ts.Node) =>
    ts.isBlock(node) || ts.isCatchClause(node) || ts.isCaseBlock(node) || ts.isIterationStatement(node, false);

  const isReference = (identifier: ts.Identifier): boolean => {
    const parent = identifier.parent as ts.Node & { name?: ts.Node; propertyName?: ts.Node; label?: ts.Node };
    if (ts.isShorthandPropertyAssignment(parent)) return true;
    return ![parent.name, parent.propertyName, parent.label].includes(identifier);
  };

  const runs = (node: ts.Node) => {
    let now = true;
    let later = false;
    for (let here = node.parent; !ts.isSourceFile(here); here = here.parent) {
      if (!ts.isFunctionLike(here)) continue;
      const fate = fateOf(here);
      if (fate !== "called") later = true;
      if (fate === "kept") now = false;
    }
    return { now, later };
  };

  /** A function given to a call may be called there or kept; one that only gets a name is kept. */
  const fateOf = (made: ts.Node): "called" | "kept" | "either" => {
    let here = made;
    while (ts.isParenthesizedExpression(here.parent)) here = here.parent;
    const { parent } = here;
    if (ts.isCallExpression(parent)) {
      const { expression: callee } = parent;
      const iterates = ts.isPropertyAccessExpression(callee) && iterating.has(callee.name.text);
      return callee === here || iterates ? "called" : "either";
    }
    for (; !ts.isStatement(here) && !(here !== made && ts.isFunctionLike(here)); here = here.parent) {
      if (ts.isCallExpression(here.parent) || ts.isNewExpression(here.parent)) return "either";
    }
    return "kept";
  };

  return { localDeclaration, isShared, isReference, runs };
}
