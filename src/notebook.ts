/**
 * What running code knows of the notebook around it.
 *
 * The kernel's user process puts one `Notebook` on `globalThis`; `figures/` and `formats/` ask for it here, so
 * neither imports the kernel, and code loaded twice (built and from source) still finds the same one.
 */

/** One output in several MIME types; JSON types hold objects, binary types base64 text, the rest text. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** How large a run is: quick for a look and for tests, thesis for the sizes of the documents it follows. */
export type Profile = "quick" | "thesis";

export interface Notebook {
  /** Absolute path of the .ipynb; some front ends do not tell it. */
  readonly path?: string;
  readonly profile: Profile;
  /** Where figures are written, when not to `figures/` of the project (set by `pesbook run --output` and `--check`). */
  readonly figureFolder?: string;
  /** Sources of the cells run so far in this session, in the order they ran; the running cell is the last. */
  readonly cells: readonly string[];
  /** Data files read so far: by which cell (index into `cells`), where, and what was in them. */
  readonly reads: readonly DataRead[];
  /** Note that the running cell read a data file. */
  read(path: string, sha256: string): void;
  /** Steps and sweeps whose results were used so far: by which cell, under what name, and their keys. */
  readonly uses: readonly StepUse[];
  /** Note that the running cell used the result of a step. */
  used(name: string, key: string): void;
  /** Draw in the running cell. With `id`, the output can be drawn again by `update: true`. */
  display(bundle: MimeBundle, options?: { id?: string; update?: boolean; metadata?: object }): void;
}

export interface DataRead {
  readonly cell: number;
  readonly path: string;
  readonly sha256: string;
}

export interface StepUse {
  readonly cell: number;
  readonly name: string;
  readonly key: string;
}

const KEY = Symbol.for("pesbook.notebook");

/** The notebook this code runs in, if it runs in one on our kernel. */
export function notebook(): Notebook | undefined {
  return (globalThis as Record<symbol, unknown>)[KEY] as Notebook | undefined;
}

/** Called once, by the kernel's user process. */
export function enterNotebook(entered: Notebook): void {
  Object.defineProperty(globalThis, KEY, { value: entered, configurable: true });
}

/**
 * A value by profile: that of the notebook run (`pesbook run --profile thesis`), or of PESBOOK_PROFILE; quick otherwise.
 *
 * @example
 * const epochs = profile({ quick: 20, thesis: 2000 });
 */
export function profile<T>({ quick, thesis }: { readonly quick: T; readonly thesis: T }): T {
  return currentProfile() === "thesis" ? thesis : quick;
}

export function currentProfile(): Profile {
  return notebook()?.profile ?? (process.env.PESBOOK_PROFILE === "thesis" ? "thesis" : "quick");
}

/** How a value is drawn when it is a cell's last expression; `undefined` leaves it to the next formatter. */
export type Formatter = (value: unknown) => MimeBundle | undefined | Promise<MimeBundle | undefined>;
