/** Milliseconds that the clocks of two machines may differ. */
const TOLERANCE = 300_000;

/**
 * Returns a clock that is never before a time at which a ticket or token may have been issued. Otherwise it could stay valid although
 * everything issued until now is refused.
 *
 * @param time milliseconds since 1970, UTC
 * @returns undefined if the clock is so far behind that it is wrong
 */
export function notBefore(time: number, clock: () => number): (() => number) | undefined {
  return time - clock() > TOLERANCE ? undefined : () => Math.max(clock(), time);
}
