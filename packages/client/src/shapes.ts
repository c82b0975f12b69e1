import { APPROVAL_STATUSES, DECISION_CODES, DECISION_RESULTS, RISK_CLASSES } from '@agent-safe/core';
import { any, flag, list, nullable, number, object, oneOf, optional, record, text, time } from './shape.ts';

const result = oneOf(DECISION_RESULTS);
const riskClass = oneOf(RISK_CLASSES);
const name = nullable(text);
const texts = list(text);

const answer = {
  result,
  code: oneOf(DECISION_CODES),
  reason: text,
  action: text,
  action_version: name,
  target: name,
  caller: name,
  caller_verified: flag,
  params: record,
  risk_class: riskClass,
  effective_risk: riskClass,
  policy_matched: name,
  digest: name,
  policy_digest: text,
  evaluated_at: time,
  chain: optional(texts),
  ticket_id: optional(text),
  correlation_id: optional(text),
  request_id: optional(text),
};
export const preview = object(answer);
export const decision = object({
  ...answer,
  audit_id: text,
  request_secret: optional(text),
  ticket: optional(object({ token: text, nonce: text, expires_at: time })),
});
export const plan = object({ decisions: list(decision) });
export const explanation = object({
  verdict: object({ result, code: text, reason: text }),
  rules: list(object({ rule: text, outcome: text, conditions: list(record) })),
  hides: texts,
  changes: list(object({ edits: list(record), result, text })),
  tried: number,
  complete: flag,
  limit: nullable(record),
});

export const approval = object({
  request_id: text,
  status: oneOf(APPROVAL_STATUSES),
  digest: text,
  action: text,
  target: name,
  caller: name,
  params: record,
  reason: text,
  created_at: time,
  expires_at: time,
  required: object({ quorum: number }),
  resolutions: list(object({ decision: text, reason: text, at: time })),
});
export const approvals = object({
  approvals: list(approval),
  refused: list(object({ request_id: text, code: text, reason: text })),
});

const ran = { outcome: text, reason: text, audit_id: text, action: text, target: name, executor: text };
export const run = object({ ...ran, code: name, duration_ms: number });
export const dryRun = object({ ...ran, outcome: oneOf(['success', 'failure', 'error']), steps: texts, params: record });

export const actions = object({
  actions: list(
    object({ name: text, version: text, description: text, parameters: list(record), risk_class: riskClass }),
  ),
});
export const targets = object({
  targets: list(object({ id: text, type: text, environment: text, sensitivity: text, labels: record })),
  next: name,
});
const page = { needs_params: list(record), policy_digest: text, next: optional(text) };
export const subjects = object({ subjects: list(object({ type: text, id: text, agent_id: text })), ...page });
export const requests = object({
  caller: name,
  caller_verified: flag,
  allowed: list(object({ action: text, target: name })),
  ...page,
});
export const events = object({ events: list(record), next: nullable(number), unreadable: number });
const revoked = {
  kind: oneOf(['agent', 'token', 'all']),
  id: text,
  revoked_at: number,
  issued_until: nullable(number),
};
export const revocation = object(revoked);
export const revocations = object({ revocations: list(revocation) });
export const limits = object({ callers: list(object({ key: text, risk: any, rate: any })) });
