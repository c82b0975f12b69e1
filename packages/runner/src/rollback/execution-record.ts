import type { LoggedEvent } from '@agent-safe/audit';
import type { JsonObject, MissingField } from '@agent-safe/core';
import { readObject, readText, readTexts } from '../audit-events/read-event.ts';
import type { RunHistory } from '../run/run-history.ts';

/** Events of one execution in the log. */
export interface ExecutionRecord {
  readonly intent: LoggedEvent;
  /** The last outcome. An outcome that arrives after `reconcile` recorded `unknown` is more precise. */
  readonly outcome: LoggedEvent | undefined;
  readonly before: StateRecord | undefined;
  readonly after: StateRecord | undefined;
  /** Correlation id of the decision; null if it has none. */
  readonly correlation_id: string | null;
  /** The last decision whose rollback of this execution succeeded. */
  readonly takenBackBy: string | undefined;
  /** Sources of the rollback that are stored encrypted, such as `before_state.replicas`. */
  readonly sealed: readonly string[];
}

/** Result of the search for an execution. */
export interface FoundExecution {
  /** Undefined if the log has no readable execution. */
  readonly record: ExecutionRecord | undefined;
  /** Number of unreadable log lines after the decision. Each may belong to the execution. */
  readonly damaged: number;
}

/** Recorded state. */
interface StateRecord {
  readonly state: JsonObject;
  /** Fields whose recorded value differs from the original, because it is masked or redacted. */
  readonly altered: readonly string[];
  /** Fields without a value, with the reason, by their names. */
  readonly missing: Readonly<Record<string, Omit<MissingField, 'field'>>>;
}

/**
 * Finds the execution of a decision. A ticket is used once, so the last event of each type belongs to it.
 *
 * @throws AgentSafeError ERR_AUDIT_INVALID if the log cannot be read
 */
export async function readExecution(history: RunHistory, auditId: string): Promise<FoundExecution> {
  const found: Partial<Record<'intent' | 'outcome' | 'before' | 'after' | 'decision', LoggedEvent>> = {};
  let takenBackBy: string | undefined;
  let damaged = 0;
  for await (const line of history.readBackwards()) {
    if ('damaged' in line) {
      damaged += 1;
      continue;
    }
    const { event } = line;
    if (event.event_type === 'decision' && event.event_id === auditId) {
      found.decision = event;
      // No execution precedes its decision.
      break;
    }
    if (event.event_type === 'execution_outcome' && event.rollback_of === auditId && event.outcome === 'success') {
      takenBackBy ??= readText(event.audit_id) ?? undefined;
    }
    if (event.audit_id !== auditId) continue;
    if (event.event_type === 'execution_intent') found.intent ??= event;
    if (event.event_type === 'execution_outcome') found.outcome ??= event;
    // State that another program recorded for the decision has no intent, and does not say which values were masked.
    if (event.event_type !== 'state_capture' || event.intent_id === undefined) continue;
    if (event.before_state !== undefined) found.before ??= event;
    if (event.after_state !== undefined) found.after ??= event;
  }
  const { after, before, decision, intent, outcome } = found;
  if (intent === undefined) return { record: undefined, damaged };
  const record = {
    intent,
    outcome,
    takenBackBy,
    before: before === undefined ? undefined : readState(before, 'before_state', 'state_fields'),
    after: after === undefined ? undefined : readState(after, 'after_state', 'after_fields'),
    correlation_id: readText(decision?.correlation_id) ?? readText(intent.correlation_id),
    sealed: readTexts(before?.sealed),
  };
  return { record, damaged };
}

function readState(
  event: LoggedEvent,
  name: 'before_state' | 'after_state',
  fields: 'state_fields' | 'after_fields',
): StateRecord {
  const listed = event[`${fields}_missing`];
  const missing = (Array.isArray(listed) ? listed : []).map((entry) => {
    const { absent, field, reason } = readObject(entry) ?? {};
    return [readText(field) ?? '', { reason: readText(reason) ?? '', absent: absent === true }] as const;
  });
  return {
    state: readObject(event[name]) ?? {},
    altered: readTexts(event[`${fields}_altered`]),
    missing: Object.fromEntries(missing),
  };
}
