import { check } from "../../check.ts";

/** One entry of `Properties`: consecutive columns of the atom lines under one name. */
export interface Property {
  readonly name: string;
  /** string, integer, real, logical */
  readonly type: "S" | "I" | "R" | "L";
  readonly width: number;
}

/** What plain XYZ holds; its further columns are not read. */
export const plain: readonly Property[] = [
  { name: "species", type: "S", width: 1 },
  { name: "pos", type: "R", width: 3 },
];

/** `species:S:1:pos:R:3:forces:R:3` as columns. */
export function parseProperties(text: string): readonly Property[] {
  const parts = text.split(":");
  check(
    parts.length % 3 === 0,
    () => `Properties is "${text.slice(0, 80)}", triplets name:type:width were needed, such as species:S:1:pos:R:3`,
  );
  const properties: Property[] = [];
  const names = new Set<string>();
  for (let k = 0; k < parts.length; k += 3) {
    const [name, type, width] = parts.slice(k, k + 3) as [string, string, string];
    check(name !== "" && name !== "__proto__", () => `Properties has a column named "${name}"`);
    check(!names.has(name), () => `Properties names the column ${name} twice`);
    check(/^[SIRL]$/i.test(type), () => `Properties gives ${name} the type "${type}"; one of S, I, R, L`);
    check(/^[1-9]\d{0,3}$/.test(width), () => `Properties gives ${name} the width "${width}", 1 to 9999 was needed`);
    names.add(name);
    properties.push({ name, type: type.toUpperCase() as Property["type"], width: Number(width) });
  }
  return properties;
}
