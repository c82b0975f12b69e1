import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type ApprovalBasis,
  type ApprovalFilter,
  type ApprovalRequest,
  type ApprovalSettings,
  type ChangeFeed,
  JsonError,
  LocalChangeFeed,
  PASSED,
} from '@agent-safe/core';
import { MemoryNoticeStore } from '../memory/memory-notice-store.ts';
import { noticeOf } from '../notify/notifier.ts';
import { Outbox } from '../notify/outbox.ts';
import { type ApprovalSubject, beginEntry } from '../request/approval-subject.ts';
import { type Approver, type Claimant, hashSecret, makeSecret } from '../request/approvers.ts';
import { EntryMac, type EntryWithoutMac } from '../request/entry-mac.ts';
import {
  type ApprovalCheck,
  type ApprovalRefusal,
  type ApprovalResult,
  refuse,
  refuseDenied,
} from '../request/refusal.ts';
import {
  type Answer,
  answerBy,
  checkAnswer,
  checkClaimable,
  checkPending,
  checkReason,
  checkRequester,
  toTime,
} from '../request/transitions.ts';
import { checkApproversRevoked } from '../resolve/check-approvers-revoked.ts';
import { type ApprovalFound, findDenied, findOpen } from '../resolve/find-open.ts';
import { ApprovalLedger } from '../resolve/ledger.ts';
import { lookForAnswer } from '../resolve/look-for-answer.ts';
import { RequestChanges } from '../resolve/request-changes.ts';
import { waitUntil } from '../resolve/wait.ts';
import type {
  ApprovalAsked,
  ApprovalClaim,
  ApprovalListing,
  ApprovalServiceOptions,
  WaitOptions,
} from './service-types.ts';
import { lifetimeOf, readApprovalSettings, requirementFor } from './settings.ts';

/** Attempts of one change while other processes change the same request. */
const MOST_TRIES = 100;

/**
 * Creates, answers and claims approval requests. A request is bound to one digest. Its requester can claim it once, for one ticket.
 *
 * Every refusal is a value with a stable `code`. Each change is valid only after it is recorded in the audit log.
 *
 * @example
 * declare const options: ApprovalServiceOptions;
 * declare const subject: ApprovalSubject;
 * declare const approver: Approver;
 * declare const claim: ApprovalClaim;
 * const approvals = new ApprovalService(options);
 * const asked = await approvals.request(subject);
 * if (!asked.ok) throw new Error(asked.reason);
 * await approvals.approve(asked.request.request_id, approver, 'The change window is open.');
 * const claimed = await approvals.claim(asked.request.request_id, claim);
 */
export class ApprovalService {
  readonly #ledger: ApprovalLedger;
  readonly #settings: ApprovalSettings;
  readonly #outbox: Outbox;
  readonly #own = new LocalChangeFeed();
  readonly #requests: RequestChanges;
  readonly #changes: readonly ChangeFeed[];
  readonly #clock: () => number;
  readonly #newId: () => string;
  readonly #isRevoked: ApprovalServiceOptions['isRevoked'];
  readonly #pause: (milliseconds: number, signal?: AbortSignal) => Promise<void>;

  /** @throws AgentSafeError ERR_KEYS_INVALID for a short or missing key, ERR_CONFIG_INVALID for invalid settings */
  constructor(options: ApprovalServiceOptions) {
    const { audit, changes, clock = Date.now, latestVersion, onNotifyFailure, store } = options;
    this.#pause = options.pause ?? ((milliseconds, signal) => wait(milliseconds, undefined, signal && { signal }));
    const pause = (milliseconds: number) => this.#pause(milliseconds);
    this.#ledger = new ApprovalLedger({ store, audit, latestVersion, mac: new EntryMac(options.keys), pause });
    this.#settings = readApprovalSettings(options.settings);
    this.#outbox = new Outbox(options.notifiers ?? [], {
      store: options.notices ?? new MemoryNoticeStore(),
      look: (requestId) => this.get(requestId),
      onFailure: onNotifyFailure,
      clock,
    });
    this.#changes = changes === undefined ? [this.#own] : [this.#own, changes];
    this.#requests = new RequestChanges(this.#ledger, clock, () => this.#own.tell());
    this.#clock = clock;
    this.#newId = options.newId ?? randomUUID;
    this.#isRevoked = options.isRevoked;
  }

  /**
   * Creates an approval request and notifies approvers. If the same request was denied, and its time has not passed, refuses with
   * `approval_denied`. If the same request is pending, returns it and sends no notice. Of
   * several processes that call this at the same time, one creates the request.
   */
  async request(subject: ApprovalSubject): Promise<ApprovalAsked> {
    const notDenied = await this.#checkNotDenied(subject);
    if (!notDenied.ok) return notDenied;
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const secret = subject.caller_verified ? undefined : makeSecret();
      const created = await this.#begin(subject, secret, (entry) => this.#ledger.create(entry));
      if (!created.ok) return created;
      if (created.request !== undefined) {
        this.#own.tell();
        this.#outbox.push(noticeOf(created.request));
        return { ok: true, request: created.request, created: true, ...(secret === undefined ? {} : { secret }) };
      }
      const found = await this.get(created.id);
      if (found.ok && found.request.status === 'pending') return { ok: true, request: found.request, created: false };
      // Its creator could not record it, or it expired. It no longer blocks a new request.
      if (!found.ok && found.code !== 'approval_unknown') return found;
    }
    return refuse(
      'state_unavailable',
      `The approval request could not be stored: other processes created and ended the same request ${MOST_TRIES} times. Try again.`,
    );
  }

  /** Checks that {@link request} would create a request or return a pending one. Changes nothing. */
  async checkRequest(subject: ApprovalSubject): Promise<ApprovalCheck> {
    const notDenied = await this.#checkNotDenied(subject);
    return notDenied.ok ? this.#begin(subject, undefined, (entry) => this.#ledger.checkCreate(entry)) : notDenied;
  }

  /**
   * Returns the open request for a digest: an approved request that the caller can still claim, or else the pending one. Changes nothing,
   * and needs one query if there is none.
   *
   * @param digest of the decided request
   * @param decided the current answer of the policy. An approval of another answer, or under another requirement, does not match
   */
  findOpen(
    digest: string,
    caller: Claimant,
    {
      approval_rules,
      policy_matched,
      rule_approvals,
      ...basis
    }: ApprovalBasis & Pick<ApprovalSubject, 'approval_rules' | 'policy_matched' | 'rule_approvals'>,
  ): Promise<ApprovalFound> {
    const required = requirementFor(this.#settings, approval_rules ?? policy_matched, rule_approvals);
    const checkApproved = (request: ApprovalRequest) => checkApproversRevoked(request, this.#isRevoked);
    return findOpen(this.#ledger, { digest, caller, required, basis, now: this.#clock(), checkApproved });
  }

  /** Returns the request for a digest that an approver denied, until its time has passed. Changes nothing. */
  findDenied(digest: string, caller: Claimant): Promise<ApprovalFound> {
    return findDenied(this.#ledger, { digest, caller, now: this.#clock() });
  }

  /** Returns the current request. Expires it first if its time has passed. */
  async get(requestId: string): Promise<ApprovalResult> {
    const { result } = await this.#requests.read(requestId);
    return result;
  }

  /** Lists the requests that match all filters, oldest first, and the stored entries that failed verification. */
  async list(filter: ApprovalFilter = {}): Promise<ApprovalListing | ApprovalRefusal> {
    const listed = await this.#ledger.list(filter);
    if (!listed.ok) return listed;
    const [requests, refused]: [ApprovalRequest[], { request_id: string; refusal: ApprovalRefusal }[]] = [[], []];
    for (const entry of listed.entries) {
      const { request_id } = entry;
      const { result } = await this.#requests.expireIfOver(await this.#ledger.verifyEntry(entry));
      if (result.ok) {
        if (filter.status === undefined || result.request.status === filter.status) requests.push(result.request);
      } else if (result.code !== 'approval_unknown') refused.push({ request_id, refusal: result });
    }
    return { ok: true, requests, refused };
  }

  /** Approves a request. It is approved when the quorum is reached. */
  approve(requestId: string, approver: Approver, reason: string): Promise<ApprovalResult> {
    return this.#answer(requestId, approver, 'approve', reason);
  }

  /** Withdraws an own approval. Until a ticket is issued, the request is pending again if it then lacks approvers. */
  retract(requestId: string, approver: Approver, reason: string): Promise<ApprovalResult> {
    return this.#answer(requestId, approver, 'retract', reason);
  }

  /** Lifts a denial: the same request can be made again. The denied request itself is canceled. */
  reopen(requestId: string, approver: Approver, reason: string): Promise<ApprovalResult> {
    return this.#answer(requestId, approver, 'reopen', reason);
  }

  /** Denies a request. One denial is enough. It answers the same request until the time of this request has passed. */
  deny(requestId: string, approver: Approver, reason: string): Promise<ApprovalResult> {
    return this.#answer(requestId, approver, 'deny', reason);
  }

  /** Cancels a pending request. Only the requester can cancel. */
  async cancel(requestId: string, claimant: Claimant, reason: string): Promise<ApprovalResult> {
    const readable = checkReason(reason);
    if (!readable.ok) return readable;
    return this.#requests.change(requestId, (request, entry, now) => {
      const own = checkRequester(entry, claimant);
      if (!own.ok) return own;
      const pending = checkPending(request);
      if (!pending.ok) return pending;
      const { caller: approver, chain } = request;
      return { ok: true, step: { decision: 'cancel', approver, chain, tokens: [], reason, at: toTime(now) } };
    });
  }

  /**
   * Claims an approval for one ticket. Of several concurrent claims, one succeeds; later claims are refused. Issue the ticket after
   * this resolves, and only for the given digest. An approval of another answer of the policy is refused.
   */
  async claim(requestId: string, claim: ApprovalClaim): Promise<ApprovalResult> {
    const { audit_id, digest } = claim;
    const found = await this.get(requestId);
    if (!found.ok) return found;
    const approved = await checkApproversRevoked(found.request, this.#isRevoked);
    if (!approved.ok) return approved;
    return this.#requests.change(requestId, (request, entry, now) => {
      // A claim for another digest learns only the mismatch, from the next check.
      const own = request.digest === digest ? checkRequester(entry, claim) : PASSED;
      if (!own.ok) return own;
      const claimable = checkClaimable(request, digest, claim);
      if (!claimable.ok) return claimable;
      const { caller: approver, chain } = request;
      const reason = `The decision ${audit_id} claimed the approval for its ticket.`;
      const step = { decision: 'claim', approver, chain, tokens: [], reason, at: toTime(now) } as const;
      return { ok: true, step, claimedBy: audit_id };
    });
  }

  /**
   * Waits until a request is no longer pending. Answers from any process of this machine end the wait.
   *
   * @returns the request; `wait_timeout`; or another refusal
   * @throws the reason of the signal, when that is aborted
   */
  waitForApproval(requestId: string, { signal, timeout }: WaitOptions = {}): Promise<ApprovalResult> {
    const look = lookForAnswer(this.#requests, requestId, this.#clock, timeout);
    return waitUntil(look, this.#changes, signal, this.#pause);
  }

  /**
   * Starts sending the unsent notices of all processes, until `close`. Call it after opening. It is cheap if there is no notice, and
   * does not keep the process alive.
   */
  resumeNotices(): void {
    this.#outbox.resume();
  }

  /**
   * Waits for the first attempt of each notice of this process, at most `grace` milliseconds. With `notices` in the shared state, the
   * next process sends the rest.
   */
  close(grace = 2_000): Promise<void> {
    return this.#outbox.close(grace);
  }

  async #checkNotDenied({ caller, caller_verified: verified, digest }: ApprovalSubject): Promise<ApprovalCheck> {
    const denied = await this.findDenied(digest, { agent_id: caller, verified });
    return !denied.ok || denied.request === undefined ? denied : refuseDenied(denied.request);
  }

  async #begin<Result>(
    subject: ApprovalSubject,
    secret: string | undefined,
    use: (entry: EntryWithoutMac) => Promise<Result>,
  ): Promise<Result | ApprovalRefusal> {
    const { approval_rules, policy_matched, rule_approvals } = subject;
    const entry = beginEntry(subject, {
      requestId: `apr-${this.#newId()}`,
      now: this.#clock(),
      ttl: lifetimeOf(this.#settings, rule_approvals),
      required: requirementFor(this.#settings, approval_rules ?? policy_matched, rule_approvals),
      secretHash: secret === undefined ? null : hashSecret(secret),
    });
    try {
      return await use(entry);
    } catch (error) {
      if (!(error instanceof JsonError)) throw error;
      return refuse('request_invalid', `The request cannot be stored as JSON: ${error.message}.`);
    }
  }

  async #answer(requestId: string, approver: Approver, decision: Answer, reason: string): Promise<ApprovalResult> {
    const readable = checkReason(reason);
    if (!readable.ok) return readable;
    return this.#requests.change(requestId, (request, _, now) => {
      const checked = checkAnswer(request, approver, decision);
      return checked.ok ? { ok: true, step: answerBy(approver, decision, reason, now) } : checked;
    });
  }
}
