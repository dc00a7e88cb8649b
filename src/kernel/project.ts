import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "#typescript";
import { folderAbove } from "../files.ts";

/** The exports condition by which a clone runs its sources, hot-reloaded; see `exports` in package.json. */
export const SOURCE_CONDITION = "pesbook-source";

/** Conditions for modules of a notebook in this folder: in a clone of pesbook, its sources; elsewhere none. */
export function conditionsOf(folder: string): string[] {
  const root = folderAbove(folder, "package.json");
  if (!root || !existsSync(join(root, "src", "index.ts"))) return [];
  try {
    const { name } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    return name === "pesbook" ? [SOURCE_CONDITION] : [];
  } catch {
    return [];
  }
}

/** Compiler options for cells in this folder: strict, modern, the project's own tsconfig.json where it has one. */
export function compilerOptions(folder: string): ts.CompilerOptions {
  const configured = configuredOptions(folder);
  const nodeTypes = folderOfNodeTypes(folder);
  return {
    strict: true,
    skipLibCheck: true,
    // Decorators and `using` are newer than the library of ES2023 and compiled away.
    lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts"],
    ...(nodeTypes ? { types: ["node"], typeRoots: [nodeTypes] } : { types: [] }),
    ...configured,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    customConditions: conditionsOf(folder),
    allowImportingTsExtensions: true,
    allowJs: true,
    checkJs: false,
    resolveJsonModule: true,
    esModuleInterop: true,
    isolatedModules: false,
    verbatimModuleSyntax: false,
    erasableSyntaxOnly: false,
    experimentalDecorators: configured.experimentalDecorators ?? false,
    noUnusedLocals: false,
    noUnusedParameters: false,
    preserveConstEnums: true,
    importHelpers: false,
    sourceMap: true,
    noEmit: false,
    composite: false,
    incremental: false,
    declaration: false,
    rootDir: undefined,
    outDir: undefined,
  };
}

/** Whether cells can be checked against Node's own types. */
export function hasNodeTypes(options: ts.CompilerOptions): boolean {
  return options.types?.includes("node") ?? false;
}

function configuredOptions(folder: string): ts.CompilerOptions {
  const file = ts.findConfigFile(folder, ts.sys.fileExists);
  if (!file) return {};
  const { config } = ts.readConfigFile(file, ts.sys.readFile);
  if (config === undefined) return {};
  // Which files belong to the project does not matter here, and finding them takes long in large folders.
  return ts.parseJsonConfigFileContent({ ...config, files: [], include: undefined }, ts.sys, dirname(file)).options;
}

/** `node_modules/@types` with Node's types, near the notebook or near this package. */
function folderOfNodeTypes(folder: string): string | undefined {
  const types = join("node_modules", "@types");
  for (const start of [folder, import.meta.dirname]) {
    const root = folderAbove(start, join(types, "node"));
    if (root) return join(root, types);
  }
  return undefined;
}
