import { type CheckRequest, DECISION_CODES, DECISION_RESULTS } from '@agent-safe/core';
import * as z from 'zod';
import { agentId, count, json, jsonObject, nullableText, riskClass, text, texts, time } from './values.ts';

/** Members of a request for a decision, without its caller. */
const requestMembers = {
  action: z.string().min(1).max(256).describe('Name of a registered action.'),
  target: z.string().min(1).max(1_024).nullish().describe('Id of a target of the inventory.'),
  params: z.record(z.string(), z.unknown()).nullish().describe('Parameters of the action.'),
  ticket_id: z.string().max(1_024).nullish().describe('Id of a change ticket.'),
};
const plainRequest = z.strictObject(requestMembers) satisfies z.ZodType<CheckRequest>;

/** A subject that an API key asserts. */
const subject = z
  .strictObject({
    type: z.string().min(1).max(64).describe('A type of "authzen.types" with "subject: true".'),
    id: z.string().min(1).max(256),
    properties: z.record(z.string(), z.unknown()).optional(),
  })
  .describe('Only for API keys: the subject that sends the request.');
export type AssertedSubject = z.infer<typeof subject>;

export const checkRequest = z.strictObject({ ...requestMembers, subject: subject.optional() });
export const planRequest = z.strictObject({
  steps: z.array(plainRequest).min(1).max(100).describe('Requests, in the order of the plan.'),
  subject: subject.optional(),
});
export const explainRequest = z.strictObject({
  ...requestMembers,
  subject: subject.optional(),
  caller: z
    .strictObject({
      agent_id: agentId,
      roles: z.array(z.string().max(256)).max(100).exactOptional(),
      groups: z.array(z.string().max(256)).max(100).exactOptional(),
    })
    .optional()
    .describe('Only for users: the caller to explain the answer for. Default: the user.'),
  at: z.iso.datetime().optional().describe('Time of the request. Default: now.'),
});

const result = z.enum(DECISION_RESULTS);
const ticket = z
  .strictObject({
    token: text.describe('The ticket for the executor. Keep it secret.'),
    nonce: text.describe('Id of the ticket.'),
    expires_at: time,
  })
  .describe('A signed, single-use permit to execute the request.');

const answerMembers = {
  result,
  code: z.enum(DECISION_CODES).describe('Machine code of the answer.'),
  reason: text,
  action: text,
  action_version: nullableText,
  target: nullableText,
  caller: nullableText,
  caller_verified: z.boolean(),
  caller_verified_by: text.exactOptional(),
  params: jsonObject.describe('Defaults applied, sensitive values masked.'),
  risk_class: riskClass,
  effective_risk: riskClass,
  policy_matched: nullableText.describe('Name of the rule that decided.'),
  digest: nullableText.describe('Binds caller, target, action, parameters and change ticket.'),
  policy_digest: text,
  evaluated_at: time,
  chain: texts.exactOptional(),
  ticket_id: text.exactOptional(),
  correlation_id: text.exactOptional(),
  rollback_of: text.exactOptional(),
  cumulative_risk_score: z.number().exactOptional(),
  cumulative_risk_class: riskClass.exactOptional(),
  escalated_from: result.exactOptional(),
  request_id: text.exactOptional().describe('Id of the approval request.'),
};
export const decision = z.strictObject({
  audit_id: text.describe('Id of the event in the audit log.'),
  ...answerMembers,
  request_secret: text.exactOptional(),
  ticket: ticket.exactOptional(),
});
export const preview = z.strictObject(answerMembers);
export const plan = z.strictObject({ decisions: z.array(decision).readonly() });

const limitEffect = z
  .strictObject({
    result: z.enum(['require_approval', 'deny']),
    code: z.enum(['rate_limited', 'circuit_open', 'risk_escalated', 'risk_denied', 'state_unavailable']),
    reason: text,
    until: z.number().nullable().describe('Milliseconds since 1970, UTC. Null: the end is not known.'),
  })
  .nullable();
const verdict = z.strictObject({
  result,
  code: z.enum(DECISION_CODES),
  reason: text,
  policy_matched: nullableText,
  risk_class: riskClass,
  effective_risk: riskClass,
  approval_rules: texts.exactOptional(),
});
const condition = z.strictObject({
  condition: text,
  holds: z.boolean(),
  expected: json,
  actual: json,
  note: text.exactOptional(),
});
const approvals = z.strictObject({
  roles: texts.exactOptional(),
  groups: texts.exactOptional(),
  quorum: count.exactOptional(),
  ttl_seconds: z.number().exactOptional(),
});
const rule = z.strictObject({
  rule: text,
  priority: z.number(),
  decision: result,
  outcome: z.enum(['fails', 'floor', 'decides', 'hidden']),
  conditions: z.array(condition).readonly(),
  overrides: z.literal(true).exactOptional(),
  approvals: approvals.exactOptional(),
});
const edit = z.strictObject({
  field: text,
  change: z.enum(['set', 'add', 'remove', 'rename']),
  from: json,
  to: json,
  expected: text.exactOptional(),
});
const change = z.strictObject({
  edits: z.array(edit).readonly(),
  result,
  policy_matched: nullableText,
  text,
  limit: limitEffect,
});
export const explanation = z.strictObject({
  verdict,
  rules: z.array(rule).readonly(),
  hides: texts,
  changes: z.array(change).readonly(),
  tried: count,
  complete: z.boolean(),
  limit: limitEffect,
});

/** Answers of the SDK must fit these types. */
export type DecisionBody = z.input<typeof decision>;
export type ExplanationBody = z.input<typeof explanation>;
