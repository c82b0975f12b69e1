import {
  APPROVAL_STATUSES,
  type ApprovalRequestedFields,
  type ApprovalResolvedFields,
  type ApproverRequirement,
  RISK_CLASSES,
} from '@agent-safe/core';
import * as z from 'zod';
import { count, event, members, nullableString, string, strings, time } from './event.ts';

const mark = string.describe('A MAC over this version of the request.');

export const approvalRequested = event<ApprovalRequestedFields>()('approval_requested', {
  request_id: string,
  version: z.int().min(1),
  digest: string.describe('Of the request that was decided.'),
  action: string,
  action_version: nullableString,
  target: nullableString,
  caller: nullableString,
  caller_verified: z.boolean(),
  chain: strings.describe('Agent ids of those that delegated to the caller, outermost first.'),
  caller_tokens: strings.describe("The ids of the caller's token and of those of its chain."),
  risk_class: z.enum(RISK_CLASSES),
  effective_risk: z.enum(RISK_CLASSES),
  reason: string,
  policy_matched: nullableString,
  audit_id: string.describe('The decision that asked. It has the parameters.'),
  audit_seq: count.describe('The seq of that decision.'),
  ticket_id: nullableString.describe('The change ticket of the request.'),
  created_at: time,
  expires_at: time,
  required: members<ApproverRequirement>()({ quorum: z.int().min(1), roles: strings, groups: strings }),
  mark,
});

export const approvalResolved = event<ApprovalResolvedFields>()('approval_resolved', {
  request_id: string,
  version: z.int().min(2),
  status: z.enum(APPROVAL_STATUSES).describe('Of the request from now on.'),
  decision: z.enum(['approve', 'deny', 'cancel', 'expire', 'claim', 'withdraw']),
  approver: nullableString.describe('The agent id of the approver, or of the requester.'),
  approver_chain: strings.describe('Agent ids of those that delegated to the approver, outermost first.'),
  reason: string,
  action: string,
  target: nullableString,
  caller: nullableString,
  digest: string,
  audit_id: string.describe('The decision that asked.'),
  claimed_by_audit_id: nullableString.describe('The decision whose execution ticket was issued for it.'),
  mark,
});
