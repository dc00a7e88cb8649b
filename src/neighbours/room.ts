import type { Session } from "../wasm/memory.ts";
import type { Routines } from "../wasm/routines.ts";

/** Arrays in a session's memory that are made again and again, by name: each keeps its place as long as it fits there. */
export interface Room {
  readonly routines: Routines;
  /** Zeros, or a copy of what is given; what had the name before ends. */
  float64(name: string, content: number | ArrayLike<number>): Float64Array;
  int32(name: string, content: number | ArrayLike<number>): Int32Array;
}

export function roomIn(session: Session): Room {
  const reused = <T extends Float64Array | Int32Array>(make: (length: number) => T) => {
    const places = new Map<string, T>();
    return (name: string, content: number | ArrayLike<number>): T => {
      const length = typeof content === "number" ? content : content.length;
      let place = places.get(name);
      if (!place || place.length < length) {
        // A list of pairs grows and shrinks by little: a first list takes what it needs, a longer one some more.
        place = make(place ? Math.ceil(1.1 * length) : length);
        places.set(name, place);
      }
      const array = place.subarray(0, length) as T;
      if (typeof content === "number") array.fill(0);
      else array.set(content);
      return array;
    };
  };
  return { routines: session.routines, float64: reused(session.float64), int32: reused(session.int32) };
}
