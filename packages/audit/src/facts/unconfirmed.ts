import {
  type ApprovalStore,
  type AuditReader,
  isStateFact,
  type KnownLog,
  type LogFacts,
  type LoggedEvent,
} from '@agent-safe/core';

/** Most lines that are read from the end of a log. A process that ends before it confirms leaves far fewer. */
const MOST_LINES = 100_000;

export type Unconfirmed = { readonly ok: true; readonly events: readonly LoggedEvent[] } | { readonly ok: false };

/**
 * Reads the facts that a log has and a state lacks.
 *
 * It succeeds only if the state is the newest one: processes announced as many facts of this state, or the facts are those of another
 * state that shares the log. Otherwise the state is an older copy, or a rebuild has replaced it.
 *
 * @param approvals must have the recorded approval requests, because their content is not in the log
 */
export async function readUnconfirmed(
  log: Pick<AuditReader, 'readBackwards'>,
  { count }: LogFacts,
  { announced, facts: applied = 0, state }: KnownLog,
  approvals: Pick<ApprovalStore, 'get'>,
): Promise<Unconfirmed> {
  const events: LoggedEvent[] = [];
  let own = 0;
  let lines = 0;
  for await (const line of log.readBackwards()) {
    lines += 1;
    if (lines > MOST_LINES) return LACKING;
    if ('damaged' in line) continue;
    const { event } = line;
    const number = Number(event.state_facts ?? 0);
    if (number <= applied) break;
    // Facts that were recorded meanwhile are left to their process.
    const { event_type } = event;
    if (typeof event_type !== 'string' || !isStateFact(event_type) || number > count) continue;
    const isOwn = event.state_id === state || isReplacement(event);
    own += isOwn ? 1 : 0;
    if (own > announced || (isOwn && !(await isStored(event, approvals)))) return LACKING;
    events.push(event);
  }
  // A damaged line may have been a fact.
  return events.length === count - applied ? { ok: true, events: events.reverse() } : LACKING;
}

const LACKING: Unconfirmed = { ok: false };

/** Whether a new state was made for a lost one. The lost one may be this state, if it is back. */
function isReplacement({ event_type, replaced }: LoggedEvent): boolean {
  return event_type === 'state_rebuilt' && replaced === null;
}

async function isStored(event: LoggedEvent, approvals: Pick<ApprovalStore, 'get'>): Promise<boolean> {
  const { event_type, request_id, version } = event;
  if (event_type !== 'approval_requested' && event_type !== 'approval_resolved') return true;
  const stored = typeof request_id === 'string' ? await approvals.get(request_id) : undefined;
  return stored !== undefined && stored.version >= Number(version);
}
