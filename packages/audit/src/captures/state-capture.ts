import { isJsonArray, type JsonObject, type JsonValue, type LoggedEvent, type LogLine } from '@agent-safe/core';
import { diffStates, type StateChange } from './state-diff.ts';

/** The state of a target before and after an action, as the log holds it: sensitive fields are masked. */
export interface StateCapture {
  /** Of the decision that it belongs to. */
  readonly audit_id: string;
  readonly action: string | null;
  readonly target: string | null;
  readonly caller: string | null;
  readonly before_state: JsonObject | null;
  readonly after_state: JsonObject | null;
  /** From before to after; null while one of them is not there. */
  readonly diff: readonly StateChange[] | null;
  /** RFC 3339, UTC: when the last of it was recorded. */
  readonly captured_at: string;
  readonly capture_duration_ms: number | null;
  readonly state_fields_declared: readonly string[];
  readonly state_fields_captured: readonly string[];
}

/** What a log knows of one decision: its event, and what was captured for it. */
export interface DecisionRecord {
  readonly decision: LoggedEvent | undefined;
  readonly capture: StateCapture | undefined;
}

/** The events that {@link readDecisionRecord} reads. */
export const DECISION_RECORD_TYPES: readonly string[] = ['decision', 'state_capture'];

/**
 * @param lines of the log, from the last to the first
 * @throws AgentSafeError ERR_AUDIT_INVALID where the log cannot be read
 */
export async function readDecisionRecord(lines: AsyncIterable<LogLine>, auditId: string): Promise<DecisionRecord> {
  const captures: LoggedEvent[] = [];
  let decision: LoggedEvent | undefined;
  for await (const line of lines) {
    if ('damaged' in line) continue;
    const { event } = line;
    if (event.event_type === 'state_capture' && capturedFor(event) === auditId) captures.push(event);
    if (event.event_type === 'decision' && event.event_id === auditId) {
      decision = event;
      // Nothing is captured for a decision before it was made.
      break;
    }
  }
  return { decision, capture: combine(auditId, captures.toReversed()) };
}

/** How much of what was done left a record of before and after. */
export interface StateCoverage {
  readonly decisions: number;
  readonly allowed: number;
  /** Of those that were carried out: that have an intent, an outcome or a captured state, and were not skipped. */
  readonly executions: readonly ExecutionCoverage[];
  /** How many of them have both states. */
  readonly captured: number;
}

export interface ExecutionCoverage {
  readonly audit_id: string;
  readonly action: string | null;
  readonly target: string | null;
  readonly before: boolean;
  readonly after: boolean;
}

const EXECUTIONS = ['execution_intent', 'execution_outcome', 'execution', 'state_capture'];

/**
 * @param lines of the log, from the last to the first
 * @throws AgentSafeError ERR_AUDIT_INVALID where the log cannot be read
 */
export async function measureStateCoverage(lines: AsyncIterable<LogLine>): Promise<StateCoverage> {
  const executions = new Map<string, ExecutionCoverage>();
  const skipped = new Set<string>();
  let decisions = 0;
  let allowed = 0;
  for await (const line of lines) {
    if ('damaged' in line) continue;
    const { event } = line;
    if (event.event_type === 'decision') {
      decisions += 1;
      if ((event.result ?? event.decision) === 'allow') allowed += 1;
    }
    if (!EXECUTIONS.includes(text(event.event_type) ?? '')) continue;
    const auditId = capturedFor(event);
    if (auditId === undefined || skipped.has(auditId)) continue;
    // A ticket is good once, and so the last outcome is the only one that is not about a crash.
    if (event.outcome === 'skipped' && !executions.has(auditId)) {
      skipped.add(auditId);
      continue;
    }
    const known = executions.get(auditId);
    const state = event.event_type === 'state_capture' ? stateOf(event) : {};
    executions.set(auditId, {
      audit_id: auditId,
      action: known?.action ?? text(event.action),
      target: known?.target ?? text(event.target),
      before: known?.before === true || isObject(state.before_state),
      after: known?.after === true || isObject(state.after_state),
    });
  }
  const list = [...executions.values()].toReversed();
  return { decisions, allowed, executions: list, captured: list.filter(({ after, before }) => before && after).length };
}

/** The decision that an event belongs to. 0.11 has it in the context. */
function capturedFor(event: LoggedEvent): string | undefined {
  const { audit_id, context } = event;
  const id = audit_id ?? (isObject(context) ? context.original_audit_id : undefined);
  return typeof id === 'string' ? id : undefined;
}

function stateOf(event: LoggedEvent): JsonObject {
  return event.v === undefined && isObject(event.context) ? event.context : event;
}

/** What was captured at once, or before and after in two events. */
function combine(auditId: string, events: readonly LoggedEvent[]): StateCapture | undefined {
  const last = events.at(-1);
  if (last === undefined) return undefined;
  const states = events.map(stateOf);
  const find = (name: string) => states.findLast((state) => state[name] !== undefined)?.[name];
  const [before, after] = [find('before_state'), find('after_state')];
  const hasBoth = isObject(before) && isObject(after);
  return {
    audit_id: auditId,
    action: text(last.action),
    target: text(last.target),
    caller: text(last.caller),
    before_state: isObject(before) ? before : null,
    after_state: isObject(after) ? after : null,
    // Not what the event says: 0.11 writes it otherwise, and it follows from the states.
    diff: hasBoth ? diffStates(before, after) : null,
    captured_at: text(last.timestamp) ?? '',
    capture_duration_ms: typeof find('capture_duration_ms') === 'number' ? Number(find('capture_duration_ms')) : null,
    state_fields_declared: texts(find('state_fields_declared')),
    state_fields_captured: texts(find('state_fields_captured')),
  };
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isJsonArray(value);
}

function text(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function texts(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((member) => typeof member === 'string') : [];
}
