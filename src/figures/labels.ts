/** What a known column is called on an axis, and its unit; "" where it has none. */
const known: Readonly<Record<string, readonly [quantity: string, unit: string]>> = {
  T: ["temperature T", "K"],
  temperature: ["measured temperature", "K"],
  pressure: ["pressure", "GPa"],
  target_pressure: ["target pressure", "GPa"],
  volume: ["volume", "Å³"],
  volumePerAtom: ["volume per atom", "Å³/atom"],
  density: ["density", "g/cm³"],
  energy: ["energy", "eV"],
  energyPerAtom: ["energy per atom", "eV/atom"],
  force: ["force component", "eV/Å"],
  largestForce: ["largest force", "eV/Å"],
  forceVariance: ["variance of force components", "eV²/Å²"],
  r: ["distance r", "Å"],
  distance: ["distance", "Å"],
  g: ["radial distribution g(r)", ""],
  step: ["step", ""],
  time: ["time", "fs"],
  epoch: ["epoch", ""],
  atoms: ["number of atoms", ""],
  frames: ["number of frames", ""],
  count: ["count", ""],
  state: ["state", ""],
};

/** The title of an axis or legend: `energy per atom (eV/atom)`. A column we do not know keeps its name. */
export function axisTitle(column: string, { title, unit }: { title?: string; unit?: string } = {}): string {
  const [quantity, itsUnit] = (Object.hasOwn(known, column) ? known[column] : undefined) ?? [column, ""];
  return withUnit(title ?? quantity, unit ?? (title === undefined ? itsUnit : ""));
}

export function withUnit(quantity: string, unit: string): string {
  return unit === "" ? quantity : `${quantity} (${unit})`;
}
