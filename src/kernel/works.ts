import ts from "typescript";
import { importedKey } from "./imports.ts";

/** Functions of a cell that are given to `job`, `step` or `sweep`, each as a module of its own. */
export interface Works {
  readonly modules: ReadonlyMap<ts.Node, string>;
  /** Names they use that such a module cannot have. */
  readonly captured: readonly { readonly node: ts.Node; readonly message: string }[];
}

/** Which argument of a verb of `steps/` is the function. */
const position: Readonly<Record<string, number>> = { job: 1, step: 2, sweep: 3 };

/**
 * A function that is to run elsewhere has its text and the imports it names, nothing else: a variable of the notebook
 * that it uses must be handed to it as an input, or its result could not be known by its inputs.
 */
export function worksOf(source: ts.SourceFile, checker: ts.TypeChecker, length: number): Works {
  const modules = new Map<ts.Node, string>();
  const captured: { node: ts.Node; message: string }[] = [];

  const visit = (node: ts.Node): void => {
    if (node.pos >= length) return;
    if (ts.isCallExpression(node)) {
      const verb = verbOf(node.expression, checker);
      const given = verb && node.arguments[position[verb]!];
      const work = given && functionOf(given, checker);
      if (given && work) {
        const { text, problems } = moduleOf(work, checker);
        modules.set(given, text);
        // Places are told in this cell, also where the function stands in an earlier one.
        const place = (at: ts.Node) => (at.getSourceFile() === source ? at : given);
        captured.push(...problems.map(({ node: at, message }) => ({ node: place(at), message })));
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { modules, captured };
}

/** `job`, `step` or `sweep`, under whatever name the cells have imported it. */
function verbOf(callee: ts.Expression, checker: ts.TypeChecker): string | undefined {
  const symbol = checker.getSymbolAtLocation(ts.isPropertyAccessExpression(callee) ? callee.name : callee);
  if (!symbol) return undefined;
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const file = target.declarations?.[0]?.getSourceFile().fileName ?? "";
  const [, verb] = /[/\\]steps[/\\](job|step|sweep)\.(?:d\.)?ts$/.exec(file) ?? [];
  return verb === target.name ? verb : undefined;
}

type Work = ts.FunctionExpression | ts.ArrowFunction | ts.FunctionDeclaration;

/** The function written there, or that of a name which a cell gave it. */
function functionOf(given: ts.Expression, checker: ts.TypeChecker): Work | undefined {
  if (ts.isParenthesizedExpression(given)) return functionOf(given.expression, checker);
  if (ts.isFunctionExpression(given) || ts.isArrowFunction(given)) return given;
  if (!ts.isIdentifier(given)) return undefined;
  const declaration = meantBy(checker.getSymbolAtLocation(given), checker);
  if (!declaration || !isOfCell(declaration)) return undefined;
  if (ts.isFunctionDeclaration(declaration) && declaration.body) return declaration;
  const isConstant = ts.isVariableDeclaration(declaration) && ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const;
  return isConstant && declaration.initializer ? functionOf(declaration.initializer, checker) : undefined;
}

function moduleOf(work: Work, checker: ts.TypeChecker): { text: string; problems: Works["captured"] } {
  const imports = new Map<string, string>();
  const problems = new Map<string, Works["captured"][number]>();
  const name = work.name?.text ?? "the function";

  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    if (ts.isIdentifier(node)) look(node);
    ts.forEachChild(node, visit);
  };
  const look = (node: ts.Identifier): void => {
    const { parent } = node;
    const symbol = ts.isShorthandPropertyAssignment(parent)
      ? checker.getShorthandAssignmentValueSymbol(parent)
      : checker.getSymbolAtLocation(node);
    const declaration = meantBy(symbol, checker);
    if (!declaration || !isOfCell(declaration) || isWithin(declaration, work)) return;
    const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node;
    if (isMember || isInnerPart(declaration)) return;
    if (isImport(declaration)) imports.set(node.text, importText(node.text, declaration));
    else if (!problems.has(node.text))
      problems.set(node.text, { node, message: refusal(name, node.text, declaration) });
  };
  visit(work);

  const own = work.getText().replace(/^(export\s+)?(default\s+)?/, "");
  const body = ts.isFunctionDeclaration(work) || ts.isFunctionExpression(work) ? own : `(${own})`;
  const { outputText } = ts.transpileModule(`${[...imports.values()].sort().join("\n")}\nexport default ${body};`, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, removeComments: true },
  });
  return { text: outputText, problems: [...problems.values()] };
}

/** What a name stands for: a declaration of some cell, or the import that brought it there. */
function meantBy(symbol: ts.Symbol | undefined, checker: ts.TypeChecker): ts.Declaration | undefined {
  let here = symbol;
  // Names of earlier cells come through imports that the kernel added; those of the user are where it ends.
  while (here && here.flags & ts.SymbolFlags.Alias) {
    const [declaration] = here.declarations ?? [];
    if (declaration && isImport(declaration) && !isCellSpecifier(specifierOf(declaration))) return declaration;
    const next = checker.getImmediateAliasedSymbol(here);
    if (!next || next === here) break;
    here = next;
  }
  return here?.declarations?.[0];
}

type ImportName = ts.ImportSpecifier | ts.ImportClause | ts.NamespaceImport;

function isImport(node: ts.Node): node is ImportName {
  return ts.isImportSpecifier(node) || ts.isImportClause(node) || ts.isNamespaceImport(node);
}

function declarationOf(node: ts.Node): ts.ImportDeclaration {
  return ts.isImportDeclaration(node) ? node : declarationOf(node.parent);
}

function specifierOf(node: ImportName): string {
  return (declarationOf(node).moduleSpecifier as ts.StringLiteral).text;
}

function importText(local: string, node: ImportName): string {
  const specifier = specifierOf(node);
  const from = `from ${JSON.stringify(specifier)}${specifier.endsWith(".json") ? ' with { type: "json" }' : ""};`;
  const key = importedKey(node);
  return key === undefined ? `import * as ${local} ${from}` : `import { ${key} as ${local} } ${from}`;
}

function isCellSpecifier(specifier: string): boolean {
  return /__pesbook_cell_\w+$/.test(specifier);
}

function isOfCell(node: ts.Node): boolean {
  return /__pesbook_cell_\w+\.ts$/.test(node.getSourceFile().fileName);
}

function isWithin(node: ts.Node, around: ts.Node): boolean {
  for (let here: ts.Node | undefined = node; here; here = here.parent) if (here === around) return true;
  return false;
}

/** A property of a type or object, found through a value: not a name that the function captures. */
function isInnerPart(node: ts.Node): boolean {
  return (
    ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node) ||
    ts.isPropertySignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isMethodSignature(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isAccessor(node) ||
    ts.isEnumMember(node)
  );
}

function refusal(work: string, name: string, declaration: ts.Declaration): string {
  const isFunction = ts.isFunctionDeclaration(declaration) || ts.isClassDeclaration(declaration);
  const advice = isFunction
    ? `write ${name} inside it, or put it in a file and import it`
    : `pass { ${name} } in its inputs and read inputs.${name}`;
  const kind = ts.isFunctionDeclaration(declaration) ? "function" : isFunction ? "class" : "variable";
  return `${work} uses ${name}, a ${kind} of the notebook, but runs on its own and sees only its inputs; ${advice}`;
}
