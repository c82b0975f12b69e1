import type { ApprovalListing, ApprovalRefusal, ApprovalResult, WaitOptions } from '@agent-safe/approvals';
import type { ApprovalFilter } from '@agent-safe/core';
import { checkOptions } from '@agent-safe/core/options';
import type { ApprovalAnswer, ApprovalCancellation } from './approval-answer.ts';
import type { ApprovalGateway } from './approval-gateway.ts';
import { approvalFilterShape, approverAnswerShape, cancellationShape, waitShape } from './call-options.ts';

/** The answer of an approver: an identity token that proves the approver, and a reason for the log. */
export type ApproverAnswer = Omit<ApprovalAnswer, 'decision'>;

/**
 * `safe.approvals`: approval requests. The `request_id` of a decision is the id of its request. Every method returns
 * `{ ok: true, … }`, or `{ ok: false, code, reason }` for a refusal. Every method throws AgentSafeError
 * ERR_CONFIG_INVALID if the project has no audit log, state or keys for approvals, or if an option is unknown or
 * missing.
 */
export class ApprovalsApi {
  readonly #gateway: ApprovalGateway;

  constructor(gateway: ApprovalGateway) {
    this.#gateway = gateway;
  }

  /**
   * Lists requests, the oldest first; only pending requests by default. Entries of the store that fail verification are
   * in `refused`.
   *
   * @example
   * const safe = await AgentSafe.open();
   * const pending = await safe.approvals.list();
   * if (!pending.ok) throw new Error(pending.reason);
   * for (const { action, caller, request_id } of pending.requests) console.log(request_id, action, caller);
   */
  async list(filter: ApprovalFilter = { status: 'pending' }): Promise<ApprovalListing | ApprovalRefusal> {
    checkOptions(approvalFilterShape, filter, '');
    return this.#gateway.list(filter);
  }

  /**
   * Reads a request with its current status.
   *
   * @example
   * const safe = await AgentSafe.open();
   * const found = await safe.approvals.get('apr-1');
   * console.log(found.ok ? found.request.status : found.code);
   */
  get(requestId: string): Promise<ApprovalResult> {
    return this.#gateway.get(requestId);
  }

  /**
   * Approves a request. The approver needs a role or group that the request requires. Neither the caller nor an agent
   * of its chain may approve. If the quorum is not reached, the request stays pending.
   *
   * @example
   * const safe = await AgentSafe.open();
   * const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
   * await safe.approvals.approve('apr-1', { approver, reason: 'CHG-7 is open' });
   */
  async approve(requestId: string, answer: ApproverAnswer): Promise<ApprovalResult> {
    checkOptions(approverAnswerShape, answer, '');
    return this.#gateway.resolve(requestId, { ...answer, decision: 'approve' });
  }

  /**
   * Denies a request. The approver needs a role or group that the request requires. One denial ends the request.
   * It also answers the same request until the time of this request has passed, unless {@link reopen} lifts it.
   *
   * @example
   * const safe = await AgentSafe.open();
   * const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
   * await safe.approvals.deny('apr-1', { approver, reason: 'The change window is closed' });
   */
  async deny(requestId: string, answer: ApproverAnswer): Promise<ApprovalResult> {
    checkOptions(approverAnswerShape, answer, '');
    return this.#gateway.resolve(requestId, { ...answer, decision: 'deny' });
  }

  /**
   * Withdraws an approval that the approver gave. It is possible until a ticket is issued. If the quorum is then not
   * reached, the request is pending again.
   *
   * @example
   * const safe = await AgentSafe.open();
   * const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
   * await safe.approvals.withdraw('apr-1', { approver, reason: 'Approved by mistake' });
   */
  async withdraw(requestId: string, answer: ApproverAnswer): Promise<ApprovalResult> {
    checkOptions(approverAnswerShape, answer, '');
    return this.#gateway.resolve(requestId, { ...answer, decision: 'retract' });
  }

  /**
   * Lifts the denial of a request, which otherwise answers the same request until its time has passed. The next check of
   * the same request opens a new approval request.
   *
   * @example
   * const safe = await AgentSafe.open();
   * const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
   * await safe.approvals.reopen('apr-1', { approver, reason: 'The change window is open now' });
   */
  async reopen(requestId: string, answer: ApproverAnswer): Promise<ApprovalResult> {
    checkOptions(approverAnswerShape, answer, '');
    return this.#gateway.resolve(requestId, { ...answer, decision: 'reopen' });
  }

  /**
   * Cancels a request for its requester. The requester proves itself by its token, or by the `request_secret` of the
   * decision.
   *
   * @example
   * const safe = await AgentSafe.open();
   * const caller = await safe.tokens.issue({ agent_id: 'worker' });
   * await safe.approvals.cancel('apr-1', { caller, reason: 'No longer needed' });
   */
  async cancel(requestId: string, cancellation: ApprovalCancellation): Promise<ApprovalResult> {
    checkOptions(cancellationShape, cancellation, '');
    return this.#gateway.cancel(requestId, cancellation);
  }

  /**
   * Waits until a request is answered or expires. The answer may come from any process. Then check the same request
   * again: an approved request is allowed once, if the policy has not become stricter. `timeout` is in milliseconds;
   * after it, the result is a refusal with the code `wait_timeout`.
   *
   * @example
   * const safe = await AgentSafe.open();
   * const answer = await safe.approvals.wait('apr-1', { timeout: 60_000 });
   * console.log(answer.ok ? answer.request.status : answer.code);
   *
   * @throws the reason of `signal` if it is aborted
   */
  async wait(requestId: string, options: WaitOptions = {}): Promise<ApprovalResult> {
    checkOptions(waitShape, options, '');
    return this.#gateway.wait(requestId, options);
  }
}
