const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eEdD][+-]?\d+)?$/;
const special = /^[+-]?(?:nan|inf|infinity)$/i;

/**
 * The number a token spells, correctly rounded; undefined when it spells none.
 *
 * Fortran's exponents (`1.0D+00`), `nan` and `inf` count; what only JavaScript calls a number (`0x10`, an empty token) does not.
 */
export function parseNumber(token: string): number | undefined {
  if (decimal.test(token)) {
    const value = Number(token);
    // Number does not know Fortran's D.
    return Number.isNaN(value) ? Number(token.replace(/d/i, "e")) : value;
  }
  if (!special.test(token)) return undefined;
  if (/nan/i.test(token)) return Number.NaN;
  return token.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** The shortest decimal that reads back as the same bits. */
export function printNumber(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0" : String(value);
  if (Number.isNaN(value)) return "nan";
  return value > 0 ? "inf" : "-inf";
}
