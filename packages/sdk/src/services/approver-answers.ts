import type { ApprovalRefusal, ApprovalResult, ApprovalService, Approver } from '@agent-safe/approvals';
import { redactSecrets } from '@agent-safe/audit/append';
import { AgentSafeError, type ApprovalRequest, type Caller, PASSED, type Passed, quote } from '@agent-safe/core';
import { coversAction, coversTarget } from '@agent-safe/pdp';
import type { ApprovalAnswer, ApprovalCancellation } from './approval-answer.ts';
import type { TokenService } from './token-service.ts';

const ANSWERS: readonly ApprovalAnswer['decision'][] = ['approve', 'deny', 'reopen', 'retract'];

interface VerifiedApprover {
  readonly ok: true;
  readonly approver: Approver;
  readonly caller: Caller;
}

/** Accepts an answer. A delegated approver can only answer requests that its delegation covers. */
export async function resolveRequest(
  service: ApprovalService,
  tokenService: TokenService,
  requestId: string,
  { approver: token, decision, reason }: ApprovalAnswer,
): Promise<ApprovalResult> {
  const verified = await verify(token, tokenService);
  if (!verified.ok) return verified;
  const found = await service.get(requestId);
  if (!found.ok) return found;
  const covered = checkCovered(verified.caller, found.request);
  if (!covered.ok) return covered;
  if (!ANSWERS.includes(decision)) {
    throw new AgentSafeError('ERR_CONFIG_INVALID', `The decision of an answer must be one of ${ANSWERS.join(', ')}.`);
  }
  return service[decision](requestId, verified.approver, redactReason(reason, tokenService));
}

/** Cancels a request for its requester. */
export async function cancelRequest(
  service: ApprovalService,
  tokenService: TokenService,
  requestId: string,
  { caller, reason, secret, verified: own }: ApprovalCancellation,
): Promise<ApprovalResult> {
  const redacted = redactReason(reason, tokenService);
  if (own !== undefined) return service.cancel(requestId, { chain: [], ...own, verified: true }, redacted);
  if (caller === undefined) return service.cancel(requestId, { agent_id: null, verified: false, secret }, redacted);
  const verified = await verify(caller, tokenService);
  if (!verified.ok) return verified;
  const { agent_id, delegation_chain: chain } = verified.caller;
  return service.cancel(requestId, { agent_id, verified: true, chain, secret }, redacted);
}

/** Verifies the token of an approver. */
async function verify(token: string, tokenService: TokenService): Promise<VerifiedApprover | ApprovalRefusal> {
  const { toCaller } = await import('../lazy/tokens.ts');
  const result = await tokenService.verify(token);
  if (!result.ok) {
    const code = result.code === 'state_unavailable' ? 'state_unavailable' : 'approver_unverified';
    return { ok: false, code, reason: result.reason };
  }
  const { agent_id, delegation_chain, groups, jti, roles } = result.identity;
  const approver = { agent_id, verified: true, roles, groups, jti, delegation_chain };
  return { ok: true, approver, caller: toCaller(result.identity) };
}

/** Redacts secrets in a reason, because reasons are recorded and shown to others. */
function redactReason(reason: string, { secretNames: names }: TokenService): string {
  const { reason: redacted } = redactSecrets({ reason }, [], { names });
  return typeof redacted === 'string' ? redacted : reason;
}

function checkCovered(caller: Caller, request: ApprovalRequest): Passed | ApprovalRefusal {
  const { action, target } = request;
  if (coversAction(caller, action) && coversTarget(caller, target ?? undefined)) return PASSED;
  const what = `${quote(action)} on ${target === null ? 'no target' : quote(target)}`;
  const reason = `The delegation of ${quote(caller.agent_id)} does not cover ${what}. Ask an approver whose delegation covers it.`;
  return { ok: false, code: 'approver_not_allowed', reason, request };
}
