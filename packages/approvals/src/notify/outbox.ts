import type { NoticeStore } from '@agent-safe/core';
import { DeliveryError } from '@agent-safe/webhook';
import type { ApprovalResult } from '../request/refusal.ts';
import { Backlog } from './backlog.ts';
import { type OnNotifyFailure, warnOnce } from './failure.ts';
import type { ApprovalNotice, Notifier } from './notifier.ts';
import { NotifierWorker } from './notifier-worker.ts';

export interface OutboxOptions {
  /** Holds the notices that are not sent yet. */
  readonly store: NoticeStore;
  /** Reads the current, verified request. */
  readonly look: (requestId: string) => Promise<ApprovalResult>;
  /** Called after each failed attempt. Default: the first failure of each notifier becomes a process warning. */
  readonly onFailure?: OnNotifyFailure | undefined;
  /** Returns milliseconds since 1970, UTC. */
  readonly clock?: (() => number) | undefined;
  readonly random?: (() => number) | undefined;
  /** Waits for a number of milliseconds, or until the signal is aborted. For tests. */
  readonly pause?: ((milliseconds: number, signal: AbortSignal) => Promise<void>) | undefined;
}

/** Milliseconds for stopped workers to return their notices. Normally they need far less than one millisecond. */
const LONGEST_RETURN = 500;

/**
 * Sends notices in the background, with one worker per notifier. A failed notice is retried by any process with the same notifier,
 * until its request is no longer pending or after twelve attempts.
 */
export class Outbox {
  readonly #backlog: Backlog;
  readonly #lines: readonly NotifierWorker[];
  readonly #clock: () => number;
  readonly #stop = new AbortController();
  readonly #adding = new Set<Promise<void>>();
  #isClosing = false;

  constructor(notifiers: readonly Notifier[], options: OutboxOptions) {
    const { clock = Date.now, look, pause = pauseUnheeded, random = Math.random, store } = options;
    this.#clock = clock;
    this.#backlog = new Backlog(store, look);
    const common = { backlog: this.#backlog, clock, pause, random, stop: this.#stop.signal };
    this.#lines = notifiers.map(
      (notifier) => new NotifierWorker(notifier, { ...common, onFailure: options.onFailure ?? warnOnce() }),
    );
  }

  /** Queues a notice. It never throws: failures go to `onFailure`. */
  push(notice: ApprovalNotice): void {
    if (this.#lines.length === 0) return;
    const { request_id } = notice.request;
    if (this.#isClosing) {
      this.#giveUp(request_id, 'the outbox is closed');
      return;
    }
    for (const line of this.#lines) line.expect(request_id);
    const adding = this.#add(notice).finally(() => this.#adding.delete(adding));
    this.#adding.add(adding);
  }

  /** Sends the waiting notices of all processes when they are due, until `close`. */
  resume(): void {
    if (this.#isClosing) return;
    for (const line of this.#lines) line.wake();
  }

  /** Waits for the first attempt of each new notice of this process, at most `grace` milliseconds. Then stops sending. */
  async close(grace: number): Promise<void> {
    this.#isClosing = true;
    const closeLines = () => Promise.all(this.#lines.map((line) => line.close()));
    await atMost(grace, Promise.all(this.#adding).then(closeLines));
    this.#stop.abort();
    // The stopped workers return their notices to the store, if it accepts them.
    await atMost(LONGEST_RETURN, closeLines());
  }

  async #add(notice: ApprovalNotice): Promise<void> {
    const names = this.#lines.map(({ name }) => name);
    const isKept = await this.#backlog.add(notice, names, this.#clock());
    if (!isKept)
      this.#giveUp(notice.request.request_id, 'the notice could not be stored, and too many notices wait in memory');
    for (const line of this.#lines) line.wake();
  }

  #giveUp(requestId: string, why: string): void {
    for (const line of this.#lines) line.report(requestId, 0, new DeliveryError(why), true);
  }
}

/** Waits for a promise, at most for a number of milliseconds. */
async function atMost(milliseconds: number, what: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  await Promise.race([what, promise]);
  clearTimeout(timer);
}

/** Waits without keeping the process alive. */
function pauseUnheeded(milliseconds: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  timer.unref();
  signal.addEventListener('abort', () => resolve(), { once: true });
  return promise.finally(() => clearTimeout(timer));
}
