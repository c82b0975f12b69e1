const UNITS = [
  ['days', 86_400],
  ['hours', 3_600],
  ['minutes', 60],
] as const;

/** Describes a duration in the largest unit of which it has at least two: `45 seconds`, `59 minutes`, `23 hours`. */
export function describeSpan(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  const [unit, size] = UNITS.find(([, each]) => seconds >= 2 * each) ?? ['seconds', 1];
  return seconds === 1 ? '1 second' : `${Math.floor(seconds / size)} ${unit}`;
}
