import type {
  ApprovalAsked,
  ApprovalFound,
  ApprovalListing,
  ApprovalRefusal,
  ApprovalResult,
  ApprovalService,
  ApprovalSubject,
  Approver,
  Claimant,
  OnNotifyFailure,
  WaitOptions,
} from '@agent-safe/approvals';
import { redactSecrets } from '@agent-safe/audit/append';
import {
  AgentSafeError,
  type ApprovalFilter,
  type ApprovalRequest,
  type ApprovalSettings,
  type ApproverRequirement,
  type AuditReader,
  type AuditSink,
  type Caller,
  type CheckResult,
  PASSED,
  type Passed,
  quote,
  type Refused,
  type Stores,
} from '@agent-safe/core';
import { coversAction, coversTarget } from '@agent-safe/pdp';
import type { NotifierOption } from '../lazy/notifiers.ts';
import type { TokenService } from './token-service.ts';

export interface ApprovalGatewayOptions {
  readonly settings: Partial<ApprovalSettings>;
  readonly notifiers: readonly NotifierOption[];
  readonly onNotifyFailure: OnNotifyFailure | undefined;
  /** Undefined where requests are not stored. */
  readonly stores: Pick<Stores, 'approvals' | 'changes' | 'notices'> | undefined;
  /** Undefined where nothing is recorded. */
  readonly log:
    | { readonly record: AuditSink['append']; readonly reader: Pick<AuditReader, 'latestVersion'> }
    | undefined;
  /** Prove that a request is as it was left; the newest last. */
  readonly keys: readonly Uint8Array[];
  readonly tokenService: TokenService;
  /** Milliseconds since 1970, UTC. */
  readonly clock: () => number;
}

/** An answer to a request for approval. */
export interface ApprovalAnswer {
  readonly decision: 'approve' | 'deny';
  /** The identity token of whoever answers. A name proves nothing, and is refused. */
  readonly approver: string;
  /** What others should know of it. */
  readonly reason: string;
}

/** Who takes a request back: by its token, or by the secret that was given with the request. */
export interface ApprovalCancellation {
  readonly caller?: string | undefined;
  readonly secret?: string | undefined;
  readonly reason: string;
}

/** Requests approvals, and accepts an answer if a token proves the approver. */
export class ApprovalGateway {
  readonly #options: ApprovalGatewayOptions;
  #service: Promise<ApprovalService> | undefined;

  constructor(options: ApprovalGatewayOptions) {
    this.#options = options;
  }

  /** Checks that the project is configured to request approvals. */
  checkAvailable(): CheckResult<'approvals_unavailable'> {
    const { tokenService, keys, log, stores } = this.#options;
    if (log === undefined) {
      return unavailable('There is no audit log to record it in: add "audit_log" to agent-safe.yaml.');
    }
    if (stores === undefined) {
      return unavailable('There is no state to keep it in: add "state" to agent-safe.yaml.');
    }
    if (keys.length === 0) {
      return unavailable('There is no key for approvals: let "agent-safe keys generate" add one.');
    }
    if (tokenService.signsTickets) return PASSED;
    return unavailable('No key signs a ticket for it: let "agent-safe keys generate" make one.');
  }

  /** The roles, groups and quorum of approvers, without the overrides of single rules. */
  async requirement(): Promise<ApproverRequirement> {
    const { readApprovalSettings } = await import('../lazy/approvals.ts');
    return readApprovalSettings(this.#options.settings);
  }

  /** The request that asking for the same would be about: one that is not answered yet, or that was approved and not used. */
  async find(digest: string, claimant: Claimant, policyMatched: string | null): Promise<ApprovalFound> {
    const { stores } = this.#options;
    if (!this.checkAvailable().ok || stores === undefined) return NOT_FOUND;
    try {
      // Nearly always there is none, and then nothing is loaded that knows of approvals.
      if ((await stores.approvals.list({ digest, limit: 1 })).length === 0) return NOT_FOUND;
    } catch (error) {
      // A store of somebody else may throw anything, and a request must be answered all the same.
      const reason = error instanceof AgentSafeError ? error.message : 'The state does not answer.';
      return { ok: false, code: 'state_unavailable', reason };
    }
    return (await this.#open()).findOpen(digest, claimant, policyMatched);
  }

  async ask(facts: ApprovalSubject): Promise<ApprovalAsked> {
    return (await this.#open()).request(facts);
  }

  async claim(requestId: string, digest: string, auditId: string, claimant: Claimant): Promise<ApprovalResult> {
    return (await this.#open()).claim(requestId, { digest, audit_id: auditId, ...claimant });
  }

  /**
   * Takes an answer. A delegated approver can only answer requests that its delegation covers.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID where nobody can be asked
   */
  async resolve(requestId: string, { approver: token, decision, reason }: ApprovalAnswer): Promise<ApprovalResult> {
    const service = await this.#open();
    const verified = await this.#verify(token);
    if (!verified.ok) return verified;
    const found = await service.get(requestId);
    if (!found.ok) return found;
    const covered = checkCovered(verified.caller, found.request);
    if (!covered.ok) return covered;
    if (decision !== 'approve' && decision !== 'deny') {
      throw new AgentSafeError('ERR_CONFIG_INVALID', 'An answer is "approve" or "deny".');
    }
    return service[decision](requestId, verified.approver, withoutSecrets(reason));
  }

  /** Takes a request back, for whoever asked. */
  async cancel(requestId: string, { caller, reason, secret }: ApprovalCancellation): Promise<ApprovalResult> {
    const service = await this.#open();
    const redacted = withoutSecrets(reason);
    if (caller === undefined) return service.cancel(requestId, { agent_id: null, verified: false, secret }, redacted);
    const verified = await this.#verify(caller);
    if (!verified.ok) return verified;
    const { agent_id, delegation_chain: chain } = verified.caller;
    return service.cancel(requestId, { agent_id, verified: true, chain, secret }, redacted);
  }

  async get(requestId: string): Promise<ApprovalResult> {
    return (await this.#open()).get(requestId);
  }

  async list(filter?: ApprovalFilter): Promise<ApprovalListing | ApprovalRefusal> {
    return (await this.#open()).list(filter);
  }

  async wait(requestId: string, options?: WaitOptions): Promise<ApprovalResult> {
    return (await this.#open()).waitForApproval(requestId, options);
  }

  /** The requests that wait, and then each whenever something happened to it, until the signal is aborted. */
  async *watch(signal: AbortSignal): AsyncGenerator<ApprovalRequest, void, undefined> {
    const service = await this.#open();
    const { stores } = this.#options;
    if (stores === undefined) return;
    const { watchApprovals } = await import('../lazy/approvals.ts');
    yield* watchApprovals(service, stores.changes, signal);
  }

  /**
   * Makes ready whoever tells approvers, so that a mistake is found before anybody asks; and sends what another process did not.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID
   */
  async prepare(): Promise<void> {
    if (!this.checkAvailable().ok || this.#options.notifiers.length === 0) return;
    const { openNotifier } = await import('../lazy/approvals.ts');
    const names: string[] = [];
    for (const option of this.#options.notifiers) {
      const { name } = await openNotifier(option);
      if (names.includes(name)) {
        const summary = `Two notifiers are called ${quote(name)}: what is still to be sent is kept under the name. Give { name, notify }.`;
        throw new AgentSafeError('ERR_CONFIG_INVALID', summary);
      }
      names.push(name);
    }
    await this.#open();
  }

  /** Waits a moment for what approvers are just being told. */
  async close(grace?: number): Promise<void> {
    const service = await this.#service?.catch(() => undefined);
    await service?.close(grace);
  }

  #open(): Promise<ApprovalService> {
    // What could not be opened may be mended meanwhile.
    this.#service ??= this.#make().catch((error: unknown) => {
      this.#service = undefined;
      throw error;
    });
    return this.#service;
  }

  async #make(): Promise<ApprovalService> {
    const { tokenService, clock, keys, log, notifiers, onNotifyFailure, settings, stores } = this.#options;
    const available = this.checkAvailable();
    if (!available.ok || log === undefined || stores === undefined) {
      const why = available.ok ? '' : available.reason;
      throw new AgentSafeError('ERR_CONFIG_INVALID', `Nobody can be asked for an approval. ${why}`);
    }
    const { ApprovalService, openNotifierOrFail } = await import('../lazy/approvals.ts');
    const service = new ApprovalService({
      store: stores.approvals,
      notices: stores.notices,
      audit: { append: log.record },
      latestVersion: (requestId, since) => log.reader.latestVersion(requestId, since),
      keys,
      settings,
      notifiers: await Promise.all(notifiers.map((option) => openNotifierOrFail(option))),
      onNotifyFailure,
      changes: stores.changes,
      isRevoked: (bearer) => tokenService.isRevoked(bearer),
      clock,
    });
    service.resumeNotices();
    return service;
  }

  /** The approver that a token proves, or a refusal. */
  async #verify(token: string): Promise<VerifiedApprover | ApprovalRefusal> {
    const { toCaller } = await import('../lazy/tokens.ts');
    const result = await this.#options.tokenService.verify(token);
    if (!result.ok) return { ok: false, code: 'approver_unverified', reason: result.reason };
    const { agent_id, delegation_chain, groups, jti, roles } = result.identity;
    const approver = { agent_id, verified: true, roles, groups, jti, delegation_chain };
    return { ok: true, approver, caller: toCaller(result.identity) };
  }
}

interface VerifiedApprover {
  readonly ok: true;
  readonly approver: Approver;
  readonly caller: Caller;
}

const NOT_FOUND: ApprovalFound = PASSED;

function unavailable(reason: string): Refused<'approvals_unavailable'> {
  return { ok: false, code: 'approvals_unavailable', reason };
}

/** What people write is recorded and shown to others. */
function withoutSecrets(reason: string): string {
  const { reason: redacted } = redactSecrets({ reason });
  return typeof redacted === 'string' ? redacted : reason;
}

function checkCovered(caller: Caller, request: ApprovalRequest): Passed | ApprovalRefusal {
  const { action, target } = request;
  if (coversAction(caller, action) && coversTarget(caller, target ?? undefined)) return PASSED;
  const what = `${quote(action)} on ${target === null ? 'no target' : quote(target)}`;
  const reason = `What was delegated to ${quote(caller.agent_id)} does not cover ${what}, and so it cannot answer for it.`;
  return { ok: false, code: 'approver_not_allowed', reason, request };
}
