import { type Cell, completed, type NotebookFile } from "../runner/notebook.ts";

/** The notebook that `pesbook init` writes: a first look at the structures of a file. */
export const firstNotebook: NotebookFile = completed({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { display_name: "TypeScript (pesbook)", language: "typescript", name: "pesbook" } },
  cells: [
    text(`
# A first look at a set of structures

Which structures are in the file, how much energy do they hold, how strong are the forces, and how far apart are the atoms?

\`file\` is an extended XYZ file (\`.xyz\`, also gzipped), relative to this notebook. \`al-pbe\`, aluminium by
density-functional theory, comes with pesbook. Name your own here, or leave this as it is and run

    npx pesbook run first.ipynb --param file=YOURS.xyz`),
    code('let file = "al-pbe";', ["parameters"]),
    code(`
import { figure, histogram, line, load, pick, points, radialDistribution, table } from "pesbook";

const frames = await load(file);
table(frames)`),
    text("## Energy\n\nThe total energy of each structure, divided by its number of atoms."),
    code(`
if (frames.energy) {
  await figure("energy", points(table(frames), { x: "frame", y: "energyPerAtom" }), {
    caption: "Energy per atom of each structure, in the order of the file.",
  });
} else console.log("The file holds no energies.");`),
    text("## Forces\n\nEach component of the force on each atom."),
    code(`
if (frames.force) {
  await figure("forces", histogram(frames.force, { x: "force", yScale: "log" }), {
    caption: "Force components on all atoms; the scale of the counts is logarithmic.",
  });
} else console.log("The file holds no forces.");`),
    text(`
## Distances

The radial distribution function: how much likelier an atom is at distance r from another than in an even gas.
Of many structures, some 200 spread over the file are enough.`),
    code(`
const every = Math.ceil(frames.length / 200);
const gr = radialDistribution(pick(frames, f => f % every === 0), { cutoff: 8 });
await figure("distances", line(gr, { x: "r", y: "g" }), {
  caption: "Radial distribution function of all atoms with all atoms.",
});`),
  ],
});

function text(source: string): Cell {
  return { cell_type: "markdown", metadata: {}, source: source.trim() };
}

function code(source: string, tags?: readonly string[]): Cell {
  return {
    cell_type: "code",
    execution_count: null,
    metadata: tags ? { tags } : {},
    outputs: [],
    source: source.trim(),
  };
}
