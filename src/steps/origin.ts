/**
 * Where a value came from, when it is a step's result or a part of one.
 *
 * Such a value is known by the step's key and its place in the result, so gigabytes are not hashed again. For that its
 * records and lists are frozen; typed arrays cannot be, and are not to be written to.
 */
const origins = new WeakMap<object, string>();

/** Mark a result of the step with this key, and all of its parts. */
export function markOrigin(value: unknown, key: string): void {
  const mark = (here: unknown, path: string): void => {
    if (typeof here !== "object" || here === null || origins.has(here)) return;
    origins.set(here, path);
    if (ArrayBuffer.isView(here)) return;
    if (here instanceof Map || here instanceof Set) {
      let i = 0;
      for (const item of here) mark(item, `${path}/${i++}`);
      return;
    }
    const prototype = Object.getPrototypeOf(here);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null && !Array.isArray(here)) return;
    for (const [name, part] of Object.entries(here)) mark(part, `${path}/${name}`);
    Object.freeze(here);
  };
  mark(value, key);
}

/** KEY/path/in/the/result, if the value came from a step. */
export function originOf(value: object): string | undefined {
  return origins.get(value);
}
