/** Everything that src/wasm/routines.ts declares, gathered for one module. Addresses are bytes from the memory's start. */
export * from "./chance";
export * from "./eam";
export * from "./elementwise";
export * from "./layout";
export * from "./lennardJones";
export * from "./neighbours";
export * from "./normalQuantile";
export * from "./scalars";
export * from "./stillingerWeber";

/** The first byte that holds none of the module's own tables. */
export function heapBase(): usize {
  return __heap_base;
}
