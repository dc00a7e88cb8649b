/**
 * A made-up embedded-atom potential as a setfl file: smooth functions that end at the cutoff with slope and curvature, so
 * that what is wrong with the cutoff shows. Values are written with 17 digits.
 */
export function setfl(species: readonly string[], style: "alloy" | "fs"): string {
  const [nrho, drho, nr, dr, cutoff] = [600, 0.05, 800, 0.007, 5.5];
  const end = (r: number) => (r < cutoff ? (1 - r / cutoff) ** 3 : 0);
  const table = (n: number, step: number, f: (x: number) => number) => {
    const values = Array.from({ length: n }, (_, k) => f(k * step).toExponential(16));
    return Array.from({ length: Math.ceil(n / 5) }, (_, row) => values.slice(5 * row, 5 * row + 5).join(" ")).join(
      "\n",
    );
  };
  const lines = [
    "made up",
    "for tests",
    "",
    `${species.length} ${species.join(" ")}`,
    `${nrho} ${drho} ${nr} ${dr} ${cutoff}`,
  ];
  species.forEach((_, t) => {
    lines.push(`${t + 1} ${20 + t} 4.0 fcc`);
    lines.push(table(nrho, drho, rho => -(1 + 0.2 * t) * Math.sqrt(rho + 0.01) + 0.002 * rho * rho));
    for (let site = 0; site < (style === "fs" ? species.length : 1); site++) {
      lines.push(table(nr, dr, r => (3 + t + 0.5 * site) * Math.exp(-0.8 * r) * end(r)));
    }
  });
  for (let one = 0; one < species.length; one++) {
    for (let other = 0; other <= one; other++) {
      lines.push(table(nr, dr, r => r * (40 + 9 * (one + other)) * Math.exp(-1.9 * r) * end(r)));
    }
  }
  return `${lines.join("\n")}\n`;
}
