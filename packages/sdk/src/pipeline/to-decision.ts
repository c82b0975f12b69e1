import type { Decision } from '@agent-safe/core';
import { redactParams } from './redact-params.ts';
import type { Origin } from './request/origin.ts';
import type { PipelineOptions } from './request/pipeline-services.ts';
import type { RequestState } from './request/request-state.ts';

/** Builds the decision that the caller receives. */
export function toDecision(
  state: RequestState,
  { maskKey, policyDigest, secretNames }: PipelineOptions,
  { correlationId, rollbackOf, ticket, verified }: Origin,
): Decision {
  const { action, at, caller, deniedApproval, escalatedFrom, openApproval, params, request, risk, verdict } = state;
  const isAboutApproval = verdict.result === 'require_approval' || verdict.code === 'approved';
  const decision: { -readonly [Name in keyof Decision]: Decision[Name] } = {
    audit_id: state.auditId,
    result: verdict.result,
    code: verdict.code,
    reason: verdict.reason,
    action: request.action,
    action_version: action?.version ?? null,
    target: request.target ?? null,
    caller: caller?.agent_id ?? null,
    caller_verified: caller?.verified ?? false,
    ...(caller?.verified === true && verified?.caller !== undefined ? { caller_verified_by: verified.by } : {}),
    params: state.binding?.params ?? redactParams(action, params, request.params, { maskKey, secretNames }),
    risk_class: verdict.risk_class,
    effective_risk: verdict.effective_risk,
    policy_matched: verdict.policy_matched,
    digest: state.digest,
    policy_digest: policyDigest,
    evaluated_at: new Date(at).toISOString(),
  };
  if (caller !== undefined && caller.delegation_chain.length > 0) decision.chain = caller.delegation_chain;
  if (request.ticket_id !== undefined) decision.ticket_id = request.ticket_id;
  if (risk !== undefined) {
    decision.cumulative_risk_score = risk.score;
    decision.cumulative_risk_class = risk.riskClass;
  }
  if (escalatedFrom !== undefined) decision.escalated_from = escalatedFrom;
  if (verdict.code === 'approval_denied' && deniedApproval !== undefined)
    decision.request_id = deniedApproval.request_id;
  if (isAboutApproval && openApproval !== undefined) decision.request_id = openApproval.request_id;
  if (correlationId !== undefined) decision.correlation_id = correlationId;
  if (rollbackOf !== undefined) decision.rollback_of = rollbackOf;
  // No executor reaches a target that only the calling program knows.
  if (ticket === false || verified?.target !== undefined) decision.ticket_requested = false;
  return decision;
}
