/**
 * Returns the time that counts for a key. It does not go back: an earlier `now` is replaced by `seen`. If `now` is earlier by
 * more than `span`, the clock was wrong before. Then the stored times must be moved by `shift`, so that each entry keeps its
 * age and ends on time.
 *
 * @param seen when an entry of the key was last added, in milliseconds since 1970, UTC
 * @param span the longest time that an entry counts, in milliseconds
 * @throws RangeError if `now` is not a finite number
 */
export function timeOfKey(now: number, seen: number, span: number): { readonly time: number; readonly shift: number } {
  requireTime(now);
  const whole = Math.floor(now);
  return seen - whole > span ? { time: whole, shift: whole - seen } : { time: Math.max(whole, seen), shift: 0 };
}

/** @throws RangeError if a time is not a finite number: every comparison with NaN is false, so nothing would ever end */
export function requireTime(time: number): void {
  if (!Number.isFinite(time)) throw new RangeError(`Not a time: ${time}. Give milliseconds since 1970, UTC.`);
}
