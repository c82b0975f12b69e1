import { redactText } from '@agent-safe/audit/append';
import type { DelegationGrantedFields, DelegationRefusedFields, SecretNames } from '@agent-safe/core';
import type { DelegationResult } from '@agent-safe/delegation';

/** Builds the audit event of a delegation, without the token. */
export function describeDelegation(
  result: DelegationResult,
  names: SecretNames,
): DelegationGrantedFields | DelegationRefusedFields {
  if (!result.ok) {
    const { child_agent_id, parent_agent_id } = result;
    const reason = redactText(result.reason, [], { names });
    return { result: 'deny', code: result.code, reason, parent_agent_id, child_agent_id };
  }
  const { child_agent_id, parent_agent_id } = result;
  const { actions, delegation_chain, expires_at, groups, max_depth, roles, targets } = result.child_identity;
  return {
    result: 'allow',
    parent_agent_id,
    child_agent_id,
    chain: delegation_chain.map(({ agent_id }) => agent_id),
    roles,
    groups,
    actions: actions ?? null,
    targets: targets ?? null,
    max_depth: max_depth ?? null,
    jti: result.jti,
    parent_jti: delegation_chain.at(-1)?.jti ?? null,
    expires_at,
  };
}
