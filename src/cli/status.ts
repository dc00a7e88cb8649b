import { check, oneOf } from "../check.ts";
import { type FigureStatus, figureStatus } from "../figures/status.ts";
import { type StepStatus, stepStatus } from "../figures/stepStatus.ts";
import { folderAbove } from "../files.ts";
import { type Exit, exit } from "./exit.ts";
import { asUsage, readOptions, UsageError } from "./options.ts";

export const help = `Usage: pesbook status [DIR] [--profile quick|thesis]

Which figures of the project (of this folder, or of DIR) are fresh, which are stale and because of what,
which were never made, and which no notebook draws any more. Then its steps and sweeps: which are kept, and which
a run would compute again and because of what.

  --profile quick|thesis   figures/quick (default) or figures`;

export async function run(args: readonly string[]): Promise<Exit> {
  const { values, positionals } = readOptions(args, { profile: { type: "string", default: "quick" } });
  if (positionals.length > 1) throw new UsageError(`status: unexpected ${positionals.slice(1).join(" ")}`);
  const profile = asUsage(() => oneOf("profile", values.profile, ["quick", "thesis"]));
  const folder = positionals[0] ?? ".";
  const project = folderAbove(folder, "package.json");
  check(project, `status: no package.json in ${folder} or above it, so no project; go to one or name it`);
  const figures = await figureStatus(project, { profile });
  if (figures.length === 0) console.log("No figures.");
  for (const row of aligned(figures)) console.log(row);
  const steps = await stepStatus(project, { profile });
  if (steps.length > 0) console.log("\nSteps and sweeps:");
  for (const row of aligned(steps)) console.log(row);
  return figures.every(({ state }) => state === "fresh" || state === "unknown") ? exit.done : exit.differs;
}

function aligned(statuses: readonly (FigureStatus | StepStatus)[]): string[] {
  const rows = statuses.map(({ name, notebook, state, because }) => [name, notebook ?? "", state, because.join("; ")]);
  const widths = [0, 1, 2].map(column => Math.max(...rows.map(row => row[column]!.length)));
  return rows.map(row =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
