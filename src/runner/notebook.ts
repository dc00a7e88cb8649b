import { check, messageOf } from "../check.ts";
import { readBounded } from "../files.ts";
import { sha256 } from "../hash.ts";
import { jupyterJson } from "./json.ts";
import type { Output } from "./outputs.ts";

/** An .ipynb file of nbformat 4. Texts are whole here; the file holds them as lists of lines. */
export interface NotebookFile {
  readonly nbformat: number;
  readonly nbformat_minor: number;
  readonly metadata: Metadata;
  readonly cells: readonly Cell[];
}

export interface Cell {
  readonly cell_type: "code" | "markdown" | "raw";
  /** Always there from nbformat 4.5 on. */
  readonly id?: string;
  readonly metadata: Metadata;
  readonly source: string;
  /** Code cells only, as is the execution count. */
  readonly outputs?: readonly Output[];
  readonly execution_count?: number | null;
}

export type Metadata = Readonly<Record<string, unknown>>;

/** nbformat 4.5 is the newest there is; cells have had ids since. */
const NEWEST_MINOR = 5;
const LANGUAGE_INFO = { file_extension: ".ts", mimetype: "text/typescript", name: "typescript" };
const OUTPUT_TYPES = ["stream", "display_data", "execute_result", "error"] as const;
/** Bounds that no notebook made by people or programs of good will comes near. */
const LARGEST = 2 ** 28; // bytes
const DEEPEST = 200; // levels of JSON

/**
 * Read a notebook, trusting nothing in it.
 *
 * @throws when it is missing, too large, no JSON, no notebook, or of an nbformat other than 4.0 to 4.5
 */
export async function readNotebook(path: string): Promise<NotebookFile> {
  return parseNotebook(await notebookText(path), path);
}

/** The text of a notebook file: bounded, UTF-8. */
export async function notebookText(path: string): Promise<string> {
  const bytes = await readBounded(path, { limit: LARGEST }).catch(error => {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") throw new Error(`${path}: no such notebook`);
    if (code === "EISDIR") throw new Error(`${path}: a folder, not a notebook`);
    throw new Error(`${path}: cannot be read: ${messageOf(error)}`);
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`${path}: not a notebook: its bytes are not UTF-8 text`);
  }
}

/** The notebook that a text holds; `name` begins every error. */
export function parseNotebook(text: string, name: string): NotebookFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${name}: not a notebook: not valid JSON, perhaps cut short (${messageOf(error)})`);
  }
  check(!deeperThan(value, DEEPEST), `${name}: not a notebook: nested deeper than ${DEEPEST} levels`);
  const refuse = (what: string): never => {
    throw new Error(`${name}: not a valid notebook: ${what}`);
  };
  if (!isRecord(value)) return refuse(`a JSON ${Array.isArray(value) ? "array" : typeof value}, not an object`);
  const { nbformat, nbformat_minor: minor, metadata, cells } = value;
  if (!isCount(nbformat)) return refuse("it has no nbformat number");
  check(nbformat >= 4, `${name}: nbformat ${nbformat} is too old, 4 is needed; open and save it in Jupyter`);
  if (!isCount(minor)) return refuse("it has no nbformat_minor number");
  check(
    nbformat === 4 && minor <= NEWEST_MINOR,
    `${name}: nbformat ${nbformat}.${minor} is too new, 4.${NEWEST_MINOR} is the newest known here`,
  );
  if (!isRecord(metadata)) return refuse("it has no metadata");
  if (!Array.isArray(cells)) return refuse("it has no list of cells");
  const ids = new Set<unknown>();
  const parsed = cells.map((cell, index) => {
    const checked = parseCell(cell, what => refuse(`cell ${index + 1} ${what}`));
    if (checked.id !== undefined && ids.has(checked.id)) refuse(`cell ${index + 1} has the id of another`);
    ids.add(checked.id);
    return checked;
  });
  return { ...value, nbformat, nbformat_minor: minor, metadata, cells: parsed };
}

type Refuse = (what: string) => never;

function parseCell(cell: unknown, refuse: Refuse): Cell {
  if (!isRecord(cell)) return refuse("is not an object");
  const { cell_type: type, id, metadata, outputs, execution_count: count } = cell;
  if (type !== "code" && type !== "markdown" && type !== "raw") return refuse(`has cell_type ${brief(type)}`);
  if (id !== undefined && !(typeof id === "string" && /^[\w-]{1,64}$/.test(id))) return refuse(`has id ${brief(id)}`);
  if (!isRecord(metadata)) return refuse("has no metadata");
  const { tags = [] } = metadata;
  if (!isTexts(tags)) return refuse("has tags that are not a list of texts");
  const source = joined(cell.source);
  if (source === undefined) return refuse("has no source text");
  const common = { ...cell, cell_type: type, metadata, source } as Cell;
  if (type !== "code") return common;
  if (count !== null && count !== undefined && !isCount(count)) return refuse(`has execution_count ${brief(count)}`);
  if (!Array.isArray(outputs)) return refuse("has no list of outputs");
  const parsed = outputs.map((output, index) =>
    parseOutput(output, what => refuse(`has an output ${index + 1} that ${what}`)),
  );
  return { ...common, execution_count: count ?? null, outputs: parsed };
}

function parseOutput(output: unknown, refuse: Refuse): Output {
  if (!isRecord(output)) return refuse("is not an object");
  const type = OUTPUT_TYPES.find(known => known === output.output_type);
  if (!type) return refuse(`has output_type ${brief(output.output_type)}`);
  if (type === "stream") {
    const text = joined(output.text);
    if (typeof output.name !== "string" || text === undefined) return refuse("is a stream without name or text");
    return { ...output, text } as Output;
  }
  if (type === "error") {
    const { ename, evalue, traceback } = output;
    if (typeof ename !== "string" || typeof evalue !== "string" || !isTexts(traceback))
      return refuse("is an error without name, value or traceback");
    return output as unknown as Output;
  }
  if (!isRecord(output.data) || !isRecord(output.metadata)) return refuse("has no data or no metadata");
  const data = Object.fromEntries(
    Object.entries(output.data).map(([mime, content]) => {
      if (isJsonMime(mime)) return [mime, content];
      return [mime, joined(content) ?? refuse(`has ${brief(mime)} that is not text`)];
    }),
  );
  return { ...output, data } as Output;
}

/**
 * The notebook as nbformat 4.5 wants it: every cell with an id (hash of place and source where it had none),
 * the language named, and no trace of versions or times, which belong to no committed file.
 */
export function completed(notebook: NotebookFile): NotebookFile {
  return {
    ...notebook,
    nbformat_minor: NEWEST_MINOR,
    metadata: { ...notebook.metadata, language_info: LANGUAGE_INFO },
    cells: notebook.cells.map((cell, index) => ({
      ...cell,
      id: cell.id ?? sha256(`${index}\n${cell.source}`).slice(0, 8),
    })),
  };
}

/** The text of a notebook file, equal byte for byte for equal notebooks and equal to what Jupyter itself writes. */
export function formatNotebook(notebook: NotebookFile): string {
  const cells = notebook.cells.map(cell => ({
    ...cell,
    source: lines(cell.source),
    ...(cell.outputs && { outputs: cell.outputs.map(splitOutput) }),
  }));
  return `${jupyterJson({ ...notebook, cells })}\n`;
}

function splitOutput(output: Output): object {
  if (output.output_type === "stream") return { ...output, text: lines(output.text) };
  if (output.output_type === "error") return output;
  const data = Object.entries(output.data).map(([mime, content]) => [
    mime,
    typeof content === "string" && isLinesMime(mime) ? lines(content) : content,
  ]);
  return { ...output, data: Object.fromEntries(data) };
}

export function tagsOf(cell: Cell): readonly string[] {
  return (cell.metadata.tags ?? []) as readonly string[];
}

/** MIME types whose content is JSON itself, not text. */
export function isJsonMime(mime: string): boolean {
  return mime === "application/json" || (mime.startsWith("application/") && mime.endsWith("+json"));
}

/** MIME types that the file holds as lists of lines. */
function isLinesMime(mime: string): boolean {
  return mime.startsWith("text/") || mime === "application/javascript" || mime === "image/svg+xml";
}

/** Lines with their ends, as Python's `splitlines(True)`, which decides what Jupyter writes, sees them. */
function lines(text: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Python ends lines at the three separators too
  return text === "" ? [] : text.split(/(?<=\r\n|[\n\v\f\x1c-\x1e\x85\u2028\u2029]|\r(?!\n))/);
}

function joined(text: unknown): string | undefined {
  return isTexts(text) ? text.join("") : typeof text === "string" ? text : undefined;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(item => typeof item === "string");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}

function deeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some(item => deeperThan(item, levels - 1));
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? "none";
  return text.length > 40 ? `${text.slice(0, 40)} …` : text;
}
