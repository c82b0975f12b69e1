import { type Observation, waitUntil as waitUntilObserved } from '@agent-safe/runner/executor-kit';
import { ApiError } from './api-error.ts';

/** Repeats an observation until the effect is observed. Temporary errors of the API do not end the wait. */
export function waitUntil(observe: () => Promise<Observation>, { signal }: { readonly signal: AbortSignal }) {
  const isTransient = (error: unknown) => error instanceof ApiError && !error.isRefusal;
  return waitUntilObserved(observe, { signal, isTransient });
}
