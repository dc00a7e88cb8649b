/**
 * Throw unless the condition holds.
 *
 * The message reads *function: what was found, what was needed; what to do*:
 * `radialFunctions: pairs reach 5 Å but the functions need 6 Å; rebuild with neighbours(frames, { cutoff: 6 })`.
 * Pass a function where building the text costs something.
 */
export function check(condition: unknown, message: string | (() => string)): asserts condition {
  if (!condition) throw new Error(typeof message === "string" ? message : message());
}

/** The value, if it is one of the allowed words; otherwise `invalid thermostat: nose; one of langevin, csvr`. */
export function oneOf<const T extends string>(name: string, value: unknown, allowed: readonly T[]): T {
  check(allowed.includes(value as T), () => `invalid ${name}: ${String(value)}; one of ${allowed.join(", ")}`);
  return value as T;
}

/** The message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
