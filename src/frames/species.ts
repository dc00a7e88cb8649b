import { check } from "../check.ts";

/** Chemical symbols by atomic number; 0 is X, a site without an element. */
const symbols =
  `X H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo
  Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb
  Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr Rf Db Sg Bh Hs Mt Ds Rg Cn Nh Fl Mc Lv Ts Og`.split(
    /\s+/,
  );

const numbers = new Map(symbols.map((symbol, number) => [symbol, number]));

/** `symbolOf(13)` is "Al". */
export function symbolOf(atomicNumber: number): string {
  const symbol = symbols[atomicNumber];
  check(symbol !== undefined, () => `symbolOf: no element has atomic number ${atomicNumber}; 0 to 118 have names`);
  return symbol;
}

/** `atomicNumber("Al")` is 13; `AL` and `al` are read as Al; undefined when it is no element. */
export function atomicNumber(symbol: string): number | undefined {
  return numbers.get(symbol) ?? numbers.get(symbol.slice(0, 1).toUpperCase() + symbol.slice(1).toLowerCase());
}

/** Composition in Hill's order: carbon, hydrogen, then by alphabet; without carbon, all by alphabet. */
export function formula(species: Uint8Array): string {
  const count = new Map<string, number>();
  for (const number of species) count.set(symbolOf(number), (count.get(symbolOf(number)) ?? 0) + 1);
  const first = count.has("C") ? ["C", "H"] : [];
  const rank = (symbol: string) => (first.indexOf(symbol) + 3) % 3;
  return [...count.keys()]
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(symbol => `${symbol}${count.get(symbol) === 1 ? "" : count.get(symbol)}`)
    .join("");
}
