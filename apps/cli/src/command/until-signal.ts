/** A closed terminal sends SIGHUP. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a task that a signal asks to stop instead of killing the process, so that the task can finish the step in
 * progress. A second signal kills the process.
 *
 * @param run receives the abort signal
 */
export async function untilSignal<Result>(run: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const stop = new AbortController();
  const end = () => stop.abort();
  for (const name of SIGNALS) process.once(name, end);
  try {
    return await run(stop.signal);
  } finally {
    for (const name of SIGNALS) process.off(name, end);
  }
}

/** Aborts on SIGINT, on SIGTERM, or when the reader closes the standard output. */
export function stopOnEnd(stop: AbortController): void {
  const end = () => stop.abort();
  process.once('SIGINT', end).once('SIGTERM', end);
  process.stdout.once('error', end);
}
