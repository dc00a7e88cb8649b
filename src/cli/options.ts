import { type ParseArgsConfig, parseArgs } from "node:util";
import { messageOf } from "../check.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Parsed<T extends Options> = ReturnType<
  typeof parseArgs<{ options: T & { help: { type: "boolean" } }; allowPositionals: true }>
>;

/** The command line was wrong: what and, where it can be guessed, what was meant. Ends with exit code 64. */
export class UsageError extends Error {}

/** Options and positional arguments of a command; every command has `--help`. */
export function readOptions<const T extends Options>(args: readonly string[], options: T): Parsed<T> {
  const known = { ...options, help: { type: "boolean", short: "h" } } as T & { help: { type: "boolean" } };
  try {
    return parseArgs({ args: [...args], options: known, allowPositionals: true });
  } catch (error) {
    const unknown = /^Unknown option '(-[^']*)'/.exec(messageOf(error))?.[1];
    if (unknown === undefined) throw new UsageError(messageOf(error));
    throw new UsageError(
      `unknown option ${unknown}${didYouMean(
        unknown,
        Object.keys(known).map(name => `--${name}`),
      )}`,
    );
  }
}

/** Run `value` through a check of its own; what it throws is wrong usage. */
export function asUsage<T>(value: () => T): T {
  try {
    return value();
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

/** `; did you mean status?`, or nothing when no word is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const near = known
    .map(name => ({ name, edits: distance(word, name) }))
    .filter(({ name, edits }) => edits <= Math.max(1, name.length / 3))
    .sort((a, b) => a.edits - b.edits)[0];
  return near ? `; did you mean ${near.name}?` : "";
}

/** Levenshtein's: how many letters must be put in, taken out or changed. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}
