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
  audit_id: string.describe('Id of the decision. It equals event_id.'),
  result: z.enum(DECISION_RESULTS).describe('Answer to the request.'),
  code: z.enum(DECISION_CODES).describe('Machine code of the answer.'),
  reason: string.describe('Reason of the answer, as text.'),
  action: string.describe('Name of the requested action, known or unknown.'),
  action_version: nullableString.describe('Version of the action. Null for an unknown action.'),
  target: nullableString.describe('Id of the requested target, known or unknown.'),
  caller: nullableString.describe('Agent id of the caller. Null if the request has no caller.'),
  caller_verified: z.boolean().describe('Whether a valid token proves the caller, or another party verified it.'),
  caller_verified_by: optional(string).describe(
    'Verifier of a caller without a token of the project: the agent id of a gateway, or the name of an issuer.',
  ),
  chain: optional(strings).describe('Agent ids of the delegators of the caller, outermost first.'),
  params: jsonObject.describe('Parameters: defaults applied, sensitive values masked, secrets redacted.'),
  risk_class: riskClass.describe('Risk class of the action; critical for an unknown action.'),
  effective_risk: riskClass.describe('Risk class, weighed with the sensitivity of the target.'),
  policy_matched: nullableString.describe('Name of the rule that decided. Null if no rule did.'),
  digest: nullableString.describe('Digest of the request. Null if the request is malformed.'),
  policy_digest: string.describe('Digest of the actions, rules and targets that decided.'),
  evaluated_at: time.describe('Time of the decision: RFC 3339, UTC.'),
  ticket_id: optional(string).describe('Id of the change ticket.'),
  cumulative_risk_score: optional(z.number().min(0)).describe('Summed risk score of the caller within the window.'),
  cumulative_risk_class: optional(riskClass).describe('Class of that score, by the thresholds.'),
  escalated_from: optional(z.enum(DECISION_RESULTS)).describe('Answer of the policy before limits made it stricter.'),
  request_id: optional(string).describe('Id of the approval request.'),
  correlation_id: optional(string).describe('Groups related events, such as the steps of a plan.'),
  rollback_of: optional(string).describe('audit_id of the decision whose execution the request rolls back.'),
  ticket_requested: optional(z.literal(false)).describe('Present if the program asked for no execution ticket.'),
});

export const decisionCorrection = event<DecisionCorrectionFields>()('decision', {
  audit_id: string.describe('event_id of a decision that was recorded too late. That decision is void.'),
  result: z.literal('deny').describe('Answer that the caller received.'),
  code: z.literal('audit_unavailable').describe('Machine code of the answer.'),
  reason: string.describe('Reason of the answer, as text.'),
});
