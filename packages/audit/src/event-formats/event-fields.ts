import { type JsonValue, parseJson } from '@agent-safe/core';
import { approversOf } from '../read/line-filter.ts';
import type { ShippedEvent } from './shipped-event.ts';

/** How much attention an event needs: `warning` for a refusal or a failure, `notice` for an open request. */
export type Severity = 'info' | 'notice' | 'warning';

/** The fields of an event that other formats have a place for. */
export interface EventFields {
  /** Milliseconds since 1970, UTC; undefined if the event has no valid time. */
  readonly time: number | undefined;
  readonly severity: Severity;
  /** Undefined if the event neither succeeded nor failed. */
  readonly succeeded: boolean | undefined;
  /** The agent that acts: the caller, the delegating agent or the approver. */
  readonly actor: string | undefined;
  readonly action: string | undefined;
  readonly target: string | undefined;
  readonly result: string | undefined;
  readonly code: string | undefined;
  readonly reason: string | undefined;
  readonly auditId: string | undefined;
  readonly correlationId: string | undefined;
  readonly policy: string | undefined;
  readonly params: JsonValue | undefined;
}

/** Results and outcomes that mean success, and those that mean failure. */
const SUCCESS = ['allow', 'approved', 'success'];
const FAILURE = ['deny', 'denied', 'failure', 'timeout', 'error', 'expired', 'cancelled'];

/** Reads the fields of an event. Fields of other types than expected count as missing. */
export function readFields(event: ShippedEvent): EventFields {
  const fields = parseJson(event.line, 'the event') as { readonly [field: string]: JsonValue };
  const text = (...names: readonly string[]) =>
    names.map((name) => fields[name]).find((value) => typeof value === 'string' && value !== '') as string | undefined;
  const result = text('result', 'outcome', 'status', 'decision');
  const time = Date.parse(event.timestamp);
  const isRefusal = event.event_type === 'ticket_refused' || event.event_type === 'tokens_refused';
  const succeeded = isRefusal ? false : readSuccess(result);
  const isWaiting = result === 'require_approval' || event.event_type === 'approval_requested';
  return {
    time: Number.isNaN(time) ? undefined : time,
    severity: succeeded === false ? 'warning' : isWaiting ? 'notice' : 'info',
    succeeded,
    actor: text('approver') ?? approversOf(fields)[0] ?? text('caller', 'parent_agent_id'),
    action: text('action'),
    target: text('target'),
    result,
    code: text('code'),
    reason: text('reason'),
    auditId: text('audit_id'),
    correlationId: text('correlation_id'),
    policy: text('policy_matched'),
    params: fields.params,
  };
}

function readSuccess(result: string | undefined): boolean | undefined {
  if (result === undefined) return undefined;
  if (SUCCESS.includes(result)) return true;
  return FAILURE.includes(result) ? false : undefined;
}
