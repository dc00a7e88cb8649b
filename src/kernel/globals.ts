/** What every cell can use without an import, as TypeScript declarations; `host.ts` and `tslab.ts` define it. */
export const CELL_GLOBALS = `
/** Draw a value in the running cell, as a cell's last expression is drawn. */
declare function display(value: unknown): Promise<void>;
/** Take away what the running cell has drawn so far; with \`wait\`, when it next draws something. */
declare function clearOutput(options?: { readonly wait?: boolean }): void;
/** Ask the person at the notebook; with \`password\`, what is typed is hidden. */
declare function prompt(question?: string, options?: { readonly password?: boolean }): Promise<string>;

declare module "tslab" {
  export interface Display {
    javascript(text: string): void;
    html(text: string): void;
    markdown(text: string): void;
    latex(text: string): void;
    svg(text: string): void;
    png(bytes: Uint8Array): void;
    jpeg(bytes: Uint8Array): void;
    gif(bytes: Uint8Array): void;
    pdf(bytes: Uint8Array): void;
    text(text: string): void;
    raw(contentType: string, value: string | Uint8Array): void;
  }
  export const display: Display;
  export const versions: { readonly tslab: string; readonly typescript: string; readonly node: string };
  /** A display that draws over what it drew before. */
  export function newDisplay(): Display;
}
`;

/** Where @types/node is not installed, cells are checked without it: what Node adds is untyped. */
export const NODE_GLOBALS = `
declare module "node:*";
declare const console: any, process: any, Buffer: any, require: any, performance: any;
declare const fetch: any, URL: any, URLSearchParams: any, TextEncoder: any, TextDecoder: any, AbortController: any;
declare const setTimeout: any, setInterval: any, setImmediate: any, structuredClone: any, queueMicrotask: any;
declare const clearTimeout: any, clearInterval: any, clearImmediate: any;
interface ImportMeta { url: string; dirname: string; filename: string; resolve(specifier: string): string }
`;
