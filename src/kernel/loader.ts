/**
 * Loads the user's TypeScript into the user process: given to Node by `--import`, so that worker threads have it too.
 * This file alone decides how: Node 22.15 and later have hooks in the thread itself, Node 20 in a thread of their own.
 */
import module from "node:module";
import { generationCounter } from "./generation.ts";
import { type Found, type Loaded, modules } from "./modules.ts";

/** What @types/node 20 does not know of yet. */
interface InThreadHooks {
  registerHooks?(hooks: {
    resolve(specifier: string, context: { parentURL?: string }, next: (...same: unknown[]) => Found): Found;
    load(url: string, context: object, next: (...same: unknown[]) => Loaded): Loaded;
  }): void;
}

/** In a worker thread nobody interrupts; compiled code can ask all the same. */
const uninterrupted = { flag: [0], resumed: <T>(value: T): T => value };
Object.defineProperty(globalThis, "__pesbook", { value: uninterrupted, configurable: true, writable: true });

const { registerHooks } = module as InThreadHooks;
if (registerHooks) {
  const { resolve, stamped, load } = modules(generationCounter());
  registerHooks({
    resolve: (specifier, context, next) => resolve(specifier, context.parentURL) ?? stamped(next(specifier, context)),
    load: (url, context, next) => load(url) ?? next(url, context),
  });
} else {
  module.register("./hooks.js", import.meta.url, { data: generationCounter() });
}
