/** The loader's hooks in a thread of their own, for Node 20; see loader.ts. */
import type { LoadHook, ResolveHook } from "node:module";
import { type Modules, modules } from "./modules.ts";

let project: Modules;

export function initialize(generation: Int32Array): void {
  project = modules(generation);
}

export const resolve: ResolveHook = async (specifier, context, next) =>
  project.resolve(specifier, context.parentURL) ?? project.stamped(await next(specifier, context));

export const load: LoadHook = async (url, context, next) => project.load(url) ?? next(url, context);
