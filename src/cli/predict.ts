import { read } from "../formats/read.ts";
import { write } from "../formats/write.ts";
import { concat } from "../frames/concat.ts";
import type { Frames } from "../frames/frames.ts";
import { predict } from "../potentials/predict.ts";
import { open } from "../potentials/save.ts";
import { terminalLine } from "../terminal.ts";
import { type Exit, exit } from "./exit.ts";
import { readOptions, UsageError } from "./options.ts";

export const help = `Usage: pesbook predict MODEL FRAMES [--json] [--output FILE]

Energies, forces and virials of structures by a potential, one line a frame.

MODEL is a file: a saved potential (.json) or parameters as LAMMPS has them (.eam, .eam.alloy, .eam.fs, .sw, .tersoff, also
gzipped). FRAMES is an extended XYZ file, also gzipped, or one of the sets that come with pesbook (al-eam, al-pbe, si-sw).

  --json          a line is {"frame", "energy" (eV), "force" [[fx, fy, fz] …] (eV/Å), "virial" [9] (eV)}
  --output FILE   write the frames, with these labels, to an .xyz or .xyz.gz file; then nothing is printed without --json`;

/** Frames in memory at once, when they are only printed. */
const chunk = 64;

export async function run(args: readonly string[]): Promise<Exit> {
  const { values, positionals } = readOptions(args, {
    json: { type: "boolean", default: false },
    output: { type: "string" },
  });
  const [model, frames, ...more] = positionals;
  if (model === undefined || frames === undefined || more.length > 0) {
    throw new UsageError(
      `predict: a model and a file of frames are needed, ${positionals.length} arguments were given`,
    );
  }
  const print = values.json ? "json" : values.output === undefined ? "text" : "nothing";

  const potential = await open(model);
  const progress = terminalLine({ stream: process.stderr });
  const labelled: Frames[] = [];
  let done = 0;
  for await (const piece of read(frames, { chunk })) {
    const predicted = await predict(potential, piece, {
      progress: f => progress.update(`${frames}  frame ${done + f}`),
    });
    for (let f = 0; f < predicted.length; f++) {
      if (print !== "nothing") console.log(lineOf(predicted, f, done + f, print));
    }
    if (values.output !== undefined) labelled.push(predicted);
    done += piece.length;
  }
  if (values.output !== undefined) {
    await write(values.output, concat(...labelled));
    progress.end(`Wrote ${done} frames to ${values.output}.`);
  } else {
    progress.update("");
  }
  return exit.done;
}

function lineOf({ offset, energy, force, virial }: Frames, f: number, frame: number, format: "json" | "text"): string {
  const ofFrame = force!.subarray(3 * offset[f]!, 3 * offset[f + 1]!);
  const vectors = Array.from({ length: ofFrame.length / 3 }, (_, i) => Array.from(ofFrame.subarray(3 * i, 3 * i + 3)));
  if (format === "json") {
    return JSON.stringify({
      frame,
      energy: energy![f],
      force: vectors,
      virial: Array.from(virial!.subarray(9 * f, 9 * f + 9)),
    });
  }
  const largest = Math.max(...vectors.map(([x = 0, y = 0, z = 0]) => Math.sqrt(x * x + y * y + z * z)));
  return `frame ${frame}  ${vectors.length} atoms  ${energy![f]!.toFixed(6)} eV  largest force ${largest.toFixed(6)} eV/Å`;
}
