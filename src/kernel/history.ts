import type { Content } from "./wire.ts";

/** The cells of this session, for front ends that ask for earlier ones; nothing is kept beyond the kernel's life. */
export interface History {
  add(count: number, code: string): void;
  /** What the cell with this number gave, as text. */
  result(count: number, text: string): void;
  /** https://jupyter-client.readthedocs.io/en/stable/messaging.html#history */
  answer(request: Content): Content;
}

interface Entry {
  readonly count: number;
  readonly code: string;
  readonly result: string | null;
}

/** This session's number, and how a front end may name it: 0 is the present one. */
const SESSION = 1;
const NAMES = [undefined, 0, SESSION];

export function history(): History {
  const entries: Entry[] = [];

  const chosen = ({ hist_access_type: type, session, start, stop, n, pattern, unique }: Content): Entry[] => {
    if (type === "range") {
      if (!NAMES.includes(session as number)) return [];
      return entries.filter(({ count }) => count >= whole(start, 0) && count < whole(stop, Number.POSITIVE_INFINITY));
    }
    if (type !== "search") return last(entries, n);
    const matches = globTest(typeof pattern === "string" ? pattern : "*");
    const found = entries.filter(({ code }) => matches(code));
    return last(unique === true ? [...new Map(found.map(entry => [entry.code, entry])).values()] : found, n);
  };

  return {
    add: (count, code) => void entries.push({ count, code, result: null }),
    result(count, text) {
      const at = entries.findLastIndex(entry => entry.count === count);
      if (at >= 0) entries[at] = { ...entries[at]!, result: text };
    },
    answer(request) {
      const shown = ({ count, code, result }: Entry) => [
        SESSION,
        count,
        request.output === true ? [code, result] : code,
      ];
      return { status: "ok", history: chosen(request).map(shown) };
    },
  };
}

function last(entries: readonly Entry[], n: unknown): Entry[] {
  return entries.slice(Math.max(0, entries.length - whole(n, entries.length)));
}

function whole(value: unknown, otherwise: number): number {
  return Number.isInteger(value) ? (value as number) : otherwise;
}

/** A test for a pattern with `*` (anything) and `?` (one character), in time linear in the text for each star. */
function globTest(pattern: string): (text: string) => boolean {
  return text => {
    let at = 0;
    let star = -1;
    let resume = 0;
    for (let i = 0; i < text.length; ) {
      if (pattern[at] === "*") {
        star = at++;
        resume = i;
      } else if (pattern[at] === "?" || pattern[at] === text[i]) {
        at++;
        i++;
      } else if (star >= 0) {
        at = star + 1;
        i = ++resume;
      } else return false;
    }
    while (pattern[at] === "*") at++;
    return at === pattern.length;
  };
}
