/** Exit codes of every command. */
export const exit = { done: 0, failed: 1, differs: 2, usage: 64 } as const;

export type Exit = (typeof exit)[keyof typeof exit];

/** The table as `pesbook --help` shows it. */
export const EXIT_HELP = `Exit codes:
  0   done
  1   failed: an error in a cell, a file that cannot be read, an interrupt
  2   differs from what is committed (run --check), or is stale or never made (status)
  64  wrong usage`;
