import type { Decision } from '@agent-safe/core';
import { redactParams } from './redact-params.ts';
import type { PipelineOptions } from './request/pipeline-services.ts';
import type { RequestState } from './request/request-state.ts';
import type { VerifiedRequest } from './request/verified-request.ts';

/** The parts of a decision that the calling program sets, never the agent. */
export interface Origin {
  readonly correlationId?: string | undefined;
  readonly rollbackOf?: string | undefined;
  readonly verified?: VerifiedRequest | undefined;
  /** Whether the program wants execution tickets. Default: true. */
  readonly ticket?: boolean | undefined;
}

/** Builds the decision that the caller receives. */
export function toDecision(
  state: RequestState,
  { maskKey, policyDigest, secretNames }: PipelineOptions,
  { correlationId, rollbackOf, ticket, verified }: Origin,
): Decision {
  const { action, at, caller, deniedApproval, escalatedFrom, openApproval, params, request, risk, verdict } = state;
  const isAboutApproval = verdict.result === 'require_approval' || verdict.code === 'approved';
  return {
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
    ...(caller === undefined || caller.delegation_chain.length === 0 ? {} : { chain: caller.delegation_chain }),
    ...(request.ticket_id === undefined ? {} : { ticket_id: request.ticket_id }),
    ...(risk === undefined ? {} : { cumulative_risk_score: risk.score, cumulative_risk_class: risk.riskClass }),
    ...(escalatedFrom === undefined ? {} : { escalated_from: escalatedFrom }),
    ...(verdict.code === 'approval_denied' && deniedApproval !== undefined
      ? { request_id: deniedApproval.request_id }
      : {}),
    ...(isAboutApproval && openApproval !== undefined ? { request_id: openApproval.request_id } : {}),
    ...(correlationId === undefined ? {} : { correlation_id: correlationId }),
    ...(rollbackOf === undefined ? {} : { rollback_of: rollbackOf }),
    // No executor reaches a target that only the calling program knows.
    ...(ticket === false || verified?.target !== undefined ? { ticket_requested: false as const } : {}),
  };
}
