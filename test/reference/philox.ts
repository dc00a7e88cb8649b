/** Philox4x32-10, plainly: four words of counter and two of key give four words. */
export function philox(counter: readonly number[], key: readonly number[]): number[] {
  let [a, b, c, d] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
  let [k, l] = key.map(BigInt) as [bigint, bigint];
  const word = 0xffffffffn;
  for (let round = 0; round < 10; round++) {
    const first = a * 0xd2511f53n;
    const second = c * 0xcd9e8d57n;
    [a, b, c, d] = [(second >> 32n) ^ b ^ k, second & word, (first >> 32n) ^ d ^ l, first & word];
    [k, l] = [(k + 0x9e3779b9n) & word, (l + 0xbb67ae85n) & word];
  }
  return [a, b, c, d].map(Number);
}
