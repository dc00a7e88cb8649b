import { oneOf } from "../check.ts";
import { eamModel } from "./eam.ts";
import { lennardJonesModel } from "./lennardJones.ts";
import type { Model, Potential } from "./potential.ts";
import { stillingerWeberModel } from "./stillingerWeber.ts";
import { tersoffModel } from "./tersoff.ts";

/** How each kind of potential is evaluated. */
const kinds = {
  eam: eamModel,
  lennardJones: lennardJonesModel,
  stillingerWeber: stillingerWeberModel,
  tersoff: tersoffModel,
} satisfies Record<string, (potential: Potential) => Model>;

/** A potential ready to be evaluated: tables are made here, once. */
export function modelOf(potential: Potential): Model {
  const kind = oneOf("kind of potential", potential.kind, Object.keys(kinds) as (keyof typeof kinds)[]);
  return kinds[kind](potential);
}
