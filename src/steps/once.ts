import { messageOf } from "../check.ts";
import { decode, type Encoded } from "./encode.ts";
import { locked, unlessHeld } from "./lock.ts";
import { markOrigin } from "./origin.ts";
import { makeRoom, type Store } from "./store.ts";

/** What is to be there in the end, and how it is made. */
export interface Wanted {
  /** As messages and the log call it. */
  readonly name: string;
  readonly key: string;
  readonly store: Store;
  readonly signal: AbortSignal;
  compute(): Promise<Encoded>;
}

/** Asked for twice in this process, made once. */
const making = new Map<string, Promise<{ readonly value: unknown } | undefined>>();

/** The result: read, if it is kept; otherwise made, while no other process of this host makes it. */
export async function once(wanted: Wanted): Promise<unknown> {
  const { store, key, name, signal } = wanted;
  const before = await resultOf(wanted);
  if (before) return before.value;
  const made = await makeAlone(wanted, async () => {
    await makeRoom(store, key, name);
    return await locked(store.pathOf(key, "lock"), {
      signal,
      isDone: () => store.has(key),
      work: () => make(wanted),
    });
  });
  return made!.value;
}

/** The same, but undefined where another process is making it. */
export async function onceUnlessHeld(wanted: Wanted): Promise<{ readonly value: unknown } | undefined> {
  const { store, key, name } = wanted;
  return await makeAlone(wanted, async () => {
    await makeRoom(store, key, name);
    return (await unlessHeld(store.pathOf(key, "lock"), () => make(wanted)))?.value;
  });
}

/** The result as it is kept, marked with where it came from. */
export async function resultOf({
  store,
  key,
  name,
}: Omit<Wanted, "compute">): Promise<{ readonly value: unknown } | undefined> {
  const found = await store.read(key, name);
  if (found) markOrigin(found.value, key);
  return found;
}

function makeAlone<R extends { readonly value: unknown } | undefined>(
  { store, key }: Wanted,
  work: () => Promise<R>,
): Promise<R> {
  const id = store.pathOf(key, "lock");
  const going = making.get(id);
  if (going) return going as Promise<R>;
  const made = work();
  making.set(id, made);
  const forget = () => making.delete(id);
  made.then(forget, forget);
  return made;
}

/** The first run gives what later runs will read, down to the order of keys; a result that cannot be kept is not lost. */
async function make(wanted: Wanted): Promise<{ readonly value: unknown }> {
  const { store, key, name } = wanted;
  const meanwhile = await resultOf(wanted);
  if (meanwhile) return meanwhile;
  const encoded = await wanted.compute();
  await store.write(key, encoded).catch(async error => {
    const line = `${name}: its result could not be kept in ${store.folder} (${messageOf(error)}); the next run computes it again`;
    console.warn(line);
    await store.log(line);
  });
  const value = await decode(encoded);
  markOrigin(value, key);
  return { value };
}
