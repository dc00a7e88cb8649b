import { mkdir, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { check } from "../check.ts";
import { writeAtomic } from "../files.ts";
import { canonicalJson } from "../hash.ts";
import type { Integrator } from "./integrator.ts";
import type { State } from "./state.ts";

/** How far a run has come: the file beside its trajectory says so, whole or not at all. */
interface Checkpoint {
  readonly format: 1;
  /** SHA-256 of what the run was started from */
  readonly run: string;
  readonly step: number;
  /** How many random numbers the run has drawn. */
  readonly drawn: number;
  /** How much of the trajectory's file belongs to it. */
  readonly bytes: number;
  readonly position: string;
  readonly velocity: string;
  readonly cell: string;
  readonly memory: string;
}

/** Where a run stands. */
interface Standing {
  readonly step: number;
  readonly drawn: number;
  readonly state: Pick<State, "position" | "velocity" | "cell">;
  readonly integrator: Integrator;
}

/** A trajectory's file, and where the run stands. */
export interface Journal {
  /** The last step that is in the file; undefined before the first. */
  readonly step: number | undefined;
  readonly drawn: number;
  /** Put the state and the integrator's memory where the file ends. */
  restore(state: Pick<State, "position" | "velocity" | "cell">, integrator: Integrator): void;
  /** Append a frame, flushed to the disk; the state after it is where a resumed run begins. */
  append(text: string, now: Standing): Promise<void>;
}

/**
 * Open a trajectory's file to carry on with it, or begin it.
 *
 * What a killed run left behind its last checkpoint is cut off.
 */
export async function openJournal(path: string, run: string): Promise<Journal> {
  const beside = `${path}.checkpoint`;
  const found = await readCheckpoint(beside);
  check(
    found === undefined || found.run === run,
    () => `md: ${path} is another run's (other frame, potential or options); remove it and ${beside}, or name another`,
  );
  let bytes = found?.bytes ?? 0;
  await mkdir(dirname(path), { recursive: true });
  await truncate(path, bytes);
  return {
    step: found?.step,
    drawn: found?.drawn ?? 0,
    restore(state, integrator) {
      if (!found) return;
      state.position.set(numbers(found.position));
      state.velocity.set(numbers(found.velocity));
      state.cell.set(numbers(found.cell));
      integrator.memory.set(numbers(found.memory));
    },
    async append(text, { step, drawn, state, integrator }) {
      const file = await open(path, "a");
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      bytes += Buffer.byteLength(text);
      const checkpoint: Checkpoint = {
        format: 1,
        run,
        step,
        drawn,
        bytes,
        position: base64(state.position),
        velocity: base64(state.velocity),
        cell: base64(state.cell),
        memory: base64(integrator.memory),
      };
      await writeAtomic(beside, canonicalJson(checkpoint));
    },
  };
}

async function readCheckpoint(path: string): Promise<Checkpoint | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const checkpoint = JSON.parse(text) as Checkpoint;
  check(
    checkpoint.format === 1,
    () => `md: ${path} has format ${checkpoint.format}, 1 was needed; remove it to begin again`,
  );
  return checkpoint;
}

async function truncate(path: string, bytes: number): Promise<void> {
  const file = await open(path, "a");
  try {
    const { size } = await file.stat();
    check(
      size >= bytes,
      () => `md: ${path} has ${size} bytes of the ${bytes} that its checkpoint speaks of; remove both`,
    );
    await file.truncate(bytes);
  } finally {
    await file.close();
  }
}

/** Bits as they are: decimal digits would lose the sign of −0. */
function base64(array: Float64Array): string {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");
}

function numbers(text: string): Float64Array {
  return new Float64Array(Uint8Array.from(Buffer.from(text, "base64")).buffer);
}
