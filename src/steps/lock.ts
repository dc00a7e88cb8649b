import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

/** ms between looks at a lock of another process */
const PATIENCE = 100;

/** A process that does some work, so that others on its host wait for it. */
interface Holder {
  readonly host: string;
  readonly pid: number;
  /** When the process began, as the system counts it: a number may be given to another process. */
  readonly began: string;
}

interface Alone<R> {
  /** Ends the waiting when another process has done the work. */
  readonly isDone: () => Promise<boolean>;
  readonly signal: AbortSignal;
  work(): Promise<R>;
}

/**
 * Do the work while no other process of this host does.
 *
 * A lock whose process died is taken over. One of another host is not waited for: whether its process lives cannot be
 * known here, and work done twice does no harm.
 */
export async function locked<R>(path: string, { isDone, signal, work }: Alone<R>): Promise<R> {
  for (;;) {
    signal.throwIfAborted();
    const tried = await unlessHeld(path, work);
    if (tried) return tried.value;
    if (await isDone()) return await work();
    await sleep(PATIENCE, undefined, { signal });
  }
}

/** Do the work, unless another process of this host is at it. */
export async function unlessHeld<R>(path: string, work: () => Promise<R>): Promise<{ readonly value: R } | undefined> {
  const text = JSON.stringify({ host: hostname(), pid: process.pid, began: beginOf(process.pid) } satisfies Holder);
  while (!(await take(path, text))) {
    const held = await readFile(path, "utf8").catch(() => undefined);
    if (held === undefined) continue;
    const holder = holderOf(held);
    if (holder && holder.host !== hostname()) return { value: await work() };
    if (holder && isAlive(holder)) return undefined;
    await remove(path, held);
  }
  try {
    return { value: await work() };
  } finally {
    await rm(path, { force: true });
  }
}

/** The lock appears with its text in it, so that nobody takes one that is being written for a dead one. */
async function take(path: string, text: string): Promise<boolean> {
  const side = `${path}.${randomUUID()}.part`;
  try {
    await writeFile(side, text);
    await link(side, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(side, { force: true });
  }
}

/** Take away a dead lock; should it have become another's meanwhile, that one is put back. */
async function remove(path: string, dead: string): Promise<void> {
  const aside = `${path}.${randomUUID()}.part`;
  try {
    await rename(path, aside);
    if ((await readFile(aside, "utf8")) !== dead) await link(aside, path);
  } catch {}
  await rm(aside, { force: true });
}

/** Undefined for what is no lock of ours. */
function holderOf(text: string | undefined): Holder | undefined {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isAlive({ pid, began }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return beginOf(pid) === began;
}

/** The 22nd field of /proc/PID/stat; the second, the program's name, may hold spaces. Empty where there is no /proc. */
function beginOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const isZombie = fields[0] === "Z";
    return isZombie ? "ended" : (fields[19] ?? "");
  } catch {
    return "";
  }
}
