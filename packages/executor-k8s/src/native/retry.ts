import { type Attempt, type RepeatLimits, repeat } from '@agent-safe/runner/executor-kit';
import { RequestNotSent } from '../api/transport.ts';
import type { HttpAnswer } from './connection.ts';
import { ConnectionLost } from './connection-lost.ts';

/** Milliseconds of the longest backoff that the API may ask for. */
const LONGEST_BACKOFF = 10_000;

export interface RetryOptions extends RepeatLimits {
  /** Whether the request changes nothing. Repeating such a request is always safe. */
  readonly isRead: boolean;
}

/**
 * Sends a request again if that is safe: status 429 means that the request was not executed, and a read may be repeated after 503 or a lost
 * connection. A write without an answer is never repeated.
 */
export function sendWithRetry(
  send: () => Promise<HttpAnswer>,
  { isRead, ...limits }: RetryOptions,
): Promise<HttpAnswer> {
  return repeat(send, (attempt, backoff) => backoffAfter(attempt, isRead, backoff), limits);
}

/** Milliseconds to wait before the next attempt; undefined if there may be none. */
function backoffAfter(attempt: Attempt<HttpAnswer>, isRead: boolean, backoff: number): number | undefined {
  if ('error' in attempt) {
    const isSafe = attempt.error instanceof RequestNotSent || (isRead && attempt.error instanceof ConnectionLost);
    return isSafe ? backoff : undefined;
  }
  const { headers, statusCode, text } = attempt.result;
  // An eviction answers 429 while a PodDisruptionBudget holds the pod.
  if (statusCode === 429 && text.includes('DisruptionBudget')) return undefined;
  if (statusCode !== 429 && !(statusCode === 503 && isRead)) return undefined;
  const seconds = Number(headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(LONGEST_BACKOFF, seconds * 1_000) : backoff;
}
