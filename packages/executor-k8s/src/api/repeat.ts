import { setTimeout as sleep } from 'node:timers/promises';

/** Attempts of one request, the first one included. */
export const MAX_ATTEMPTS = 5;
/** Milliseconds before the second attempt. Each later backoff is twice as long. */
export const FIRST_BACKOFF = 200;

export interface RepeatLimits {
  readonly signal: AbortSignal;
  /** Milliseconds since 1970, UTC. No attempt begins later. */
  readonly deadline: number;
  readonly clock: () => number;
  /** Waits between two attempts. Default: a timer. */
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** Repeats work that failed with a safe error, a few times and with a growing backoff. @throws the last error */
export async function repeat<Result>(
  work: () => Promise<Result>,
  isSafe: (error: unknown) => boolean,
  { clock, deadline, pause = pauseFor, signal }: RepeatLimits,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const backoff = FIRST_BACKOFF * 2 ** (attempt - 1);
      const isLast = attempt >= MAX_ATTEMPTS || signal.aborted || clock() + backoff >= deadline;
      if (isLast || !isSafe(error)) throw error;
      await pause(backoff, signal);
      if (signal.aborted) throw error;
    }
  }
}

/** Waits until the time has passed or the signal is aborted. */
export async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
