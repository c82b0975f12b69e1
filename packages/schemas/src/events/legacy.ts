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
  event_id: string,
  timestamp: z.iso.datetime({ local: true, offset: true }).describe('RFC 3339.'),
  prev_hash: sha256,
  entry_hash: sha256,
  action: string,
  target: string,
  caller: string,
  params: jsonObject,
  decision: z.enum(DECISION_RESULTS),
  reason: string,
  policy_matched: nullableString,
  risk_class: z.enum(RISK_CLASSES),
  effective_risk: z.enum(RISK_CLASSES),
  correlation_id: nullableString,
  ticket_id: nullableString,
};

const milliseconds = z.number().nullable().describe('Milliseconds.');
const original_audit_id = string.describe('The event_id of the decision.');

export const legacyDecision = members<LegacyDecisionEvent>()({
  ...legacyMembers,
  event_type: z.literal('decision'),
  context: jsonObject.nullable(),
});

export const legacyStateCapture = members<LegacyStateCaptureEvent>()({
  ...legacyMembers,
  event_type: z.literal('state_capture'),
  context: members<LegacyStateCaptureEvent['context']>()({
    type: z.literal('state_capture'),
    original_audit_id,
    before_state: jsonObject,
    after_state: jsonObject,
    diff: jsonObject,
    capture_duration_ms: milliseconds,
    state_fields_declared: strings,
    state_fields_captured: strings,
  }),
});

export const legacyExecution = members<LegacyExecutionEvent>()({
  ...legacyMembers,
  event_type: z.literal('execution'),
  context: members<LegacyExecutionEvent['context']>()({
    type: z.literal('execution'),
    original_audit_id,
    status: z.enum(['error', 'failure', 'skipped', 'success', 'timeout']),
    output: string,
    error: nullableString,
    duration_ms: milliseconds,
    executor_type: string,
    ticket_nonce: string,
    before_state: jsonObject,
    after_state: jsonObject,
    precheck_results: list(
      members<LegacyPrecheck>()({ name: string, passed: z.boolean(), message: string, advisory: z.boolean() }),
    ),
  }),
});
