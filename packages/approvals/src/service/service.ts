import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type ApprovalEntry,
  type ApprovalFilter,
  type ApprovalRequest,
  type ApprovalSettings,
  type ChangeFeed,
  JsonError,
  LocalChangeFeed,
  PASSED,
  quote,
} from '@agent-safe/core';
import { MemoryNoticeStore } from '../memory/memory-notice-store.ts';
import { noticeOf } from '../notify/notifier.ts';
import { Outbox } from '../notify/outbox.ts';
import { type ApprovalSubject, beginEntry } from '../request/approval-subject.ts';
import { type Approver, type Claimant, hashSecret, isRequester, makeSecret } from '../request/approvers.ts';
import { EntryMac } from '../request/entry-mac.ts';
import {
  type ApprovalCheck,
  type ApprovalRefusal,
  type ApprovalResult,
  refuse,
  refuseUnavailable,
} from '../request/refusal.ts';
import { answerBy, checkAnswer, checkClaimable, checkPending, checkReason, toTime } from '../request/transitions.ts';
import { type ApprovalFound, findOpen } from '../resolve/find-open.ts';
import { ApprovalLedger } from '../resolve/ledger.ts';
import { RequestChanges } from '../resolve/request-changes.ts';
import { type Look, waitUntil } from '../resolve/wait.ts';
import type {
  ApprovalAsked,
  ApprovalClaim,
  ApprovalListing,
  ApprovalServiceOptions,
  WaitOptions,
} from './service-types.ts';
import { readApprovalSettings, requirementFor } from './settings.ts';

/** Attempts of one change while other processes change the same request. */
const MOST_TRIES = 100;

/**
 * Asks people, and takes their answers: a request for approval is bound to one digest, and becomes at most one ticket, for the one
 * that asked.
 *
 * Every refusal is a value with a stable `code`. Nothing counts before it is recorded in the audit log, and only what is recorded
 * there counts: see {@link ApprovalLedger}.
 *
 * @example
 * declare const options: ApprovalServiceOptions;
 * declare const facts: ApprovalSubject;
 * declare const approver: Approver;
 * declare const claim: ApprovalClaim;
 * const approvals = new ApprovalService(options);
 * const asked = await approvals.request(facts);
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

  /** @throws AgentSafeError ERR_KEYS_INVALID for a short key or none, ERR_CONFIG_INVALID for settings that are none */
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
   * Asks for an approval. Asked again while it is pending, the same request is the answer, and nobody is told a second time. Of any
   * number of processes that ask at the same time exactly one creates it.
   */
  async request(facts: ApprovalSubject): Promise<ApprovalAsked> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const secret = facts.caller_verified ? undefined : makeSecret();
      const created = await this.#create(facts, secret);
      if (!created.ok) return created;
      if (created.request !== undefined) {
        this.#own.tell();
        this.#outbox.push(noticeOf(created.request));
        return { ok: true, request: created.request, created: true, ...(secret === undefined ? {} : { secret }) };
      }
      const found = await this.get(created.id);
      if (found.ok && found.request.status === 'pending') return { ok: true, request: found.request, created: false };
      // Its creator could not record it, or its time was over: then it stands in the way no longer.
      if (!found.ok && found.code !== 'approval_unknown') return found;
    }
    return refuse('state_unavailable', 'The request for approval could not be stored: others of its kind come and go.');
  }

  /**
   * The request that asking for the same again would be about: an approved one that this caller may still claim, or else the pending
   * one. It is quick where there is none, and changes nothing.
   *
   * @param digest of the request that was decided
   * @param policyMatched the rule that asks for the approval now: what was approved by fewer than it asks for is none
   */
  findOpen(digest: string, caller: Claimant, policyMatched: string | null): Promise<ApprovalFound> {
    const required = requirementFor(this.#settings, policyMatched);
    const checkApproved = (request: ApprovalRequest) => this.#checkApproversRevoked(request);
    return findOpen(this.#ledger, { digest, caller, required, now: this.#clock(), checkApproved });
  }

  /** A request as it counts now. One whose time is over is expired from then on. */
  async get(requestId: string): Promise<ApprovalResult> {
    const { result } = await this.#requests.read(requestId);
    return result;
  }

  /** Those that meet all that is given, the oldest first; and which the store holds that do not count. */
  async list(filter: ApprovalFilter = {}): Promise<ApprovalListing | ApprovalRefusal> {
    const listed = await this.#ledger.list(filter);
    if (!listed.ok) return listed;
    const requests: ApprovalRequest[] = [];
    const refused: { request_id: string; refusal: ApprovalRefusal }[] = [];
    for (const entry of listed.entries) {
      const { request_id } = entry;
      const { result } = await this.#requests.expireIfOver(await this.#ledger.verifyEntry(entry));
      if (result.ok) {
        if (filter.status === undefined || result.request.status === filter.status) requests.push(result.request);
      } else if (result.code !== 'approval_unknown') refused.push({ request_id, refusal: result });
    }
    return { ok: true, requests, refused };
  }

  /** Says yes. With enough of them the request is approved. */
  approve(requestId: string, approver: Approver, reason: string): Promise<ApprovalResult> {
    return this.#answer(requestId, approver, 'approve', reason);
  }

  /** Says no. One is enough. */
  deny(requestId: string, approver: Approver, reason: string): Promise<ApprovalResult> {
    return this.#answer(requestId, approver, 'deny', reason);
  }

  /** Takes a pending request back. Only the one that asked may. */
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
   * Takes an approval, for a ticket: of any number that try exactly one does, and none after that. Issue the ticket after this has
   * resolved, and for nothing but the digest that was given.
   */
  async claim(requestId: string, claim: ApprovalClaim): Promise<ApprovalResult> {
    const { audit_id, digest } = claim;
    const found = await this.get(requestId);
    if (!found.ok) return found;
    const approved = await this.#checkApproversRevoked(found.request);
    if (!approved.ok) return approved;
    return this.#requests.change(requestId, (request, entry, now) => {
      // A claim for another digest is told only that: the next check refuses it.
      const own = request.digest === digest ? checkRequester(entry, claim) : PASSED;
      if (!own.ok) return own;
      const claimable = checkClaimable(request, digest);
      if (!claimable.ok) return claimable;
      const { caller: approver, chain } = request;
      const reason = `A ticket is issued by the decision ${audit_id}.`;
      const step = { decision: 'claim', approver, chain, tokens: [], reason, at: toTime(now) } as const;
      return { ok: true, step, claimedBy: audit_id };
    });
  }

  /**
   * Waits until a request is no longer pending, whoever answers it, in whatever process of this machine.
   *
   * @returns the request; or `wait_timeout`, or another refusal
   * @throws the reason of the signal, when that is aborted
   */
  waitForApproval(requestId: string, { signal, timeout }: WaitOptions = {}): Promise<ApprovalResult> {
    const deadline = timeout === undefined ? Number.POSITIVE_INFINITY : this.#clock() + timeout;
    const look = async (): Promise<Look<ApprovalResult>> => {
      const { isRecorded, result } = await this.#requests.read(requestId);
      if (!result.ok || result.request.status !== 'pending') return { done: true, result };
      const now = this.#clock();
      if (now >= deadline) {
        const reason = `Nobody has answered the request within ${timeout} ms.`;
        return { done: true, result: refuse('wait_timeout', reason, result.request) };
      }
      const end = Math.min(Date.parse(result.request.expires_at), deadline);
      return { done: false, within: end - now, soon: !isRecorded };
    };
    return waitUntil(look, this.#changes, signal, this.#pause);
  }

  /**
   * Has approvers told of what this and other processes could not tell them, from now on until it is closed. Call it when it is
   * opened: it costs next to nothing where there is nothing to tell, and keeps no process from ending.
   */
  resumeNotices(): void {
    this.#outbox.resume();
  }

  /**
   * Waits until approvers were told of the last requests, or for so many milliseconds. What could not be told is left to the next
   * process, where `notices` are kept in the state.
   */
  close(grace = 2_000): Promise<void> {
    return this.#outbox.close(grace);
  }

  async #create(facts: ApprovalSubject, secret: string | undefined): ReturnType<ApprovalLedger['create']> {
    const entry = beginEntry(facts, {
      requestId: `apr-${this.#newId()}`,
      now: this.#clock(),
      ttl: this.#settings.ttl_seconds,
      required: requirementFor(this.#settings, facts.policy_matched),
      secretHash: secret === undefined ? null : hashSecret(secret),
    });
    try {
      return await this.#ledger.create(entry);
    } catch (error) {
      if (!(error instanceof JsonError)) throw error;
      return refuse('request_invalid', `An approval cannot be asked for: ${error.message}.`);
    }
  }

  /** Whoever is revoked has approved nothing, also before. */
  async #checkApproversRevoked(request: ApprovalRequest): Promise<ApprovalCheck> {
    for (const { approver, at, chain, decision, tokens } of request.resolutions) {
      if (decision !== 'approve' || approver === null || this.#isRevoked === undefined) continue;
      // Its token was issued before it approved.
      const bearer = { issuedAt: Date.parse(at), agents: [approver, ...chain], tokens };
      try {
        if ((await this.#isRevoked(bearer)) === false) continue;
      } catch (error) {
        return refuseUnavailable('state_unavailable', error);
      }
      return refuse('approver_revoked', `${quote(approver)}, who approved, was revoked. Ask again.`, request);
    }
    return PASSED;
  }

  async #answer(
    requestId: string,
    approver: Approver,
    decision: 'approve' | 'deny',
    reason: string,
  ): Promise<ApprovalResult> {
    const readable = checkReason(reason);
    if (!readable.ok) return readable;
    return this.#requests.change(requestId, (request, _, now) => {
      const checked = checkAnswer(request, approver, decision);
      return checked.ok ? { ok: true, step: answerBy(approver, decision, reason, now) } : checked;
    });
  }
}

function checkRequester(entry: ApprovalEntry, claimant: Claimant): ApprovalCheck {
  if (isRequester(entry, claimant)) return PASSED;
  const proof = entry.caller_verified
    ? 'the token of the one that asked'
    : 'the secret that was given with the request';
  return refuse('claimant_not_requester', `The request belongs to another requester: it takes ${proof}.`);
}
