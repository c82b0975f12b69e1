import { FIRST_BACKOFF, MAX_ATTEMPTS, pauseFor } from '../api/repeat.ts';
import { RequestNotSent } from '../api/transport.ts';
import type { HttpAnswer } from './connection.ts';
import { ConnectionLost } from './connection-lost.ts';

/** Milliseconds of the longest backoff that the API may ask for. */
const LONGEST_BACKOFF = 10_000;

export interface RetryOptions {
  /** Whether the request changes nothing. Repeating such a request is always safe. */
  readonly isRead: boolean;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970, UTC. No attempt begins later. */
  readonly deadline: number;
  readonly clock: () => number;
  /** Waits between two attempts. Default: a timer. */
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Sends a request again if that is safe: status 429 means that the request was not executed, and a read may be repeated after 503 or a lost
 * connection. A write without an answer is never repeated.
 */
export async function sendWithRetry(send: () => Promise<HttpAnswer>, options: RetryOptions): Promise<HttpAnswer> {
  const pause = options.pause ?? pauseFor;
  for (let attempt = 1; ; attempt++) {
    const backoff = FIRST_BACKOFF * 2 ** (attempt - 1);
    const isLast = attempt >= MAX_ATTEMPTS;
    try {
      const answer = await send();
      const wait = isLast ? undefined : backoffAfter(answer, options.isRead, backoff);
      if (wait === undefined || options.clock() + wait >= options.deadline) return answer;
      await pause(wait, options.signal);
      if (options.signal.aborted) return answer;
    } catch (error) {
      const isSafe = error instanceof RequestNotSent || (options.isRead && error instanceof ConnectionLost);
      if (!isSafe || isLast || options.signal.aborted || options.clock() + backoff >= options.deadline) throw error;
      await pause(backoff, options.signal);
    }
  }
}

/** Milliseconds to wait before the next attempt; undefined if there may be none. */
function backoffAfter({ headers, statusCode, text }: HttpAnswer, isRead: boolean, backoff: number): number | undefined {
  // An eviction answers 429 while a PodDisruptionBudget holds the pod.
  if (statusCode === 429 && text.includes('DisruptionBudget')) return undefined;
  if (statusCode !== 429 && !(statusCode === 503 && isRead)) return undefined;
  const seconds = Number(headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(LONGEST_BACKOFF, seconds * 1_000) : backoff;
}
