import type { LoggedEvent } from '@agent-safe/audit';
import { isMask, isStub, type JsonObject, type JsonValue, MASK, type MissingField } from '@agent-safe/core';
import { readObject, readText, readTexts } from '../audit-events/read-event.ts';
import type { RunHistory } from '../run/run-history.ts';

/** Events of one execution in the log. */
export interface ExecutionRecord {
  /** The intent. For an execution without a runner, it is made from the decision. */
  readonly intent: LoggedEvent;
  /** Whether a program executed and reported the state, instead of a runner. */
  readonly isReported?: boolean;
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
  const reported: ReportedStates = {};
  let isVoid = false;
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
    // A correction voids a decision that was recorded too late.
    if (event.event_type === 'decision') isVoid = true;
    if (event.event_type === 'execution_intent') found.intent ??= event;
    if (event.event_type === 'execution_outcome') found.outcome ??= event;
    if (event.event_type !== 'state_capture') continue;
    // A state without an intent is reported by a program. It never replaces a state that the runner read.
    const states = event.intent_id === undefined ? reported : found;
    if (event.before_state !== undefined) states.before ??= event;
    if (event.after_state !== undefined) states.after ??= event;
  }
  const { after, before, decision, intent, outcome } = found;
  if (intent === undefined) {
    const record = isVoid ? undefined : readReported(decision, reported);
    return { record: record === undefined ? undefined : { ...record, takenBackBy }, damaged };
  }
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

interface ReportedStates {
  before?: LoggedEvent;
  after?: LoggedEvent;
}

/**
 * Reads an execution without a runner: an allowed decision, and the states that a program reported for it, as in 0.11.
 *
 * @returns undefined if no state was reported, or if the decision did not allow anything
 */
function readReported(
  decision: LoggedEvent | undefined,
  { after, before }: ReportedStates,
): ExecutionRecord | undefined {
  if (decision === undefined || before === undefined || (decision.result ?? decision.decision) !== 'allow')
    return undefined;
  const params = readObject(decision.params) ?? {};
  return {
    intent: { ...decision, params_altered: listIncomplete(params) },
    isReported: true,
    // A state after the decision proves that the program executed the action.
    outcome: { ...before, outcome: after === undefined ? 'unknown' : 'success' },
    takenBackBy: undefined,
    before: readReportedState(before.before_state),
    after: after === undefined ? undefined : readReportedState(after.after_state),
    correlation_id: readText(decision.correlation_id),
    sealed: [],
  };
}

function readReportedState(given: JsonValue | undefined): StateRecord {
  const state = readObject(given) ?? {};
  return { state, altered: listIncomplete(state), missing: {} };
}

/** Lists the members whose recorded values are masked, redacted or cut. */
function listIncomplete(members: JsonObject): readonly string[] {
  return Object.keys(members).filter((name) => isIncomplete(members[name] ?? null));
}

function isIncomplete(value: JsonValue): boolean {
  if (typeof value === 'string') return value.includes(MASK) || isMask(value) || isStub(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, member]) => name.includes(MASK) || isIncomplete(member));
}
