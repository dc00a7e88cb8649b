/**
 * Elementary functions to 75 digits and more, by series over whole numbers: slow, plain, and free of floating point.
 * A value is `digits` · 2^−PLACES.
 */
const PLACES = 320n;
const ONE = 1n << PLACES;

/** The exact value of a float64 number as a whole number and a power of two. */
export interface Dyadic {
  readonly digits: bigint;
  readonly power: number;
}

export function dyadic(x: number): Dyadic {
  const bits = new BigUint64Array(Float64Array.of(x).buffer)[0]!;
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const digits = exponent === 0 ? fraction : fraction | (1n << 52n);
  return { digits: x < 0 ? -digits : digits, power: Math.max(exponent, 1) - 1075 };
}

export function exp(x: Dyadic): Dyadic {
  const k = divideToNearest(fixed(x), LN2());
  return { digits: expSeries(fixed(x) - k * LN2()), power: Number(k) - Number(PLACES) };
}

/** By Newton's iteration on exp: digits double each time. */
export function log(x: Dyadic): Dyadic {
  const size = bitLength(x.digits);
  const scaled = size > 321 ? x.digits >> BigInt(size - 321) : x.digits << BigInt(321 - size);
  // x = scaled · 2^−PLACES · 2^k with scaled within [1, 2)
  const k = BigInt(x.power + size - 1);
  let y = BigInt(Math.round(Math.log(Number(scaled >> (PLACES - 60n)) / 2 ** 60) * 2 ** 52)) << (PLACES - 52n);
  for (let i = 0; i < 4; i++) y += (scaled * expSeries(-y)) / ONE - ONE;
  return { digits: y + k * LN2(), power: -Number(PLACES) };
}

export function sin(x: Dyadic): Dyadic {
  const { quarter, rest } = inQuarters(x);
  const value = quarter % 2 === 0 ? sinSeries(rest, 1n) : sinSeries(rest, 0n);
  return { digits: quarter >= 2 ? -value : value, power: -Number(PLACES) };
}

export function cos(x: Dyadic): Dyadic {
  const { quarter, rest } = inQuarters(x);
  const value = quarter % 2 === 0 ? sinSeries(rest, 0n) : sinSeries(rest, 1n);
  return { digits: quarter === 1 || quarter === 2 ? -value : value, power: -Number(PLACES) };
}

export function tanh(x: Dyadic): Dyadic {
  const grown = exp({ digits: 2n * x.digits, power: x.power });
  const e = shift(grown.digits, grown.power + Number(PLACES));
  return { digits: ((e - ONE) * ONE) / (e + ONE), power: -Number(PLACES) };
}

export function pow(x: Dyadic, y: Dyadic): Dyadic {
  const { digits, power } = log(x);
  return exp({ digits: digits * y.digits, power: power + y.power });
}

/** How far a float64 number is from an exact value, in units of the last place of the exact one. */
export function ulps(computed: number, exact: Dyadic): number {
  const { digits, power } = dyadic(computed);
  const least = Math.min(power, exact.power);
  const difference = (digits << BigInt(power - least)) - (exact.digits << BigInt(exact.power - least));
  const lastPlace = Math.max(bitLength(exact.digits) + exact.power - 53, -1074);
  const places = least - lastPlace + 40;
  return Number(shift(difference < 0n ? -difference : difference, places)) / 2 ** 40;
}

/** To how many decimal digits two values agree. */
export function digitsShared(a: Dyadic, b: Dyadic): number {
  const least = Math.min(a.power, b.power);
  const whole = a.digits << BigInt(a.power - least);
  const difference = whole - (b.digits << BigInt(b.power - least));
  return (bitLength(whole) - bitLength(difference)) * Math.LOG10E * Math.LN2;
}

/** A decimal text as it stands, to about as many places as a value has. */
export function parsed(text: string): Dyadic {
  const [, sign, whole, fraction = "", exponent] = /^(-?)(\d+)\.?(\d*)(?:e([+-]\d+))?$/.exec(text)!;
  const ten = BigInt(Number(exponent ?? 0) - fraction.length);
  const digits = BigInt(whole! + fraction) << 2048n;
  const value = ten < 0n ? digits / 10n ** -ten : digits * 10n ** ten;
  return { digits: sign ? -value : value, power: -2048 };
}

/** e^r by its series; |r| below 1. */
function expSeries(r: bigint): bigint {
  let sum = 0n;
  for (let n = 1n, term = ONE; term !== 0n && term !== -1n; n++) {
    sum += term;
    term = (term * r) / (n * ONE);
  }
  return sum;
}

/** r − r³/3! + … from first = 1, 1 − r²/2! + … from first = 0. */
function sinSeries(r: bigint, first: bigint): bigint {
  let sum = 0n;
  for (let n = first, term = first === 1n ? r : ONE; term !== 0n && term !== -1n; n += 2n) {
    sum += term;
    term = (-term * r * r) / ((n + 1n) * (n + 2n) * ONE * ONE);
  }
  return sum;
}

function inQuarters(x: Dyadic): { quarter: number; rest: bigint } {
  const half = PI() / 2n;
  const quarters = divideToNearest(fixed(x), half);
  return { quarter: Number(((quarters % 4n) + 4n) % 4n), rest: fixed(x) - quarters * half };
}

/** Machin, 1706: π = 16 atan(1/5) − 4 atan(1/239); and ln 2 = 2 atanh(1/3). */
const PI = once(() => 16n * arc(5n, -1n) - 4n * arc(239n, -1n));
const LN2 = once(() => 2n * arc(3n, 1n));

/** atan(1/n) with sign −1, atanh(1/n) with sign 1. */
function arc(n: bigint, sign: bigint): bigint {
  let sum = 0n;
  for (let k = 1n, term = ONE / n; term !== 0n && term !== -1n; k += 2n, term = (sign * term) / (n * n))
    sum += term / k;
  return sum;
}

function once(make: () => bigint): () => bigint {
  let value: bigint | undefined;
  return () => {
    value ??= make();
    return value;
  };
}

function fixed({ digits, power }: Dyadic): bigint {
  return shift(digits, power + Number(PLACES));
}

function shift(digits: bigint, places: number): bigint {
  return places >= 0 ? digits << BigInt(places) : digits >> BigInt(-places);
}

function divideToNearest(a: bigint, b: bigint): bigint {
  const doubled = 2n * a + b;
  const quotient = doubled / (2n * b);
  return doubled < 0n && quotient * 2n * b !== doubled ? quotient - 1n : quotient;
}

function bitLength(digits: bigint): number {
  return (digits < 0n ? -digits : digits).toString(2).length;
}
