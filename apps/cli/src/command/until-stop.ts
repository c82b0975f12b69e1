/**
 * Runs a service until SIGINT or SIGTERM asks it to stop. A second signal kills the process. SIGHUP does not stop it: it asks for the
 * files to be read again.
 *
 * @param run receives a signal to stop, and a function that takes the listener of SIGHUP
 */
export async function untilStop<Result>(
  run: (stop: AbortSignal, onReload: (reload: () => void) => void) => Promise<Result>,
): Promise<Result> {
  const stop = new AbortController();
  const end = () => stop.abort();
  let reload: () => void = () => undefined;
  const hangUp = () => reload();
  process.once('SIGINT', end).once('SIGTERM', end).on('SIGHUP', hangUp);
  // The reader of the log may go away before the service does.
  const ignore = () => undefined;
  process.stderr.on('error', ignore);
  try {
    return await run(stop.signal, (listener) => {
      reload = listener;
    });
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end).off('SIGHUP', hangUp);
    process.stderr.off('error', ignore);
  }
}
