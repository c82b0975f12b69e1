import {
  DECISION_RESULTS,
  type LegacyDecisionEvent,
  type LegacyExecutionEvent,
  type LegacyPrecheck,
  type LegacyStateCaptureEvent,
  RISK_CLASSES,
} from '@agent-safe/core';
import * as z from 'zod';
import { jsonObject, list, members, nullableString, sha256, string, strings } from './event.ts';

const legacyMembers = {
  event_id: string.describe('Id of the event.'),
  timestamp: z.iso.datetime({ local: true, offset: true }).describe('Time of the record: RFC 3339.'),
  prev_hash: sha256.describe('SHA-256 of the previous line.'),
  entry_hash: sha256.describe('SHA-256 of the line without this member.'),
  action: string.describe('Name of the action.'),
  target: string.describe('Id of the target. Empty if there is none.'),
  caller: string.describe('Agent id of the caller. Empty if there is none.'),
  params: jsonObject.describe('Parameters of the action.'),
  decision: z.enum(DECISION_RESULTS).describe('Answer to the request.'),
  reason: string.describe('Reason of the answer, as text.'),
  policy_matched: nullableString.describe('Name of the rule that decided. Null if no rule did.'),
  risk_class: z.enum(RISK_CLASSES).describe('Risk class of the action.'),
  effective_risk: z.enum(RISK_CLASSES).describe('Risk class, weighed with the sensitivity of the target.'),
  correlation_id: nullableString.describe('Groups related events.'),
  ticket_id: nullableString.describe('Id of the change ticket.'),
};

const milliseconds = z.number().nullable().describe('Duration in milliseconds.');
const original_audit_id = string.describe('event_id of the decision.');

export const legacyDecision = members<LegacyDecisionEvent>()({
  ...legacyMembers,
  event_type: z.literal('decision').describe('Type of the event.'),
  context: jsonObject.nullable().describe('More about the event. Its type may be approval_resolution.'),
});

export const legacyStateCapture = members<LegacyStateCaptureEvent>()({
  ...legacyMembers,
  event_type: z.literal('state_capture').describe('Type of the event.'),
  context: members<LegacyStateCaptureEvent['context']>()({
    type: z.literal('state_capture').describe('Type of the context.'),
    original_audit_id,
    before_state: jsonObject.describe('State before the execution.'),
    after_state: jsonObject.describe('State after the execution.'),
    diff: jsonObject.describe('Added, removed, changed and unchanged fields.'),
    capture_duration_ms: milliseconds,
    state_fields_declared: strings.describe('Fields that the action declares.'),
    state_fields_captured: strings.describe('Fields that were read.'),
  }).describe('The captured states.'),
});

export const legacyExecution = members<LegacyExecutionEvent>()({
  ...legacyMembers,
  event_type: z.literal('execution').describe('Type of the event.'),
  context: members<LegacyExecutionEvent['context']>()({
    type: z.literal('execution').describe('Type of the context.'),
    original_audit_id,
    status: z.enum(['error', 'failure', 'skipped', 'success', 'timeout']).describe('How the execution ended.'),
    output: string.describe('Output of the executor.'),
    error: nullableString.describe('Error of the executor. Null if there was none.'),
    duration_ms: milliseconds,
    executor_type: string.describe('Kind of executor.'),
    ticket_nonce: string.describe('Nonce of the execution ticket.'),
    before_state: jsonObject.describe('State before the execution.'),
    after_state: jsonObject.describe('State after the execution.'),
    precheck_results: list(
      members<LegacyPrecheck>()({
        name: string.describe('Name of the check.'),
        passed: z.boolean().describe('Whether the check passed.'),
        message: string.describe('Reason of the result, as text.'),
        advisory: z.boolean().describe('Whether the execution went on if the check failed.'),
      }),
    ).describe('Results of the checks before the execution.'),
  }).describe('The execution.'),
});
