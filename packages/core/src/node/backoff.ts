/** Milliseconds. A person does not notice the longest wait, and a disk needs longer than the shortest. */
const WAIT = { first: 1, longest: 20 };

/**
 * How long to wait before each further attempt, in milliseconds, until the time is spent. The waits are random, so that processes
 * that wait for the same thing do not all come back at once.
 *
 * @param timeout milliseconds, from the first wait on
 */
export function* backoff(timeout: number, random: () => number = Math.random): Generator<number, undefined> {
  const start = performance.now();
  for (let wait = WAIT.first; performance.now() - start < timeout; wait = Math.min(wait * 2, WAIT.longest)) {
    yield wait * (0.5 + random());
  }
  return undefined;
}
