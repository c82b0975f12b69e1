import type { WaitOptions } from '@agent-safe/approvals';
import { APPROVAL_STATUSES, type ApprovalFilter, type AuditQuery } from '@agent-safe/core';
import { anything, integer, list, number, object, oneOf, optional, text } from '@agent-safe/core/options';
import type { ApprovalAnswer, ApprovalCancellation } from './approval-answer.ts';
import type { RiskReset } from './risk-reset.ts';

// Programs in JavaScript have no type check. A misspelled filter would select everything, and a misspelled checkpoint
// would be ignored.

export const approvalFilterShape = object<ApprovalFilter>({
  caller: optional(text),
  digest: optional(text),
  limit: optional(integer(1)),
  open_at: optional(number),
  status: optional(oneOf(...APPROVAL_STATUSES)),
});

/** The service checks token and reason, and its refusal names the mistake. */
export const approverAnswerShape = object<Omit<ApprovalAnswer, 'decision'>>({ approver: anything, reason: anything });

export const cancellationShape = object<ApprovalCancellation>({
  caller: optional(anything),
  reason: anything,
  secret: optional(anything),
  verified: optional(
    object<{ agent_id: string; chain?: readonly string[] | undefined }>({
      agent_id: text,
      chain: optional(list(text)),
    }),
  ),
});

/** The service checks caller, token and reason, and its refusal names the mistake. */
export const riskResetShape = object<RiskReset>({ approver: anything, caller: anything, reason: anything });

export const waitShape = object<WaitOptions>({ signal: optional(anything), timeout: optional(number) });

export const auditQueryShape = object<AuditQuery>({
  after: optional(integer()),
  before: optional(integer()),
  types: optional(list(text)),
});

export const verifyShape = object<{ readonly checkpoint?: string | undefined }>({ checkpoint: optional(text) });
