/** A terminal that is closed hangs up. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs something that a signal asks to end, and does not kill: what it has begun it can finish. A second signal does kill.
 *
 * @param run is told by its signal
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

/** Stops an endless command on a signal, or when its output is closed. */
export function stopOnEnd(stop: AbortController): void {
  const end = () => stop.abort();
  process.once('SIGINT', end).once('SIGTERM', end);
  process.stdout.once('error', end);
}
