import { type Observation, waitUntil as waitUntilObserved } from '@agent-safe/runner/executor-kit';
import { ApiError } from './api-error.ts';

/** Looks again and again until an effect is observed. An API that does not answer for a moment may answer the next time. */
export function waitUntil(look: () => Promise<Observation>, { signal }: { readonly signal: AbortSignal }) {
  const isTransient = (error: unknown) => error instanceof ApiError && !error.isRefusal;
  return waitUntilObserved(look, { signal, isTransient });
}
