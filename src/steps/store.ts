import { access, appendFile, constants, mkdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { messageOf } from "../check.ts";
import { notebook } from "../notebook.ts";
import { readContainer, writeContainer } from "./container.ts";
import { decode, type Encoded } from "./encode.ts";
import { projectOf } from "./resolve.ts";

/** A folder of results by key. */
export interface Store {
  readonly folder: string;
  pathOf(key: string, kind: "safetensors" | "lock" | "failure"): string;
  has(key: string): Promise<boolean>;
  /** A result, if it is there and whole; what is not is said in the log. */
  read(key: string, name: string): Promise<{ readonly value: unknown } | undefined>;
  write(key: string, value: Encoded): Promise<void>;
  /** A line of `log.txt`; a log that cannot be written to stops nothing. */
  log(line: string): Promise<void>;
}

/** The project of the running notebook, or of the folder that this process runs in. */
export function projectHere(): string {
  const path = notebook()?.path;
  return projectOf(path === undefined ? process.cwd() : dirname(path));
}

/** The folder of a store: the one named, that of PESBOOK_STORE, or `data/cache/steps` of the project. */
export function storeFolder(named?: string): string {
  return resolve(named ?? process.env.PESBOOK_STORE ?? join(projectHere(), "data", "cache", "steps"));
}

export function openStore(folder: string): Store {
  // Two digits a folder, since some file systems are slow in a folder of 100,000 files.
  const pathOf: Store["pathOf"] = (key, kind) => join(folder, key.slice(0, 2), `${key}.${kind}`);
  const log = async (line: string): Promise<void> => {
    await appendFile(join(folder, "log.txt"), `${line}\n`).catch(() => {});
  };

  return {
    folder,
    pathOf,
    log,
    has: async key => (await stat(pathOf(key, "safetensors")).catch(() => undefined)) !== undefined,
    async read(key, name) {
      try {
        const value = (await decode(await readContainer(pathOf(key, "safetensors")))) as Kept;
        if (value?.key !== key) throw new Error("it is the result of another key");
        return { value: value.value };
      } catch (error) {
        const isAbsent = (error as NodeJS.ErrnoException).code === "ENOENT";
        if (!isAbsent)
          await log(`${name}: ${pathOf(key, "safetensors")} is not read, ${messageOf(error)}; computed again`);
        return undefined;
      }
    },
    async write(key, { json, arrays }) {
      const record = `{"key":${JSON.stringify(key)},"value":${json}}`;
      await writeContainer(pathOf(key, "safetensors"), { json: record, arrays });
    },
  };
}

interface Kept {
  readonly key: string;
  readonly value: unknown;
}

/** Make sure, before any work, that its result can be kept. */
export async function makeRoom({ folder, pathOf }: Store, key: string, name: string): Promise<void> {
  const place = dirname(pathOf(key, "lock"));
  try {
    await mkdir(place, { recursive: true });
    await access(place, constants.W_OK);
  } catch (error) {
    const advice = "make it writable, or name another folder by PESBOOK_STORE or { store }";
    throw new Error(`${name}: results cannot be kept in ${folder} (${messageOf(error)}); ${advice}`);
  }
}
