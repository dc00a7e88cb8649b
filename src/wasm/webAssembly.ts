/** The part of WebAssembly used here. Its types belong to browsers' lib.dom, which this code does without. */
export const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi };

export interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
  grow(pages: number): number;
}

interface WebAssemblyApi {
  readonly Memory: new (size: { initial: number; maximum: number; shared: true }) => SharedMemory;
  readonly Module: {
    new (bytes: Uint8Array): object;
    imports(module: object): { module: string; name: string; kind: string }[];
  };
  readonly Instance: new (
    module: object,
    imports: { env: { memory: SharedMemory } },
  ) => { readonly exports: Readonly<Record<string, (...registers: number[]) => number>> };
}
