import type { DueNotice, NoticeStore } from '@agent-safe/core';
import { MemoryNoticeStore } from '../memory/memory-notice-store.ts';
import type { ApprovalResult } from '../request/refusal.ts';
import { type ApprovalNotice, noticeOf } from './notifier.ts';

/** Milliseconds for which a notice belongs to the worker that took it: longer than one attempt. */
const LEASE = 60_000;
/** Milliseconds until the next attempt for a request that could not be read. */
const LATER = 30_000;
/** Most notices in memory while the store fails. Approvers still find further requests in the list of requests. */
const MOST_UNSAVED = 1_000;

/** A notice that this process alone must send now. */
export interface TakenNotice {
  readonly notice: ApprovalNotice;
  readonly tries: number;
  /** Removes the notice: it was delivered, or will not be tried again. */
  readonly done: () => Promise<void>;
  /** @param due time of the next attempt, in milliseconds since 1970, UTC */
  readonly retry: (tries: number, due: number) => Promise<void>;
}

/**
 * Notices that are not sent yet. The store holds them for all processes. If the store rejects one, this process keeps it in memory.
 * A store that fails to answer has no notices for now.
 */
export class Backlog {
  readonly #store: NoticeStore;
  readonly #look: (requestId: string) => Promise<ApprovalResult>;
  readonly #unsaved = new MemoryNoticeStore();
  /** The notices in memory, by request and notifier. */
  readonly #notices = new Map<string, ApprovalNotice>();

  /** @param look reads the current, verified request: notices are built from it, never from the stored row */
  constructor(store: NoticeStore, look: (requestId: string) => Promise<ApprovalResult>) {
    this.#store = store;
    this.#look = look;
  }

  /** @returns whether the notice was saved, in the store or in memory */
  async add(notice: ApprovalNotice, notifiers: readonly string[], now: number): Promise<boolean> {
    const { expires_at, request_id } = notice.request;
    const given = [request_id, notifiers, now, Date.parse(expires_at)] as const;
    try {
      await this.#store.add(...given);
      return true;
    } catch {
      this.#removeEnded(now);
      if (this.#notices.size >= MOST_UNSAVED * notifiers.length) return false;
      for (const notifier of notifiers) this.#notices.set(keyOf(request_id, notifier), notice);
      await this.#unsaved.add(...given);
      return true;
    }
  }

  /** Takes the next due notice for a notifier. Drops the notices of requests that are no longer pending. */
  async take(notifier: string, clock: () => number): Promise<TakenNotice | undefined> {
    for (const store of [this.#unsaved, this.#store]) {
      for (;;) {
        const due = await store.take(notifier, clock(), LEASE).catch(() => undefined);
        if (due === undefined) break;
        const notice = await this.#makeNotice(due, notifier);
        const { request_id, tries } = due;
        // If this write fails, the notice is sent again after its lease. Receivers deduplicate by id.
        const done = () => {
          this.#notices.delete(keyOf(request_id, notifier));
          return store.done(request_id, notifier).catch(() => undefined);
        };
        const retry = (count: number, at: number) =>
          store.retry(request_id, notifier, count, at).catch(() => undefined);
        if (typeof notice === 'object') return { notice, tries, done, retry };
        if (notice === 'over') await done();
        else await retry(tries, clock() + LATER);
      }
    }
    return undefined;
  }

  async #makeNotice({ request_id }: DueNotice, notifier: string): Promise<ApprovalNotice | 'over' | 'not known'> {
    const found = await this.#look(request_id).catch(() => undefined);
    if (found === undefined) return 'not known';
    if (found.ok) return found.request.status === 'pending' ? noticeOf(found.request) : 'over';
    const isUnavailable = found.code === 'state_unavailable' || found.code === 'audit_unavailable';
    return isUnavailable ? (this.#notices.get(keyOf(request_id, notifier)) ?? 'not known') : 'over';
  }

  #removeEnded(now: number): void {
    for (const [key, { request }] of this.#notices) {
      if (!(now < Date.parse(request.expires_at))) this.#notices.delete(key);
    }
  }
}

function keyOf(requestId: string, notifier: string): string {
  return JSON.stringify([requestId, notifier]);
}
