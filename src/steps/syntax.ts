import type ts from "typescript";

/** The compiler is large, so it is loaded when first asked for. */
export type TypeScript = typeof ts;

let loaded: Promise<TypeScript> | undefined;

export function typescript(): Promise<TypeScript> {
  loaded ??= import("typescript").then(module => module.default);
  return loaded;
}

/**
 * A module as it runs: parsed again after types and comments were taken out.
 *
 * Imports that only served as types go too, unless `keepImports`: the cell of a notebook may import what only a
 * later cell uses.
 */
export function bareModule(ts: TypeScript, file: string, text: string, { keepImports = false } = {}): ts.SourceFile {
  const { outputText } = ts.transpileModule(text, {
    fileName: file,
    compilerOptions: {
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      removeComments: true,
      verbatimModuleSyntax: keepImports,
    },
  });
  return ts.createSourceFile(file, outputText, ts.ScriptTarget.ESNext, true);
}

/**
 * Code as its tokens, printed the same however it was laid out: quotes, trailing commas, line breaks and redundant
 * parentheses do not show, since every compound expression is put in parentheses and no other parentheses are kept.
 * Expects a bare module, in which the printer has already put every semicolon.
 */
export function canonicalText(ts: TypeScript, node: ts.Node): string {
  const source = node.getSourceFile();
  const tokens: string[] = [];
  const print = (here: ts.Node): void => {
    if (ts.isStringLiteral(here)) tokens.push(JSON.stringify(here.text));
    else if (ts.isNumericLiteral(here)) tokens.push(here.text);
    else if (ts.isParenthesizedExpression(here)) printParenthesized(here);
    else if (ts.isArrowFunction(here)) enclose(() => printArrow(here));
    else if (here.getChildCount(source) === 0) tokens.push(here.getText(source));
    else if (ts.isExpression(here)) enclose(() => printParts(here));
    else printParts(here);
  };
  const enclose = (inner: () => void): void => {
    tokens.push("(");
    inner();
    tokens.push(")");
  };
  // (a?.b).c throws where a?.b.c does not: these parentheses have a meaning.
  const printParenthesized = (here: ts.ParenthesizedExpression): void => {
    if (here.expression.flags & ts.NodeFlags.OptionalChain) enclose(() => print(here.expression));
    else print(here.expression);
  };
  const printParts = (here: ts.Node): void => {
    const parts = here.getChildren(source).filter(part => !ts.isJSDoc(part));
    if (here.kind === ts.SyntaxKind.SyntaxList && isTrailingComma(ts, parts)) parts.pop();
    for (const part of parts) print(part);
  };
  const printArrow = (here: ts.ArrowFunction): void => {
    for (const modifier of here.modifiers ?? []) print(modifier);
    enclose(() => {
      for (const parameter of here.parameters) {
        print(parameter);
        tokens.push(",");
      }
    });
    tokens.push("=>");
    print(here.body);
  };
  print(node);
  return tokens.filter(token => token !== "").join(" ");
}

/** In `[a, ]` the last comma says nothing; in `[ , ]` it makes an element. */
function isTrailingComma(ts: TypeScript, parts: readonly ts.Node[]): boolean {
  const before = parts.at(-2);
  return parts.at(-1)?.kind === ts.SyntaxKind.CommaToken && before !== undefined && !ts.isOmittedExpression(before);
}
