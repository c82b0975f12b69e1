import type { DueNotice, NoticeStore } from '@agent-safe/core';
import { MemoryNoticeStore } from '../memory/memory-notice-store.ts';
import type { ApprovalResult } from '../request/refusal.ts';
import { type ApprovalNotice, noticeOf } from './notifier.ts';

/** Milliseconds for which a notice is whoever's took it: more than a try may take. */
const LEASE = 60_000;
/** Milliseconds until somebody looks again at a request of which nobody could tell what it is. */
const LATER = 30_000;
/** So many wait in memory where the state does not take them. Those above are in the list of requests all the same. */
const MOST_UNSAVED = 1_000;

/** A notice that this process has to send now, and nobody else. */
export interface TakenNotice {
  readonly notice: ApprovalNotice;
  readonly tries: number;
  /** It has arrived, or is given up. */
  readonly done: () => Promise<void>;
  /** @param due milliseconds since 1970, UTC */
  readonly retry: (tries: number, due: number) => Promise<void>;
}

/**
 * What is still to be sent: in the state, where all processes find it; and in memory, what the state does not take. A state that
 * does not answer has nothing to send, for now.
 */
export class Backlog {
  readonly #store: NoticeStore;
  readonly #look: (requestId: string) => Promise<ApprovalResult>;
  readonly #unsaved = new MemoryNoticeStore();
  /** The notices of those, by request and notifier. */
  readonly #notices = new Map<string, ApprovalNotice>();

  /** @param look tells of a request as it counts now: what is sent is made of that, and not of what is stored */
  constructor(store: NoticeStore, look: (requestId: string) => Promise<ApprovalResult>) {
    this.#store = store;
    this.#look = look;
  }

  /** @returns false where it is kept nowhere */
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

  /** The next for a notifier. Those of requests that are over are dropped. */
  async take(notifier: string, clock: () => number): Promise<TakenNotice | undefined> {
    for (const store of [this.#unsaved, this.#store]) {
      for (;;) {
        const due = await store.take(notifier, clock(), LEASE).catch(() => undefined);
        if (due === undefined) break;
        const notice = await this.#makeNotice(due, notifier);
        const { request_id, tries } = due;
        // What cannot be written down is due again when its lease ends. Receivers deduplicate.
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
