/**
 * Milliseconds. The first wait is less than one disk access, and `longest` is too short for a person to notice. A process
 * that still waits after `crowded` has many others beside it: all of them together must leave the processor to the holder,
 * so each tries rarely. With its age it tries more often again, so that it is served before later ones.
 */
const WAIT = { first: 1, longest: 20, crowded: 500, rare: 100, patient: 10 };
/** Milliseconds of age for which the rare wait shrinks by one millisecond. */
const SHRINKS = 200;

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
  for (let wait = since === undefined ? WAIT.first : WAIT.rare; performance.now() - start < timeout; wait *= 2) {
    const age = performance.now() - begun;
    const longest = age < WAIT.crowded ? WAIT.longest : Math.max(WAIT.rare - age / SHRINKS, WAIT.patient);
    wait = Math.min(wait, longest);
    yield wait * (0.5 + random());
  }
  return undefined;
}
