/** ` from 0.5 to 12, 3 NaN`: the least and the largest of many numbers; nothing where there are none. */
export function rangeText(values: Iterable<number | bigint>): string {
  let least: number | bigint | undefined;
  let most: number | bigint | undefined;
  let missing = 0;
  for (const value of values) {
    if (Number.isNaN(value)) missing++;
    else {
      if (least === undefined || value < least) least = value;
      if (most === undefined || value > most) most = value;
    }
  }
  const range = least === undefined ? [] : [` from ${least} to ${most}`];
  return [...range, ...(missing > 0 ? [` ${missing} NaN`] : [])].join(",");
}
