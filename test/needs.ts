import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * `test("…", needs("chromium", path), …)`: skip, visibly, where a program or data set is absent.
 * Where PESBOOK_REQUIRE is set (CI installs everything first), its absence fails instead.
 */
export function needs(name: string, found: unknown): { skip: string | false } {
  if (found) return { skip: false };
  if (process.env.PESBOOK_REQUIRE) throw new Error(`${name} is required here (PESBOOK_REQUIRE) but was not found`);
  return { skip: `${name} not found` };
}

/** The repository that these built tests belong to. */
export const repository = join(import.meta.dirname, "..", "..");

/** A file of the shared data sets beside the clone (or in PESBOOK_SHARED), if present; others' data are never committed. */
export function shared(...path: string[]): string | undefined {
  const file = join(process.env.PESBOOK_SHARED ?? join(repository, "..", "shared"), "datasets", ...path);
  return existsSync(file) ? file : undefined;
}

/** As `needs`, for shared data: absent data never fail, since a clone passes its tests on its own. */
export function needsShared(file: string | undefined): { skip: string | false } {
  return { skip: file === undefined && "shared data sets not found" };
}
