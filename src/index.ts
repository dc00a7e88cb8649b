// figures
export { type Figure, type FigureOptions, figure } from "./figures/figure.ts";
// formats
export { load } from "./formats/load.ts";
export { read } from "./formats/read.ts";
export { write } from "./formats/write.ts";
// frames
export { concat } from "./frames/concat.ts";
export type { Frames, FramesSource } from "./frames/frames.ts";
export { pick } from "./frames/pick.ts";
export { table } from "./frames/table.ts";
// notebook
export { profile } from "./notebook.ts";
// validation
export { bondOrder, phase } from "./validation/order.ts";
export { radialDistribution } from "./validation/rdf.ts";
