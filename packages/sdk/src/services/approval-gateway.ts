import type {
  ApprovalAsked,
  ApprovalFound,
  ApprovalListing,
  ApprovalRefusal,
  ApprovalResult,
  ApprovalService,
  ApprovalSubject,
  Claimant,
  OnNotifyFailure,
  WaitOptions,
} from '@agent-safe/approvals';
import {
  AgentSafeError,
  type ApprovalBasis,
  type ApprovalFilter,
  type ApprovalRequest,
  type ApprovalSettings,
  type ApproverRequirement,
  type AuditReader,
  type AuditSink,
  type CheckResult,
  PASSED,
  type Passed,
  type PolicyRule,
  type Refused,
  type RequiredApprovals,
  type Stores,
  type Verdict,
} from '@agent-safe/core';
import type { NotifierOption } from '../lazy/notifiers.ts';
import type { ApprovalAnswer, ApprovalCancellation } from './approval-answer.ts';
import type { TokenService } from './token-service.ts';

export interface ApprovalGatewayOptions {
  readonly settings: Partial<ApprovalSettings>;
  readonly notifiers: readonly NotifierOption[];
  readonly onNotifyFailure: OnNotifyFailure | undefined;
  /** Undefined if the project has no state. */
  readonly stores: Pick<Stores, 'approvals' | 'changes' | 'notices'> | undefined;
  /** Undefined if the project has no audit log. */
  readonly log:
    | { readonly record: AuditSink['append']; readonly reader: Pick<AuditReader, 'latestVersion'> }
    | undefined;
  /** Returns the MAC keys that detect edited requests, the newest last. */
  readonly keys: () => readonly Uint8Array[];
  readonly tokenService: TokenService;
  /** Milliseconds since 1970, UTC. */
  readonly clock: () => number;
}

/** The approvers that a rule requires. */
export interface NamedRequirement extends ApproverRequirement {
  /** Null: the requirement of all rules without an own one. */
  readonly rule: string | null;
}

/** The answer of the policy that an approval is for. */
export interface ApprovableAnswer
  extends Pick<Verdict, 'approval_rules' | 'code' | 'effective_risk' | 'policy_matched'> {
  readonly findRule: (name: string) => PolicyRule | undefined;
}

/** The decision that needs an approval, without what its rules require. */
export type AskedApproval = Omit<ApprovalSubject, keyof ApprovalBasis | 'rule_approvals'>;

/** Requests approvals, and accepts answers of approvers that a token proves. */
export class ApprovalGateway {
  readonly #options: ApprovalGatewayOptions;
  #service: Promise<ApprovalService> | undefined;

  constructor(options: ApprovalGatewayOptions) {
    this.#options = options;
  }

  /** Checks that the project can request approvals. */
  checkAvailable(): CheckResult<'approvals_unavailable'> {
    const { tokenService, keys, log, stores } = this.#options;
    const usable = tokenService.checkKeys();
    if (!usable.ok) return unavailable(usable.reason);
    if (log === undefined) {
      return unavailable('There is no audit log. Add "audit_log" to agent-safe.yaml.');
    }
    if (stores === undefined) {
      return unavailable('There is no state to store requests. Add "state" to agent-safe.yaml.');
    }
    if (keys().length === 0) {
      return unavailable('There is no key for approvals. Run "agent-safe keys generate".');
    }
    if (tokenService.signsTickets) return PASSED;
    return unavailable('There is no key that signs tickets. Run "agent-safe keys generate".');
  }

  /**
   * The roles, groups and quorum of approvers: first for rules without an own requirement, then for each other rule.
   *
   * @param rules of the policies, which may require more than the settings
   */
  async requirements(rules: readonly PolicyRule[]): Promise<readonly NamedRequirement[]> {
    const { readApprovalSettings, requirementFor } = await import('../lazy/approvals.ts');
    const settings = readApprovalSettings(this.#options.settings);
    const own = new Map(rules.flatMap(({ approvals, name }) => (approvals === undefined ? [] : [[name, approvals]])));
    const names = new Set([null, ...Object.keys(settings.rules), ...own.keys()]);
    return Array.from(names, (rule) => {
      const required = rule === null ? undefined : own.get(rule);
      return { ...requirementFor(settings, rule, required === undefined ? [] : [required]), rule };
    });
  }

  /** Finds an approval request for the same digest: a denied request, an unused approval, or a pending request. */
  async find(digest: string, claimant: Claimant, answer: ApprovableAnswer): Promise<ApprovalFound> {
    const { stores } = this.#options;
    if (!this.checkAvailable().ok || stores === undefined) return NOT_FOUND;
    try {
      // Most decisions have no approval request. The approval services then stay unloaded.
      if ((await stores.approvals.list({ digest, limit: 1 })).length === 0) return NOT_FOUND;
    } catch (error) {
      // A custom store may throw any value. The request must still be answered.
      const reason = error instanceof AgentSafeError ? error.message : 'The approval store does not answer.';
      return { ok: false, code: 'state_unavailable', reason };
    }
    const { approval_rules, policy_matched } = answer;
    const rule_approvals = requiredBy(answer);
    return this.#use(async (service) => {
      const denied = await service.findDenied(digest, claimant);
      if (!denied.ok || denied.request !== undefined) return denied;
      return service.findOpen(digest, claimant, {
        ...(await toBasis(answer)),
        policy_matched,
        approval_rules,
        rule_approvals,
      });
    });
  }

  /** Requests an approval of this answer. */
  async ask(answer: ApprovableAnswer, request: AskedApproval): Promise<ApprovalAsked> {
    const rule_approvals = requiredBy(answer);
    return this.#use(async (service) => service.request({ ...request, ...(await toBasis(answer)), rule_approvals }));
  }

  /** Checks that {@link ask} would be answered with a request. Changes nothing. */
  async checkAsk(answer: ApprovableAnswer, request: AskedApproval): Promise<Passed | ApprovalRefusal> {
    const rule_approvals = requiredBy(answer);
    return this.#use(async (service) => {
      return service.checkRequest({ ...request, ...(await toBasis(answer)), rule_approvals });
    });
  }

  async claim(
    requestId: string,
    digest: string,
    auditId: string,
    claimant: Claimant,
    answer: ApprovableAnswer,
  ): Promise<ApprovalResult> {
    const claim = { digest, audit_id: auditId, ...claimant, ...(await toBasis(answer)) };
    return this.#use((service) => service.claim(requestId, claim));
  }

  /**
   * Accepts an answer. A delegated approver can only answer requests that its delegation covers.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID if the project cannot request approvals
   */
  async resolve(requestId: string, answer: ApprovalAnswer): Promise<ApprovalResult> {
    const { resolveRequest } = await import('./approver-answers.ts');
    return this.#use((service) => resolveRequest(service, this.#options.tokenService, requestId, answer));
  }

  /** Cancels a request for its requester. */
  async cancel(requestId: string, cancellation: ApprovalCancellation): Promise<ApprovalResult> {
    const { cancelRequest } = await import('./approver-answers.ts');
    return this.#use((service) => cancelRequest(service, this.#options.tokenService, requestId, cancellation));
  }

  async get(requestId: string): Promise<ApprovalResult> {
    return this.#use((service) => service.get(requestId));
  }

  async list(filter?: ApprovalFilter): Promise<ApprovalListing | ApprovalRefusal> {
    return this.#use((service) => service.list(filter));
  }

  async wait(requestId: string, options?: WaitOptions): Promise<ApprovalResult> {
    return this.#use((service) => service.waitForApproval(requestId, options));
  }

  /** Yields the pending requests, and then each changed request, until the signal is aborted. */
  async *watch(signal: AbortSignal): AsyncGenerator<ApprovalRequest, void, undefined> {
    const service = await this.#open();
    const { stores } = this.#options;
    if (stores === undefined) return;
    const { watchApprovals } = await import('../lazy/approvals.ts');
    yield* watchApprovals(service, stores.changes, signal);
  }

  /**
   * Opens the notifiers, so that a misconfigured notifier is found before the first request. Also sends the unsent
   * notices of other processes.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID
   */
  async prepare(): Promise<void> {
    if (!this.checkAvailable().ok || this.#options.notifiers.length === 0) return;
    const { checkNotifiers } = await import('../lazy/approvals.ts');
    await checkNotifiers(this.#options.notifiers);
    await this.#open();
  }

  /** Waits for notices that are being sent, up to the grace period in milliseconds. */
  async close(grace?: number): Promise<void> {
    const service = await this.#service?.catch(() => undefined);
    await service?.close(grace);
  }

  /** Uses the service. While the keys cannot be used, every call is refused: no entry can be told from a forged one. */
  async #use<Result>(call: (service: ApprovalService) => Promise<Result>): Promise<Result | ApprovalRefusal> {
    const usable = this.#options.tokenService.checkKeys();
    if (!usable.ok) return { ok: false, code: 'state_unavailable', reason: usable.reason };
    return call(await this.#open());
  }

  #open(): Promise<ApprovalService> {
    // After a failure, the next call tries again: the project may have been repaired.
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
      throw new AgentSafeError('ERR_CONFIG_INVALID', `No approval can be requested. ${why}`);
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
}

const NOT_FOUND: ApprovalFound = PASSED;

async function toBasis(answer: ApprovableAnswer): Promise<ApprovalBasis> {
  const { code, effective_risk } = answer;
  const { digestRule } = await import('../lazy/approvals.ts');
  // After floors, the approval binds all rules that need it.
  const digests = rulesOf(answer).map((rule) => (rule === undefined ? '' : digestRule(rule)));
  return { code, effective_risk, rule_digest: digests.every((digest) => digest === '') ? null : digests.join(' ') };
}

/** Returns the rules of an answer; undefined for a rule that is not known. */
function rulesOf({ approval_rules, findRule, policy_matched }: ApprovableAnswer): readonly (PolicyRule | undefined)[] {
  return (approval_rules ?? (policy_matched === null ? [] : [policy_matched])).map(findRule);
}

/** Returns what the rules of an answer require of approvals. */
function requiredBy(answer: ApprovableAnswer): readonly RequiredApprovals[] {
  return rulesOf(answer).flatMap((rule) => rule?.approvals ?? []);
}

function unavailable(reason: string): Refused<'approvals_unavailable'> {
  return { ok: false, code: 'approvals_unavailable', reason };
}
