import { check } from "../check.ts";
import { type Cell, type NotebookFile, tagsOf } from "./notebook.ts";

/** Values for the names that a notebook's cell tagged `parameters` declares with `let`. */
export type Parameters = Readonly<Record<string, unknown>>;

/**
 * The notebook with a cell of assignments after its `parameters` cell, as papermill has it, in place of any earlier
 * one; without parameters, with none. As assignments to what that cell declares, they are type-checked: an unknown
 * name or a value of the wrong type is an error of the cell.
 */
export function withParameters(notebook: NotebookFile, parameters: Parameters, name: string): NotebookFile {
  const cells = notebook.cells.filter(cell => !isInjected(cell));
  const entries = Object.entries(parameters);
  if (entries.length === 0) return { ...notebook, cells };
  const place = cells.findIndex(cell => cell.cell_type === "code" && tagsOf(cell).includes("parameters"));
  check(
    place >= 0,
    `${name}: parameters were given, but no code cell is tagged "parameters"; tag the one declaring them`,
  );
  const injected: Cell = {
    cell_type: "code",
    execution_count: null,
    id: "injected-parameters",
    metadata: { tags: ["injected-parameters"] },
    outputs: [],
    source: ["// Parameters", ...entries.map(assignment)].join("\n"),
  };
  return { ...notebook, cells: cells.toSpliced(place + 1, 0, injected) };
}

export function isInjected(cell: Cell): boolean {
  return tagsOf(cell).includes("injected-parameters");
}

function assignment([name, value]: [string, unknown]): string {
  check(/^[A-Za-z_$][\w$]*$/.test(name), `invalid parameter name: ${name}; a name as TypeScript has them is needed`);
  return `${name} = ${JSON.stringify(value)};`;
}
