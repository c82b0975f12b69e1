/** Milliseconds. The longest wait is too short for a person to notice. The shortest is less than one disk access. */
const WAIT = { first: 1, longest: 20 };

/**
 * Yields the wait before each further attempt, in milliseconds, until the timeout. The waits are random, so that
 * waiting processes do not all retry at the same moment.
 *
 * @param timeout milliseconds from the first wait
 */
export function* backoff(timeout: number, random: () => number = Math.random): Generator<number, undefined> {
  const start = performance.now();
  for (let wait = WAIT.first; performance.now() - start < timeout; wait = Math.min(wait * 2, WAIT.longest)) {
    yield wait * (0.5 + random());
  }
  return undefined;
}
