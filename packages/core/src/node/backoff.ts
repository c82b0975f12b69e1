/**
 * Milliseconds. The longest wait is too short for a person to notice. The first is less than one disk access. The longest wait
 * shrinks to `patient` with the age of the wait, so that processes that wait for long are served before later ones.
 */
const WAIT = { first: 1, longest: 20, patient: 4 };
/** Milliseconds of age for which the longest wait shrinks by one millisecond. */
const SHRINKS = 500;

/**
 * Yields the wait before each further attempt, in milliseconds, until the timeout. The waits are random, so that
 * waiting processes do not all retry at the same moment.
 *
 * @param timeout milliseconds from the first wait
 * @param since beginning of earlier waits for the same lock, as `performance.now()` returns it
 */
export function* backoff(
  timeout: number,
  random: () => number = Math.random,
  since?: number,
): Generator<number, undefined> {
  const start = performance.now();
  const begun = since ?? start;
  for (let wait = since === undefined ? WAIT.first : WAIT.longest; performance.now() - start < timeout; wait *= 2) {
    const longest = WAIT.longest - (performance.now() - begun) / SHRINKS;
    wait = Math.min(wait, Math.max(longest, WAIT.patient));
    yield wait * (0.5 + random());
  }
  return undefined;
}
