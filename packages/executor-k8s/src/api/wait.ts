import { type Observation, waitUntil as waitUntilObserved } from '@agent-safe/runner/executor-kit';
import type { ActionContext } from './action-context.ts';
import { ApiError } from './api-error.ts';

/** Milliseconds between two lines of progress. */
const PROGRESS_PAUSE = 1_000;

/** Reports the reason of a wait when it changes, at most once a second. */
function reportWaiting(
  observe: () => Promise<Observation>,
  progress: ActionContext['progress'],
): () => Promise<Observation> {
  let told: string | undefined;
  let next = 0;
  return async () => {
    const observation = await observe();
    const now = performance.now();
    if (observation.ok || observation.code !== 'waiting' || observation.reason === told || now < next) {
      return observation;
    }
    told = observation.reason;
    next = now + PROGRESS_PAUSE;
    progress(observation.reason);
    return observation;
  };
}

/** Repeats an observation until the effect is observed. Temporary errors of the API do not end the wait. */
export function waitUntil(
  observe: () => Promise<Observation>,
  { cluster, progress, signal }: Pick<ActionContext, 'cluster' | 'progress' | 'signal'>,
): Promise<Observation> {
  const isTransient = (error: unknown) => error instanceof ApiError && !error.isRefusal;
  return cluster.waitForChanges((pause) =>
    waitUntilObserved(reportWaiting(observe, progress), {
      signal,
      isTransient,
      ...(pause === undefined ? {} : { pause }),
    }),
  );
}
