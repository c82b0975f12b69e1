/** Returns a text of a recorded event; empty for any other value. */
export function readText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Returns a time of a recorded event in milliseconds since 1970, UTC; NaN for any other value. */
export function readTime(value: unknown): number {
  return typeof value === 'string' ? Date.parse(value) : Number.NaN;
}
