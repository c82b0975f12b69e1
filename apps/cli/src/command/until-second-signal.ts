const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a service. The first signal asks it to stop after the work in progress, and the second signal asks it to abort that work. A
 * third signal kills the process.
 */
export async function untilSecondSignal<Result>(
  run: (stop: AbortSignal, abort: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const [stop, abort] = [new AbortController(), new AbortController()];
  const off = () => {
    for (const name of SIGNALS) process.off(name, end);
  };
  const end = () => {
    if (stop.signal.aborted) {
      abort.abort();
      off();
    } else stop.abort();
  };
  for (const name of SIGNALS) process.on(name, end);
  try {
    return await run(stop.signal, abort.signal);
  } finally {
    off();
  }
}
