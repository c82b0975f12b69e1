/** Returns the time of a cosignature as text. A date cannot be later than the year 275,760. */
export function witnessTime(seconds: number): string {
  const time = new Date(seconds * 1_000);
  return Number.isNaN(time.getTime()) ? `${seconds} s` : time.toISOString();
}
