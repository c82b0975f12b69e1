import type { NoticeStore } from '@agent-safe/core';
import { DeliveryError } from '@agent-safe/webhook';
import type { ApprovalResult } from '../request/refusal.ts';
import { Backlog } from './backlog.ts';
import { type OnNotifyFailure, warnOnce } from './failure.ts';
import type { ApprovalNotice, Notifier } from './notifier.ts';
import { NotifierWorker } from './notifier-worker.ts';

export interface OutboxOptions {
  /** Where it is kept what is still to be sent. */
  readonly store: NoticeStore;
  /** A request as it counts now. */
  readonly look: (requestId: string) => Promise<ApprovalResult>;
  /** Where it is left out, the first failure of each notifier becomes a warning of the process. */
  readonly onFailure?: OnNotifyFailure | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly clock?: (() => number) | undefined;
  readonly random?: (() => number) | undefined;
  /** Waits so many milliseconds, or until the signal is aborted. For tests. */
  readonly pause?: ((milliseconds: number, signal: AbortSignal) => Promise<void>) | undefined;
}

/** Milliseconds. It takes far less than one, unless something hangs. */
const LONGEST_RETURN = 500;

/**
 * Sends notices, each notifier on its own. Nobody waits for it: what fails is tried again by whatever process is there, until its
 * request is over or it was tried twelve times.
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

  /** Has a notice sent. Whatever comes of it, nothing is thrown. */
  push(notice: ApprovalNotice): void {
    if (this.#lines.length === 0) return;
    const { request_id } = notice.request;
    if (this.#isClosing) {
      this.#giveUp(request_id, 'it was closed');
      return;
    }
    for (const line of this.#lines) line.expect(request_id);
    const adding = this.#add(notice).finally(() => this.#adding.delete(adding));
    this.#adding.add(adding);
  }

  /** Sends what this and other processes could not, as soon as it is due, until this is closed. */
  resume(): void {
    if (this.#isClosing) return;
    for (const line of this.#lines) line.wake();
  }

  /** Waits until all of this process that was not tried yet was tried, or for so many milliseconds; then stops. */
  async close(grace: number): Promise<void> {
    this.#isClosing = true;
    const closeLines = () => Promise.all(this.#lines.map((line) => line.close()));
    await atMost(grace, Promise.all(this.#adding).then(closeLines));
    this.#stop.abort();
    // What was stopped is given back, unless the state does not take that either.
    await atMost(LONGEST_RETURN, closeLines());
  }

  async #add(notice: ApprovalNotice): Promise<void> {
    const names = this.#lines.map(({ name }) => name);
    const isKept = await this.#backlog.add(notice, names, this.#clock());
    if (!isKept) this.#giveUp(notice.request.request_id, 'the state does not take it, and too many wait already');
    for (const line of this.#lines) line.wake();
  }

  #giveUp(requestId: string, why: string): void {
    for (const line of this.#lines) line.report(requestId, 0, new DeliveryError(why), true);
  }
}

/** Waits for something, or for so many milliseconds. */
async function atMost(milliseconds: number, what: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  await Promise.race([what, promise]);
  clearTimeout(timer);
}

/** A process that has nothing else to do may end. */
function pauseUnheeded(milliseconds: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  timer.unref();
  signal.addEventListener('abort', () => resolve(), { once: true });
  return promise.finally(() => clearTimeout(timer));
}
