import { check } from "../../check.ts";
import type { FrameValue } from "../gather.ts";
import { parseNumber } from "./number.ts";

export interface Value extends FrameValue {
  /** The key stood alone, which means true. */
  readonly alone?: boolean;
}

/**
 * The key=value pairs of an extended XYZ comment line.
 *
 *     Lattice="4 0 0 0 4 0 0 0 4" pbc=[T, T, T] energy=-3.36 name='a "b"' tags={1 2 3} stress=[[1, 0], [0, 1]] relaxed
 *
 * By the specification at github.com/libAtoms/extxyz (README, "key=value pairs"): quoted, braced and bracketed values,
 * blanks around "=". And as found in files of ASE and QUIP: single quotes, a bare key meaning true, `_JSON` before nested
 * brackets, bare values with "=", "," or brackets inside.
 *
 * @throws with what is wrong, when the line is not of this form
 */
export function parseComment(line: string): Map<string, Value> {
  const pairs = new Map<string, Value>();
  let at = skipBlanks(line, 0);
  while (at < line.length) {
    const key = isQuote(line[at]) ? quoted(line, at) : bareKey(line, at);
    check(key.text !== "", () => `a key was needed at "${excerpt(line, at)}"`);
    check(key.text !== "__proto__", "__proto__ cannot be a key");
    const equals = skipBlanks(line, key.end);
    let value: Value = { text: "T", booleans: [true], alone: true };
    at = key.end;
    if (line[equals] === "=") {
      const start = skipBlanks(line, equals + 1);
      const parsed = parseValue(line, start, key.text);
      // "energy= Lattice=…": with blanks after "=", the next pair would be swallowed as a value.
      check(
        start === equals + 1 || !/^[^\s"'[{]*=/.test(line.slice(start, parsed.end)),
        () => `key ${key.text} has no value before "${excerpt(line, start)}"`,
      );
      ({ value, end: at } = parsed);
    }
    const before = pairs.get(key.text);
    check(
      before === undefined || before.text === value.text,
      () => `key ${key.text} is given twice, as "${before?.text.slice(0, 40)}" and "${value.text.slice(0, 40)}"`,
    );
    pairs.set(key.text, value);
    const next = skipBlanks(line, at);
    check(
      next > at || next === line.length,
      () => `a blank was needed after ${key.text}, before "${excerpt(line, at)}"`,
    );
    at = next;
  }
  return pairs;
}

/** A word as a value of the comment line: bare where that is allowed, else in double quotes. */
export function printWord(word: string): string {
  if (/^[^\s=",{}[\]\\']+$/.test(word)) return word;
  return `"${word.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n")}"`;
}

interface Token {
  readonly text: string;
  readonly end: number;
}

function parseValue(line: string, at: number, key: string): { value: Value; end: number } {
  const first = line[at];
  if (isQuote(first)) {
    const { text, end } = quoted(line, at);
    const json = /^_JSON\s+(\[.*\])$/s.exec(text)?.[1];
    return { value: json === undefined ? typed(text, blanks(text)) : bracketed(json), end };
  }
  if (first === "{") {
    const end = line.indexOf("}", at) + 1;
    check(end > 0, () => `the brace of ${key} is never closed`);
    const text = line.slice(at + 1, end - 1).trim();
    return { value: typed(text, blanks(text)), end };
  }
  if (first === "[") {
    const end = closingBracket(line, at) + 1;
    check(end > 0, () => `the bracket of ${key} is never closed`);
    return { value: bracketed(line.slice(at, end)), end };
  }
  const { text, end } = bare(line, at);
  return { value: typed(text, [text]), end };
}

function typed(text: string, items: readonly string[]): Value {
  const numbers = items.map(parseNumber);
  if (items.length > 0 && numbers.every(number => number !== undefined)) return { text, numbers };
  const booleans = items.map(parseBoolean);
  if (items.length > 0 && booleans.every(boolean => boolean !== undefined)) return { text, booleans };
  return { text };
}

/** `[1, 2]` or `[[1, 2], [3, 4]]`: numbers only when all rows are of one length. */
function bracketed(text: string): Value {
  const inner = text.slice(1, -1).trim();
  const rows = inner.startsWith("[") ? inner.replace(/^\[|\]$/g, "").split(/\]\s*,\s*\[/) : [inner];
  const items = rows.map(row => row.split(",").map(item => item.trim()));
  const rectangular = items.every(row => row.length === items[0]!.length);
  return { ...(rectangular ? typed(text, items.flat()) : undefined), text };
}

function closingBracket(line: string, at: number): number {
  let depth = 0;
  for (let k = at; k < line.length; k++) {
    if (isQuote(line[k])) {
      k = quoted(line, k).end - 1;
    } else if (line[k] === "[") {
      depth++;
    } else if (line[k] === "]" && --depth === 0) {
      return k;
    }
  }
  return -1;
}

function quoted(line: string, at: number): Token {
  const quote = line[at];
  let text = "";
  for (let k = at + 1; k < line.length; k++) {
    if (line[k] === quote) return { text, end: k + 1 };
    if (line[k] === "\\" && k + 1 < line.length) {
      k++;
      text += line[k] === "n" ? "\n" : line[k];
    } else {
      text += line[k];
    }
  }
  throw new Error(`the quote at ${excerpt(line, at)} is never closed`);
}

function bareKey(line: string, at: number): Token {
  let end = at;
  while (end < line.length && line[end] !== "=" && !isBlank(line[end])) end++;
  return { text: line.slice(at, end), end };
}

/** Up to the next blank. A backslash frees the next character where that is a special one; elsewhere it is itself. */
function bare(line: string, at: number): Token {
  let text = "";
  let k = at;
  for (; k < line.length && !isBlank(line[k]); k++) {
    if (line[k] === "\\" && /[\s=",{}[\]\\]/.test(line[k + 1] ?? "")) k++;
    text += line[k];
  }
  return { text, end: k };
}

/** T, True, true, TRUE; F, False, false, FALSE. */
export function parseBoolean(item: string): boolean | undefined {
  if (/^(?:T|[Tt]rue|TRUE)$/.test(item)) return true;
  return /^(?:F|[Ff]alse|FALSE)$/.test(item) ? false : undefined;
}

function blanks(text: string): string[] {
  return text.split(/\s+/).filter(item => item !== "");
}

function skipBlanks(line: string, at: number): number {
  while (at < line.length && isBlank(line[at])) at++;
  return at;
}

function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\t";
}

function isQuote(character: string | undefined): boolean {
  return character === '"' || character === "'";
}

function excerpt(line: string, at: number): string {
  return line.slice(at, at + 40);
}
