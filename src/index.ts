// What every notebook uses.
export { profile } from "./notebook.ts";
export { type Bar, progress } from "./progress.ts";

// steps: nothing is computed twice, nothing is lost
export { job } from "./steps/job.ts";
export { step } from "./steps/step.ts";
export { type Sweep, type SweepOptions, sweep } from "./steps/sweep.ts";

// frames: structures as columns
export { bcc, diamond, fcc, repeat } from "./frames/build.ts";
export { concat } from "./frames/concat.ts";
export type { Frames, FramesSource } from "./frames/frames.ts";
export { pick } from "./frames/pick.ts";
export { rattle } from "./frames/rattle.ts";
export { type Split, type SplitManifest, type SplitOptions, split } from "./frames/split.ts";
export { strain } from "./frames/strain.ts";
export { table } from "./frames/table.ts";

// formats: files in, files out
export { load } from "./formats/load.ts";
export { read } from "./formats/read.ts";
export { write } from "./formats/write.ts";

// neighbours: pairs within a cutoff
export { neighbours } from "./neighbours/neighbours.ts";
export type { Pairs } from "./neighbours/pairs.ts";

// potentials: energies and forces
export { eam } from "./potentials/eam.ts";
export { lennardJones } from "./potentials/lennardJones.ts";
export { meiDavenport } from "./potentials/meiDavenport.ts";
export type { Potential } from "./potentials/potential.ts";
export { open, save } from "./potentials/save.ts";
export { stillingerWeber } from "./potentials/stillingerWeber.ts";
export { tersoff } from "./potentials/tersoff.ts";
export { predict } from "./potentials/predict.ts";

// md: frames that follow each other in time
export { md } from "./md/md.ts";
export type { DynamicsOptions } from "./md/simulate.ts";

// validation: what frames say of matter
export { bondOrder, phase } from "./validation/order.ts";
export { radialDistribution } from "./validation/rdf.ts";

// figures: charts, pictures, and keeping them
export { bands } from "./figures/bands.ts";
export { bars } from "./figures/bars.ts";
export type { Chart, Picture } from "./figures/chart.ts";
export { type Figure, type FigureOptions, figure } from "./figures/figure.ts";
export { heatmap } from "./figures/heatmap.ts";
export { histogram } from "./figures/histogram.ts";
export { line } from "./figures/line.ts";
export { network } from "./figures/network.ts";
export { parity } from "./figures/parity.ts";
export { pipeline } from "./figures/pipeline.ts";
export { points } from "./figures/points.ts";
export { structure } from "./figures/structure.ts";
