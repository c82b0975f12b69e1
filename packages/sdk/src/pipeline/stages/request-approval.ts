import { canonicalJson, type Decision, plain } from '@agent-safe/core';
import type { PipelineServices } from '../request/pipeline-services.ts';
import type { RecordedDecision } from '../request/request-state.ts';

/** The request as an approver sees it. Sensitive parameters are masked, and the approver is told so. */
const SHOWN = ['action', 'target', 'caller', 'chain', 'params', 'ticket_id'] as const;
/** Characters of JSON. */
const LONGEST_PARAMS = 16_384;

/**
 * Adds an approval request to a decision that requires one, unless one is open already. If approvers cannot be asked, the
 * decision stays as it is, and its reason says why.
 */
export async function requestApproval(
  recorded: RecordedDecision,
  { approvals }: PipelineServices,
): Promise<RecordedDecision> {
  const { decision, identity, receipt } = recorded;
  if (decision.result !== 'require_approval' || decision.request_id !== undefined) return recorded;
  const cannot = (why: string): RecordedDecision => {
    return { ...recorded, decision: { ...decision, reason: `${decision.reason} Nobody can be asked for it. ${why}` } };
  };
  if (approvals.obstacle !== undefined) return cannot(approvals.obstacle);
  if (decision.digest === null || receipt === undefined) {
    return cannot('It has a sensitive value, and no key that masks it: let "agent-safe keys generate" add one.');
  }
  // The fields of the audit event, which hold no secrets.
  const redacted = { ...decision, ...recorded.recorded };
  const obscured = findObscured(decision, redacted);
  if (obscured !== undefined) return cannot(obscured);
  const chain = identity?.delegation_chain ?? [];
  const asked = await approvals.ask({
    ...redacted,
    digest: decision.digest,
    chain: redacted.chain ?? [],
    caller_tokens: [identity?.jti, ...chain.map(({ jti }) => jti)].filter((jti) => typeof jti === 'string'),
    ticket_id: redacted.ticket_id ?? null,
    audit_seq: receipt.seq,
  });
  if (!asked.ok) return cannot(asked.reason);
  const { request, secret } = asked;
  const granted = secret === undefined ? {} : { request_secret: secret };
  return { ...recorded, decision: { ...decision, request_id: request.request_id, ...granted } };
}

/** Says why an approver could not see what the request asks for; undefined if all of it can be seen. */
function findObscured(decision: Decision, redacted: Decision): string | undefined {
  const hidden = SHOWN.find(
    (name) =>
      canonicalJson(plain({ is: redacted[name] ?? null })) !== canonicalJson(plain({ is: decision[name] ?? null })),
  );
  if (hidden !== undefined) {
    return `Its ${hidden} holds what looks like a secret, which is shown to nobody: who approves must see what. Declare a parameter that holds one sensitive.`;
  }
  const isLong = JSON.stringify(redacted.params).length > LONGEST_PARAMS;
  return isLong ? 'It has more parameters than a person could look through.' : undefined;
}
