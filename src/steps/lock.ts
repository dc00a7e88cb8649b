import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { link, open, readFile, rename, rm } from "node:fs/promises";
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

/**
 * Do the work while no other process of this host does; `isDone` ends the waiting when another has done it.
 *
 * A lock whose process died is taken over. One of another host is not waited for: whether its process lives cannot be
 * known here, and work done twice does no harm.
 */
export async function locked<R>(
  path: string,
  { isDone, work, signal }: { isDone: () => Promise<boolean>; work: () => Promise<R>; signal: AbortSignal },
): Promise<R> {
  const mine: Holder = { host: hostname(), pid: process.pid, began: beginOf(process.pid) };
  const text = JSON.stringify(mine);
  while (!(await take(path, text))) {
    signal.throwIfAborted();
    const held = await readFile(path, "utf8").catch(() => undefined);
    const holder = holderOf(held);
    if (held !== undefined && !(holder && isAlive(holder))) await remove(path, held);
    else if (holder && holder.host !== mine.host) return await work();
    else if (await isDone()) return await work();
    else await sleep(PATIENCE, undefined, { signal });
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string, text: string): Promise<boolean> {
  try {
    const file = await open(path, "wx");
    await file.writeFile(text).finally(() => file.close());
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
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

/** Undefined for a lock that was not written to its end, as by a process killed in between. */
function holderOf(text: string | undefined): Holder | undefined {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isAlive({ host, pid, began }: Holder): boolean {
  if (host !== hostname()) return true;
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
