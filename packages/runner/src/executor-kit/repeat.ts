import { setTimeout as sleep } from 'node:timers/promises';

/** Attempts of one request, the first one included, if the limits name no other number. */
const MAX_ATTEMPTS = 5;
/** Milliseconds before the second attempt. Each later backoff is twice as long. */
const FIRST_BACKOFF = 200;

export interface RepeatLimits {
  readonly signal: AbortSignal;
  /** Milliseconds since 1970, UTC. No attempt begins later. */
  readonly deadline: number;
  readonly clock: () => number;
  /** Attempts, the first one included. Default: 5. */
  readonly maxAttempts?: number | undefined;
  /** Waits between two attempts. Default: a timer. */
  readonly pause?: ((milliseconds: number, signal: AbortSignal) => Promise<void>) | undefined;
}

/** End of one attempt: its result or its error. */
export type Attempt<Result> = { readonly result: Result } | { readonly error: unknown };

/**
 * Repeats work a few times, with a growing backoff.
 *
 * @param backoffAfter returns the milliseconds to wait after an attempt, such as the given backoff; undefined ends the repetition
 * @returns the result of the last attempt
 * @throws the error of the last attempt
 */
export async function repeat<Result>(
  work: () => Promise<Result>,
  backoffAfter: (attempt: Attempt<Result>, backoff: number) => number | undefined,
  { clock, deadline, maxAttempts = MAX_ATTEMPTS, pause = pauseFor, signal }: RepeatLimits,
): Promise<Result> {
  for (let count = 1; ; count++) {
    const attempt: Attempt<Result> = await work().then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    );
    const wait = count < maxAttempts ? backoffAfter(attempt, FIRST_BACKOFF * 2 ** (count - 1)) : undefined;
    const isLast = wait === undefined || signal.aborted || clock() + wait >= deadline;
    if (!isLast) await pause(wait, signal);
    if (!isLast && !signal.aborted) continue;
    if ('error' in attempt) throw attempt.error;
    return attempt.result;
  }
}

/** Waits until the time has passed or the signal is aborted. */
export async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
