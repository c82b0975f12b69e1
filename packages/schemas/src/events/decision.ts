import {
  DECISION_CODES,
  DECISION_RESULTS,
  type DecisionCorrectionFields,
  type DecisionFields,
  RISK_CLASSES,
} from '@agent-safe/core';
import * as z from 'zod';
import { event, jsonObject, nullableString, optional, string, strings, time } from './event.ts';

const riskClass = z.enum(RISK_CLASSES);

export const decision = event<DecisionFields>()('decision', {
  audit_id: string.describe('The same as event_id.'),
  result: z.enum(DECISION_RESULTS),
  code: z.enum(DECISION_CODES),
  reason: string,
  action: string.describe('As it was asked for, known or not.'),
  action_version: nullableString,
  target: nullableString.describe('The id that was asked for, known or not.'),
  caller: nullableString,
  caller_verified: z.boolean().describe('Whether a token proves the caller.'),
  chain: optional(strings).describe('Agent ids of those that delegated to the caller, outermost first.'),
  params: jsonObject.describe('Defaults applied, sensitive values masked, secrets redacted.'),
  risk_class: riskClass,
  effective_risk: riskClass,
  policy_matched: nullableString.describe('The rule that decided.'),
  digest: nullableString.describe('Of the request. Null where it cannot be bound.'),
  policy_digest: string,
  evaluated_at: time,
  ticket_id: optional(string).describe('The change ticket of the request.'),
  cumulative_risk_score: optional(z.number().min(0)),
  cumulative_risk_class: optional(riskClass),
  escalated_from: optional(z.enum(DECISION_RESULTS)),
  request_id: optional(string).describe('Of the approval request.'),
  correlation_id: optional(string).describe('What it belongs to, such as a plan.'),
  rollback_of: optional(string).describe('The audit_id of the decision whose execution this would take back.'),
});

export const decisionCorrection = event<DecisionCorrectionFields>()('decision', {
  audit_id: string.describe('The event_id of the decision that was recorded too late and does not count.'),
  result: z.literal('deny'),
  code: z.literal('audit_unavailable'),
  reason: string,
});
