/**
 * The time of a key does not go back: an earlier one is taken for the last. One that is earlier by more than `span`, the
 * longest that anything counts, shows that the clock was wrong before: then what is remembered is to be moved by `shift`, so
 * that it is as old as it was, and nothing of it waits for a time that will not come.
 *
 * @param seen when something of the key counted last
 * @throws RangeError where `now` is no time
 */
export function timeOfKey(now: number, seen: number, span: number): { readonly time: number; readonly shift: number } {
  // Compared with anything, NaN is false: nothing would ever end, or begin.
  if (!Number.isFinite(now)) throw new RangeError(`${now} is no time.`);
  const whole = Math.floor(now);
  return seen - whole > span ? { time: whole, shift: whole - seen } : { time: Math.max(whole, seen), shift: 0 };
}
