import type { LoggedEvent } from '@agent-safe/audit';
import { readText } from '../audit-events/read-event.ts';
import type { RunHistory } from '../run/run-history.ts';
import type { RecordedRun } from '../run/run-result.ts';

/** Number of consecutive older events after which the search stops. A few of them may come from a slow clock. */
const MOST_OLDER = 1_000;

/**
 * Finds the run of a decision, from the end of the log back to the decision or to events before `since`.
 *
 * @throws AgentSafeError ERR_AUDIT_INVALID if the log cannot be read
 */
export async function findRun(history: RunHistory, auditId: string, since: number): Promise<RecordedRun | undefined> {
  let ended: LoggedEvent = {};
  let older = 0;
  for await (const line of history.readBackwards()) {
    if ('damaged' in line) continue;
    const { audit_id, event_id, event_type, intent_id, timestamp } = line.event;
    older = typeof timestamp === 'string' && Date.parse(timestamp) < since ? older + 1 : 0;
    // No execution precedes its decision.
    if (older > MOST_OLDER || (event_type === 'decision' && event_id === auditId)) return undefined;
    if (audit_id !== auditId) continue;
    // The last outcome: an outcome that arrives after `unknown` has more information.
    if (event_type === 'execution_outcome' && ended.event_type === undefined) ended = line.event;
    if (event_type !== 'execution_intent') continue;
    const [outcome, code, reason] = [readText(ended.outcome), readText(ended.code), readText(ended.reason)];
    return { intent_id: readText(intent_id) ?? '', outcome, code, reason };
  }
  return undefined;
}
