/**
 * JSON text as Jupyter's own writer (nbformat, Python's json) lays it out: one space of indent, keys sorted as
 * strings, non-ASCII kept. `JSON.stringify` cannot do this: its objects put keys that look like numbers first.
 */
export function jupyterJson(value: unknown, indent = ""): string {
  const inner = `${indent} `;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return `[\n${value.map(item => inner + jupyterJson(item, inner)).join(",\n")}\n${indent}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const record = value as Record<string, unknown>;
  const keys = Object.keys(record)
    .filter(key => record[key] !== undefined)
    .sort();
  if (keys.length === 0) return "{}";
  return `{\n${keys.map(key => `${inner}${JSON.stringify(key)}: ${jupyterJson(record[key], inner)}`).join(",\n")}\n${indent}}`;
}
