import {
  APPROVAL_STATUSES,
  type ApprovalRequestedFields,
  type ApprovalResolvedFields,
  type ApproverCriteria,
  type ApproverRequirement,
  DECISION_CODES,
  RISK_CLASSES,
} from '@agent-safe/core';
import * as z from 'zod';
import { count, event, list, members, nullableString, optional, string, strings, time } from './event.ts';

const mark = string.describe('MAC over this version of the request.');

export const approvalRequested = event<ApprovalRequestedFields>()('approval_requested', {
  request_id: string.describe('Id of the approval request.'),
  version: z.int().min(1).describe('Version of the request. A new request has version 1.'),
  digest: string.describe('Digest of the request that was decided.'),
  action: string.describe('Name of the action.'),
  action_version: nullableString.describe('Version of the action. Null for an unknown action.'),
  target: nullableString.describe('Id of the target. Null if the request has no target.'),
  caller: nullableString.describe('Agent id of the caller. Null if the request has no caller.'),
  caller_verified: z.boolean().describe('Whether a valid token proves the caller.'),
  chain: strings.describe('Agent ids of the delegators of the caller, outermost first.'),
  caller_tokens: strings.describe("Ids of the caller's token and of the tokens of its chain."),
  risk_class: z.enum(RISK_CLASSES).describe('Risk class of the action.'),
  effective_risk: z.enum(RISK_CLASSES).describe('Risk class, weighed with the sensitivity of the target.'),
  code: optional(z.enum(DECISION_CODES)).describe(
    'Code of the decision that needs the approval. Absent in events of earlier versions.',
  ),
  rule_digest: optional(nullableString).describe(
    'Digest of the match, decision and reason of the rule that decided. Null if no rule did.',
  ),
  reason: string.describe('Reason for the approval, as text.'),
  policy_matched: nullableString.describe('Name of the rule that decided. Null if no rule did.'),
  audit_id: string.describe('audit_id of the decision. That event has the parameters.'),
  audit_seq: count.describe('seq of that decision.'),
  ticket_id: nullableString.describe('Id of the change ticket. Null if there is none.'),
  rollback_of: optional(string).describe('audit_id of the decision whose execution the request rolls back.'),
  created_at: time.describe('Start of the request: RFC 3339, UTC.'),
  expires_at: time.describe('End of the request: RFC 3339, UTC.'),
  required: members<ApproverRequirement>()({
    quorum: z.int().min(1).describe('Number of approvers that must approve.'),
    roles: strings.describe('Roles, of which an approver must have one. Empty: none needed.'),
    groups: strings.describe('Groups, of which an approver must be in one. Empty: none needed.'),
    also: optional(
      list(
        members<ApproverCriteria>()({
          roles: strings.describe('Roles, of which an approver must have one. Empty: none needed.'),
          groups: strings.describe('Groups, of which an approver must be in one. Empty: none needed.'),
        }),
      ),
    ).describe(
      'Requirements of other rules, which each approver must also meet. Without such rules, the member is absent.',
    ),
  }).describe('Requirements for the approvers.'),
  mark,
});

export const approvalResolved = event<ApprovalResolvedFields>()('approval_resolved', {
  request_id: string.describe('Id of the approval request.'),
  version: z.int().min(2).describe('Version of the request after this change.'),
  status: z.enum(APPROVAL_STATUSES).describe('Status of the request after this change.'),
  decision: z
    .enum(['approve', 'deny', 'cancel', 'expire', 'claim', 'retract', 'reopen', 'withdraw'])
    .describe(
      'Kind of the change. claim: an execution ticket was issued. retract: an approver withdrew its approval. reopen: an approver lifted a denial. withdraw: the previous version is void.',
    ),
  approver: nullableString.describe('Agent id of the approver, or of the requester who canceled.'),
  approver_chain: strings.describe('Agent ids of the delegators of the approver, outermost first.'),
  reason: string.describe('Reason of the change, as text.'),
  action: string.describe('Name of the action.'),
  target: nullableString.describe('Id of the target. Null if the request has no target.'),
  caller: nullableString.describe('Agent id of the caller. Null if the request has no caller.'),
  digest: string.describe('Digest of the request that was decided.'),
  audit_id: string.describe('audit_id of the decision that required the approval.'),
  claimed_by_audit_id: nullableString.describe('audit_id of the decision that issued the execution ticket.'),
  mark,
});
