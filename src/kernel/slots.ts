/** The value a name has now; `now` is replaced when a cell declares the name anew. */
export interface Slot {
  now: { value: unknown };
}

/** The names that cells share, as compiled cells use them; see transform.ts. */
export interface Slots {
  slot(name: string): Slot;
  /** A slot for a `let` whose declaration has not been reached; setting `init` begins its life. */
  unready(name: string): Slot & { init: unknown };
  publish(name: string, now: Slot["now"]): void;
  /** A cell begins. */
  begin(): void;
  /** The names shared since. */
  published(): string[];
}

export function slots(): Slots {
  const all = new Map<string, Slot>();
  let published = new Set<string>();
  const slot = (name: string): Slot => {
    const found = all.get(name) ?? { now: { value: undefined } };
    all.set(name, found);
    return found;
  };
  return {
    slot,
    unready: name => ({
      now: deadZone(name),
      set init(value: unknown) {
        this.now = { value };
      },
    }),
    publish(name, now) {
      slot(name).now = now;
      published.add(name);
    },
    begin() {
      published = new Set();
    },
    published: () => [...published],
  };
}

function deadZone(name: string): Slot["now"] {
  const refuse = (): never => {
    throw new ReferenceError(`Cannot access '${name}' before initialization`);
  };
  return {
    get value() {
      return refuse();
    },
    set value(_) {
      refuse();
    },
  };
}
