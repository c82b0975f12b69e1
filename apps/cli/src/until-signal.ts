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
