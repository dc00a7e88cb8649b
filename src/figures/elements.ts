import { symbolOf } from "../frames/species.ts";

/** How an element is drawn. */
export interface Appearance {
  readonly symbol: string;
  /** covalent radius, Å */
  readonly radius: number;
  readonly colour: string;
  /** whether its bonds are drawn: metals have none that lines could show */
  readonly bonds: boolean;
}

/**
 * Covalent radii in Å from B. Cordero et al., Dalton Trans. 2832 (2008), doi:10.1039/b801115j, table 2 (carbon sp³, low
 * spin), and a colour, near those that Corey, Pauling and Koltun's models made customary. A star marks elements whose
 * bonds are drawn.
 */
const table = `H 0.31 E8E8E8* | He 0.28 C9F0F0* | Li 1.28 B57EDC | Be 0.96 A8C256 | B 0.84 F2A7A0* | C 0.76 606060*
N 0.71 3B5BD9* | O 0.66 E3342F* | F 0.57 7CCB5A* | Ne 0.58 A9DDE8* | Na 1.66 9A5FD0 | Mg 1.41 7FBF3F | Al 1.21 A9B4C4
Si 1.11 D9B382* | P 1.07 F08A24* | S 1.05 E8C92A* | Cl 1.02 3FBF4A* | Ar 1.06 82C7DA* | K 2.03 8347C2 | Ca 1.76 5FB336
Sc 1.70 D0D0D0 | Ti 1.60 B4B8C0 | V 1.53 A0A0A8 | Cr 1.39 8490BF | Mn 1.39 9878BF | Fe 1.32 D9662E | Co 1.26 E28B9A
Ni 1.24 58B558 | Cu 1.32 C77B38 | Zn 1.22 7F83AC | Ga 1.22 BE9090 | Ge 1.20 6E9494* | As 1.19 B783DA* | Se 1.20 E29A20*
Br 1.20 A23B2A* | Kr 1.16 62B5CC* | Rb 2.20 7036AE | Sr 1.95 45A52C | Y 1.90 90D0D0 | Zr 1.75 90C8C8 | Nb 1.64 78B8C0
Mo 1.54 60A8A8 | Tc 1.47 489898 | Ru 1.46 388A8A | Rh 1.42 207C86 | Pd 1.39 106C7C | Ag 1.45 BFBFC4 | Cd 1.44 E0C88C
In 1.42 A67C78 | Sn 1.39 6C8484 | Sb 1.39 9C68B4* | Te 1.38 CC7E14* | I 1.39 8A1F94* | Xe 1.40 4A9CB0*`;

const drawn = new Map(
  table.split(/[|\n]/).map(entry => {
    const [symbol = "", radius, colour = ""] = entry.trim().split(" ");
    const appearance = {
      symbol,
      radius: Number(radius),
      colour: `#${colour.slice(0, 6)}`,
      bonds: colour.endsWith("*"),
    };
    return [symbol, appearance] as const;
  }),
);

/** Appearance of an element by atomic number; those heavier than xenon look alike. */
export function appearance(atomicNumber: number): Appearance {
  const symbol = symbolOf(atomicNumber);
  return drawn.get(symbol) ?? { symbol, radius: 1.5, colour: "#B09FCA", bonds: false };
}
