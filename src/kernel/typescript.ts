/**
 * TypeScript, as `#typescript`. Loaded by `require` and from Node's compile cache where there is one: `import` would
 * first look through its nine million characters for what they export, which takes longer than all else at the start.
 */
import module from "node:module";

/** Node 22.1 and later; @types/node 20 does not know it. */
(module as { enableCompileCache?(): unknown }).enableCompileCache?.();

export default module.createRequire(import.meta.url)("typescript");
