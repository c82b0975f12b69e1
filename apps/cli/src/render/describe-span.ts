const UNITS = [
  ['days', 86_400],
  ['hours', 3_600],
  ['minutes', 60],
] as const;

/** Describes seconds in the largest unit of which there are at least two, without rounding: `60 seconds`, `90 seconds`, `60 minutes`. */
export function describeSeconds(seconds: number): string {
  const [unit, size] = UNITS.find(([, each]) => seconds % each === 0 && seconds >= 2 * each) ?? ['seconds', 1];
  return seconds === 1 ? '1 second' : `${seconds / size} ${unit}`;
}

/** Describes a duration in the largest unit of which it has at least two: `45 seconds`, `59 minutes`, `23 hours`. */
export function describeSpan(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  const [unit, size] = UNITS.find(([, each]) => seconds >= 2 * each) ?? ['seconds', 1];
  return seconds === 1 ? '1 second' : `${Math.floor(seconds / size)} ${unit}`;
}
