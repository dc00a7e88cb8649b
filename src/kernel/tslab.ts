/** What `import { display, newDisplay } from "tslab"` gives on this kernel: tslab's notebooks run unchanged. */
import { createRequire } from "node:module";
import { check } from "../check.ts";
import { type MimeBundle, notebook } from "../notebook.ts";

const TEXT = {
  javascript: "text/javascript",
  html: "text/html",
  markdown: "text/markdown",
  latex: "text/latex",
  svg: "image/svg+xml",
  text: "text/plain",
} as const;

const BYTES = { png: "image/png", jpeg: "image/jpeg", gif: "image/gif", pdf: "application/pdf" } as const;

type Draw<Kind extends string, Value> = { readonly [kind in Kind]: (value: Value) => void };
export type Display = Draw<keyof typeof TEXT, string> &
  Draw<keyof typeof BYTES, Uint8Array> & { raw(contentType: string, value: string | Uint8Array): void };

const { version: typescript } = createRequire(import.meta.url)("typescript/package.json") as { version: string };

/** The tslab whose interface this is, and what runs here. */
export const versions = { tslab: "1.0.22", typescript, node: process.version } as const;

export const display: Display = displayBy(bundle => here().display(bundle));

let made = 0;

/** A display that draws over what it drew before. */
export function newDisplay(): Display {
  const id = `tslab-${++made}`;
  let update = false;
  return displayBy(bundle => {
    here().display(bundle, { id, update });
    update = true;
  });
}

function here() {
  const running = notebook();
  check(running, "tslab: there is no notebook to draw in; run this in a notebook");
  return running;
}

function displayBy(draw: (bundle: MimeBundle) => void): Display {
  const raw = (type: string, value: string | Uint8Array) =>
    draw({ [type]: typeof value === "string" ? value : Buffer.from(value).toString("base64") });
  const each = Object.entries({ ...TEXT, ...BYTES }).map(([kind, type]) => [kind, raw.bind(undefined, type)]);
  return { ...Object.fromEntries(each), raw };
}
