import type { ApprovalService } from '@agent-safe/approvals';
import { AgentSafeError, type ApprovalRequest, type ChangeFeed } from '@agent-safe/core';

/** Polling interval in milliseconds, for missed changes. */
const POLL_INTERVAL = 1_000;

/**
 * Yields the pending requests, and then each changed request, until the signal is aborted.
 *
 * @throws AgentSafeError ERR_STORE_UNAVAILABLE if the store does not answer
 */
export async function* watchApprovals(
  service: ApprovalService,
  changes: ChangeFeed,
  signal: AbortSignal,
): AsyncGenerator<ApprovalRequest, void, undefined> {
  const known = new Map<string, number>();
  let tell = Promise.withResolvers<void>();
  const wake = () => tell.resolve();
  const end = changes.subscribe(wake);
  signal.addEventListener('abort', wake);
  try {
    while (!signal.aborted) {
      // A change after this line causes another round.
      tell = Promise.withResolvers();
      for (const request of await look(service, known)) yield request;
      if (signal.aborted) return;
      const timer = setTimeout(wake, POLL_INTERVAL);
      await tell.promise;
      clearTimeout(timer);
    }
  } finally {
    end();
    signal.removeEventListener('abort', wake);
  }
}

/** Returns the requests whose version changed, and the requests that are no longer pending. Forgets the latter. */
async function look(service: ApprovalService, known: Map<string, number>): Promise<readonly ApprovalRequest[]> {
  const listing = await service.list({ status: 'pending' });
  if (!listing.ok) throw new AgentSafeError('ERR_STORE_UNAVAILABLE', listing.reason);
  const waiting = new Set(listing.requests.map(({ request_id }) => request_id));
  const changed = listing.requests.filter(({ request_id, version }) => known.get(request_id) !== version);
  for (const { request_id, version } of changed) known.set(request_id, version);
  const ended: ApprovalRequest[] = [];
  for (const id of known.keys()) {
    if (waiting.has(id)) continue;
    known.delete(id);
    const found = await service.get(id);
    if (found.ok) ended.push(found.request);
  }
  return [...ended, ...changed];
}
