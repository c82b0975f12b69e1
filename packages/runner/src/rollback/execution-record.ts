import type { LoggedEvent } from '@agent-safe/audit';
import type { JsonObject, MissingField } from '@agent-safe/core';
import { readObject, readText, readTexts } from '../events.ts';
import type { RunHistory } from '../history.ts';

/** What a log knows of one execution. */
export interface ExecutionRecord {
  readonly intent: LoggedEvent;
  /** The last of them: one that came after it was taken for dead says more. */
  readonly outcome: LoggedEvent | undefined;
  readonly before: StateRecord | undefined;
  readonly after: StateRecord | undefined;
  /** Of the decision that it came of, if that belongs to something. */
  readonly correlation_id: string | null;
  /** The last decision that took it back, and was carried out. */
  readonly takenBackBy: string | undefined;
  /** The sources of its rollback that are kept sealed. */
  readonly sealed: readonly string[];
}

/** What was found of an execution. */
export interface FoundExecution {
  /** Undefined where there is none, or none that can be read. */
  readonly record: ExecutionRecord | undefined;
  /** Lines of the log since its decision that cannot be read, and may say otherwise. */
  readonly damaged: number;
}

/** A state as it was recorded. */
interface StateRecord {
  readonly state: JsonObject;
  /** Fields that are recorded otherwise than they were. */
  readonly altered: readonly string[];
  /** Fields that have no value, and why, by their names. */
  readonly missing: Readonly<Record<string, Omit<MissingField, 'field'>>>;
}

/**
 * Finds the execution of a decision. Its events are the last of their kind for that decision: a ticket is good once.
 *
 * @throws AgentSafeError ERR_AUDIT_INVALID where the log cannot be read
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
      // Nothing is done for a decision before it is made.
      break;
    }
    if (event.event_type === 'execution_outcome' && event.rollback_of === auditId && event.outcome === 'success') {
      takenBackBy ??= readText(event.audit_id) ?? undefined;
    }
    if (event.audit_id !== auditId) continue;
    if (event.event_type === 'execution_intent') found.intent ??= event;
    if (event.event_type === 'execution_outcome') found.outcome ??= event;
    // What others recorded of the same decision has no intent, and says nothing of what this runner masked.
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
