import { type Observation, waitUntil as waitUntilObserved } from '@agent-safe/runner/executor-kit';
import type { ActionContext } from './action-context.ts';
import { ApiError } from './api-error.ts';

/** Repeats an observation until the effect is observed. Temporary errors of the API do not end the wait. */
export function waitUntil(
  observe: () => Promise<Observation>,
  { cluster, signal }: Pick<ActionContext, 'cluster' | 'signal'>,
): Promise<Observation> {
  const isTransient = (error: unknown) => error instanceof ApiError && !error.isRefusal;
  return cluster.waitForChanges((pause) =>
    waitUntilObserved(observe, { signal, isTransient, ...(pause === undefined ? {} : { pause }) }),
  );
}
