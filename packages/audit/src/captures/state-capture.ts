import { isJsonArray, type JsonObject, type JsonValue, type LoggedEvent, type LogLine } from '@agent-safe/core';
import { diffStates, type StateChange } from './state-diff.ts';

/** Recorded state of a target before and after an action. Sensitive fields are masked. */
export interface StateCapture {
  /** Id of the decision. */
  readonly audit_id: string;
  readonly action: string | null;
  readonly target: string | null;
  readonly caller: string | null;
  readonly before_state: JsonObject | null;
  readonly after_state: JsonObject | null;
  /** Changes from before to after; null if one of the states is missing. */
  readonly diff: readonly StateChange[] | null;
  /** Time of the last event of the capture, RFC 3339, UTC. */
  readonly captured_at: string;
  readonly capture_duration_ms: number | null;
  readonly state_fields_declared: readonly string[];
  readonly state_fields_captured: readonly string[];
}

/** The event of a decision and the states that were captured for it; undefined if the log has none. */
export interface DecisionRecord {
  readonly decision: LoggedEvent | undefined;
  readonly capture: StateCapture | undefined;
}

/** Event types that {@link readDecisionRecord} reads. */
export const DECISION_RECORD_TYPES: readonly string[] = ['decision', 'state_capture'];

/**
 * Finds a decision and its captured states.
 *
 * @param lines of the log, from the last to the first
 * @throws AgentSafeError ERR_AUDIT_INVALID if the log cannot be read
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
      // No state is captured before the decision, so reading ends here.
      break;
    }
  }
  return { decision, capture: combine(auditId, captures.toReversed()) };
}

/** Share of the executions whose state before and after was captured. */
export interface StateCoverage {
  /** Number of decisions. */
  readonly decisions: number;
  /** Number of decisions with the result `allow`. */
  readonly allowed: number;
  /** Executed decisions: those with an intent, an outcome or a captured state that were not skipped. */
  readonly executions: readonly ExecutionCoverage[];
  /** Number of executions with both states. */
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
 * Measures how many executions have captured states.
 *
 * @param lines of the log, from the last to the first
 * @throws AgentSafeError ERR_AUDIT_INVALID if the log cannot be read
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
    // A ticket is executed once, so only the last outcome counts. Earlier outcomes result from a crash.
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

/** Returns the `audit_id` of an event. 0.11 writes it into the context. */
function capturedFor(event: LoggedEvent): string | undefined {
  const { audit_id, context } = event;
  const id = audit_id ?? (isObject(context) ? context.original_audit_id : undefined);
  return typeof id === 'string' ? id : undefined;
}

function stateOf(event: LoggedEvent): JsonObject {
  return event.v === undefined && isObject(event.context) ? event.context : event;
}

/**
 * Combines the events of one capture: one event with both states, or two events with one state each. If a runner captured the
 * states, states that a program reported for the same decision do not count.
 */
function combine(auditId: string, all: readonly LoggedEvent[]): StateCapture | undefined {
  const captured = all.filter(({ intent_id }) => intent_id !== undefined);
  const events = captured.length > 0 ? captured : all;
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
    // Computed from the states, because 0.11 records the diff in another format.
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
