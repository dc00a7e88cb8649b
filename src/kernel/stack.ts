import { findSourceMap, SourceMap } from "node:module";
import { sep } from "node:path";
import { inspect } from "node:util";
import type { CellError, CellOrder } from "./reports.ts";

/** A cell that ran, as stack traces need it. */
interface CellSource {
  readonly id: number;
  readonly count: number;
  /** Read when an error asks for it: most cells have none. */
  readonly map: () => SourceMap;
  readonly code: string;
}

/** Stack traces in the user's terms: `In[3]:2:7` and lines of their TypeScript files, without frames of the kernel. */
export interface Stacks {
  /** Note a cell under the file name it runs as. */
  add(file: string, cell: CellOrder): void;
  /** An error, or whatever else was thrown, as the kernel reports it. */
  describe(thrown: unknown): CellError;
}

export function stacks(): Stacks {
  const cells = new Map<string, CellSource>();
  const places = new WeakMap<Error, CellError["place"] & object>();

  Error.prepareStackTrace = (error, sites) => {
    const lines: string[] = [];
    for (const site of sites) {
      const file = site.getFileName() ?? "";
      if (isOurs(file)) continue;
      const line = (site.getLineNumber() ?? 1) - 1;
      const column = (site.getColumnNumber() ?? 1) - 1;
      const cell = cells.get(file);
      if (cell) {
        const { originalLine, originalColumn = 0 } = entryOf(cell.map(), line, column);
        if (originalLine === undefined || isBehind(cell.code, originalLine, originalColumn)) continue;
        const place = { cell: cell.id, line: originalLine, column: originalColumn };
        if (!places.has(error)) places.set(error, place);
        lines.push(frame(site, `In[${cell.count}]:${place.line + 1}:${place.column + 1}`));
      } else {
        lines.push(frame(site, fileLocation(file, line, column)));
      }
    }
    return [errorTitle(error), ...lines].join("\n");
  };

  return {
    add(file, { id, count, code, map }) {
      let read: SourceMap | undefined;
      const lazily = () => {
        read ??= new SourceMap(JSON.parse(map));
        return read;
      };
      cells.set(file, { id, count, code, map: lazily });
    },

    describe(thrown) {
      if (!(thrown instanceof Error)) {
        return { ename: "Thrown", evalue: inspect(thrown, { breakLength: 100 }), frames: [] };
      }
      const frames = String(thrown.stack ?? "")
        .split("\n")
        .filter(line => line.startsWith("    at "));
      return {
        ename: thrown.name,
        evalue: withoutSlots(thrown.message),
        frames,
        place: places.get(thrown),
        cause: thrown.cause === undefined ? undefined : causeText(thrown.cause),
      };
    },
  };
}

/** The call of the whole cell, which is not the user's, stands behind the cell's last character. */
function isBehind(code: string, line: number, column: number): boolean {
  const lines = code.split("\n");
  return line >= lines.length || (line === lines.length - 1 && column >= lines[line]!.length);
}

function causeText(cause: unknown): string {
  return cause instanceof Error ? errorTitle(cause) : inspect(cause, { breakLength: 100 });
}

function errorTitle(error: Error): string {
  const { name, message } = error;
  return message ? `${name}: ${withoutSlots(message)}` : name;
}

/** What V8 and packages say about an earlier cell's variable is said with the user's name for it. */
function withoutSlots(message: string): string {
  return message.replaceAll(/\b__pesbook(?:Own)?_([\p{L}\p{N}_$]+)(\.now\.value)?/gu, "$1");
}

function entryOf(
  map: SourceMap,
  line: number,
  column: number,
): Partial<{ originalLine: number; originalColumn: number }> {
  return map.findEntry(line, column);
}

function frame(site: NodeJS.CallSite, location: string): string {
  const name = site.getFunctionName();
  const owner = site.isToplevel() || site.isConstructor() ? undefined : site.getTypeName();
  const called = name && owner && owner !== "Object" && !name.startsWith(owner) ? `${owner}.${name}` : name;
  const how = site.isConstructor() ? "new " : site.isAsync() ? "async " : "";
  return called ? `    at ${how}${called} (${location})` : `    at ${how}${location}`;
}

function fileLocation(file: string, line: number, column: number): string {
  const map = findSourceMap(file);
  const entry = map && entryOf(map, line, column);
  const path = file.replace(/^file:\/\//, "").replace(/\?.*$/, "");
  const { originalLine = line, originalColumn = column } = entry ?? {};
  return `${path}:${originalLine + 1}:${originalColumn + 1}`;
}

const HERE = new URL(".", import.meta.url).href;
/** Where the kernel enters a cell's task. */
const TASK = new URL("../task.js", import.meta.url).href;

/** Frames of Node and of the kernel itself say nothing to the user. */
function isOurs(file: string): boolean {
  if (file === "" || file.startsWith("node:") || file === TASK) return true;
  return file.startsWith(HERE) || file.startsWith(import.meta.dirname + sep);
}
