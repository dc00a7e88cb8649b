import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { repository } from "../needs.js";

export interface PublicFunction {
  readonly name: string;
  /** The text of its docstring. */
  readonly documentation: string;
  /** The code of its `@example`, if it has one. */
  readonly example: string | undefined;
}

/** Every function that src/index.ts exports, as written in its own file; each of its overloads. */
export function publicFunctions(): readonly PublicFunction[] {
  return sourceOf("src/index.ts").statements.flatMap(statement => {
    if (!ts.isExportDeclaration(statement) || !statement.exportClause || !ts.isNamedExports(statement.exportClause)) {
      throw new Error(`src/index.ts: ${statement.getText()} is no export by names`);
    }
    const file = sourceOf(join("src", (statement.moduleSpecifier as ts.StringLiteral).text));
    const exported = statement.exportClause.elements.map(({ name }) => name.text);
    const functions = file.statements.filter(ts.isFunctionDeclaration);
    const overloaded = functions.filter(({ body }) => !body).map(({ name }) => name?.text);
    return (
      functions
        .filter(({ name }) => name && exported.includes(name.text))
        // Users do not see what implements overloads.
        .filter(({ name, body }) => !body || !overloaded.includes(name?.text))
        .map(node => {
          const documentation = file.text.slice(node.pos, node.getStart(file));
          const [, code] = /@example\n([\s\S]*?)(?=\n \* @|\n \*\/)/.exec(documentation) ?? [];
          return { name: node.name!.text, documentation, example: code?.replaceAll(/^ \* ?/gm, "") };
        })
    );
  });
}

export function sourceOf(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(join(repository, path), "utf8"), ts.ScriptTarget.Latest, true);
}
