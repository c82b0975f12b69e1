import type { Decision } from '@agent-safe/core';
import { showParams } from './redact-params.ts';
import type { Judges, State } from './request-state.ts';

/** What a decision belongs to, as whoever calls this says, and never the agent. */
export interface Belonging {
  readonly correlationId?: string | undefined;
  readonly rollbackOf?: string | undefined;
}

/** An answer → a decision: all that whoever asked may know of it. */
export function conclude(
  state: State,
  { maskKey, policyDigest }: Judges,
  { correlationId, rollbackOf }: Belonging,
): Decision {
  const { action, at, caller, escalatedFrom, open, params, request, risk, verdict } = state;
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
    params: showParams(action, params, request.params, maskKey),
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
    ...(isAboutApproval && open !== undefined ? { request_id: open.request_id } : {}),
    ...(correlationId === undefined ? {} : { correlation_id: correlationId }),
    ...(rollbackOf === undefined ? {} : { rollback_of: rollbackOf }),
  };
}
