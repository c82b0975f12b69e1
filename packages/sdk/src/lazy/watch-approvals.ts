import type { ApprovalService } from '@agent-safe/approvals';
import { AgentSafeError, type ApprovalRequest, type ChangeFeed } from '@agent-safe/core';

/** Milliseconds between two looks where nothing tells of a change. */
const SLOWLY = 1_000;

/**
 * The requests that wait for an answer, and then each request whenever something happened to it, until the signal is aborted.
 *
 * @throws AgentSafeError ERR_STORE_UNAVAILABLE where nobody can tell
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
      // Told from here on, it looks again.
      tell = Promise.withResolvers();
      for (const request of await look(service, known)) yield request;
      if (signal.aborted) return;
      const timer = setTimeout(wake, SLOWLY);
      await tell.promise;
      clearTimeout(timer);
    }
  } finally {
    end();
    signal.removeEventListener('abort', wake);
  }
}

/** Those that are another version than the one that is known. What waits no more is known no more. */
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
