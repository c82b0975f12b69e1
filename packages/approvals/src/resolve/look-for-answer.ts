import { type ApprovalResult, refuse } from '../request/refusal.ts';
import type { RequestChanges } from './request-changes.ts';
import type { Look } from './wait.ts';

/**
 * Returns a function that looks whether a request is still pending, for `waitUntil`.
 *
 * @param timeout milliseconds; undefined: until the request is no longer pending
 */
export function lookForAnswer(
  requests: RequestChanges,
  requestId: string,
  clock: () => number,
  timeout: number | undefined,
): () => Promise<Look<ApprovalResult>> {
  const deadline = timeout === undefined ? Number.POSITIVE_INFINITY : clock() + timeout;
  return async () => {
    const { isRecorded, result } = await requests.read(requestId);
    if (!result.ok || result.request.status !== 'pending') return { done: true, result };
    const now = clock();
    if (now >= deadline) {
      const reason = `The request was not answered within ${timeout} ms. It is still pending; wait again.`;
      return { done: true, result: refuse('wait_timeout', reason, result.request) };
    }
    const end = Math.min(Date.parse(result.request.expires_at), deadline);
    return { done: false, within: end - now, soon: !isRecorded };
  };
}
