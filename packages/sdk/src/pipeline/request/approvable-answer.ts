import type { Verdict } from '@agent-safe/core';
import type { ApprovableAnswer } from '../../services/approval-gateway.ts';
import type { PipelineServices } from './pipeline-services.ts';

/** Returns the answer that an approval of a request is for. */
export function answerOf(
  {
    approval_rules,
    code,
    effective_risk,
    policy_matched,
    result,
  }: Pick<Verdict, 'approval_rules' | 'code' | 'effective_risk' | 'policy_matched' | 'result'>,
  { findRule }: Pick<PipelineServices, 'findRule'>,
): ApprovableAnswer {
  // Only the risk score can require an approval of a request that the policy allows.
  const required = result === 'allow' ? 'risk_escalated' : code;
  const rules = approval_rules === undefined ? {} : { approval_rules };
  return { code: required, effective_risk, policy_matched, findRule, ...rules };
}
