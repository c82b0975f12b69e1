/**
 * Runs something that a signal asks to end, and does not kill: what it has begun it can finish. A second signal does kill.
 *
 * @param run is told by its signal
 */
export async function untilSignal<Result>(run: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const stop = new AbortController();
  const end = () => stop.abort();
  process.once('SIGINT', end).once('SIGTERM', end);
  try {
    return await run(stop.signal);
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end);
  }
}
