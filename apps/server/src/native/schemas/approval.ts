import { APPROVAL_STATUSES, DECISION_CODES } from '@agent-safe/core';
import * as z from 'zod';
import { agentId, count, jsonObject, nullableText, pathId, reason, riskClass, text, texts, time } from './values.ts';

const criteria = { roles: texts, groups: texts };
const resolution = z.strictObject({
  version: count,
  decision: z.enum(['approve', 'deny', 'cancel', 'expire', 'claim', 'retract', 'reopen']),
  approver: nullableText,
  chain: texts,
  tokens: texts.describe('Ids of the tokens that proved the approver.'),
  reason: text,
  at: time,
});
export const approval = z.strictObject({
  request_id: text,
  status: z.enum(APPROVAL_STATUSES),
  version: count,
  digest: text,
  action: text,
  action_version: nullableText,
  target: nullableText,
  caller: nullableText,
  caller_verified: z.boolean(),
  chain: texts,
  caller_tokens: texts.describe('Ids of the tokens that proved the caller.'),
  params: jsonObject.describe('Sensitive values are masked.'),
  risk_class: riskClass,
  effective_risk: riskClass,
  code: z.enum(DECISION_CODES).exactOptional(),
  rule_digest: nullableText.exactOptional(),
  reason: text,
  policy_matched: nullableText,
  audit_id: text,
  audit_seq: count,
  ticket_id: nullableText,
  rollback_of: text.exactOptional(),
  created_at: time,
  expires_at: time,
  required: z.strictObject({
    ...criteria,
    quorum: count,
    also: z.array(z.strictObject(criteria)).readonly().exactOptional(),
  }),
  resolutions: z.array(resolution).readonly(),
  claimed_by_audit_id: nullableText,
});

/** Answers of the SDK must fit this type. */
export type ApprovalBody = z.input<typeof approval>;

export const approvals = z.strictObject({
  approvals: z.array(approval).readonly().describe('The oldest first.'),
  refused: z
    .array(z.strictObject({ request_id: text, code: text, reason: text }))
    .readonly()
    .describe('Stored requests that failed verification. Only users see them.'),
});

export const approvalId = z.strictObject({ id: pathId.describe('Id of the approval request.') });
export const approvalFilter = z.strictObject({
  status: z.enum(APPROVAL_STATUSES).optional().describe('Default: pending.'),
  caller: agentId.optional().describe('Agents get their own requests only.'),
  digest: z.string().max(256).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
export const answerRequest = z.strictObject({ reason });
export const waitQuery = z.strictObject({
  timeout: z.coerce.number().int().min(0).max(60).default(30).describe('Longest wait, in seconds.'),
});
