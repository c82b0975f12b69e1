/** Milliseconds. The longest pause is below what a person notices, the shortest below what a disk needs. */
const PAUSE = { first: 1, longest: 20 };

/**
 * How long to wait each time that something is taken, until all the time is spent. Random, so that those who wait together
 * do not come back together.
 *
 * @param timeout milliseconds, from the first pause on
 */
export function* pauses(timeout: number, random: () => number = Math.random): Generator<number, undefined> {
  const start = performance.now();
  for (let pause = PAUSE.first; performance.now() - start < timeout; pause = Math.min(pause * 2, PAUSE.longest)) {
    yield pause * (0.5 + random());
  }
  return undefined;
}
