/** Diagnosis for those who ask (PESBOOK_LOG=1): on stderr, never in outputs. */
export function log(...words: readonly unknown[]): void {
  if (process.env.PESBOOK_LOG) console.error("[pesbook kernel]", ...words);
}
