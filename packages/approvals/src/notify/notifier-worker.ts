import { DeliveryError } from '@agent-safe/webhook';
import type { Backlog, TakenNotice } from './backlog.ts';
import { type OnNotifyFailure, toShownError } from './failure.ts';
import type { ApprovalNotice, Notifier } from './notifier.ts';

export interface LineOptions {
  readonly backlog: Backlog;
  readonly onFailure: OnNotifyFailure;
  readonly clock: () => number;
  readonly random: () => number;
  /** Waits for a number of milliseconds, or until the signal is aborted. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Aborted when sending must stop. */
  readonly stop: AbortSignal;
}

/** Backoff in milliseconds. It doubles from `first` to `longest`, and is randomized so that many processes do not retry together. */
const BACKOFF = { first: 1_000, longest: 300_000 };
const MOST_TRIES = 12;
/** Milliseconds before the end of a request in which no further attempt is useful. */
const SHORTEST_LEFT = 2_000;
/** Time limit of one attempt, in milliseconds. */
const LONGEST_TRY = 30_000;
/** Milliseconds between two looks for notices that other processes left. */
const LOOK = 30_000;
const MOST_REMEMBERED = 1_000;

/** Sends the due notices of one notifier, one at a time, and polls for more. */
export class NotifierWorker {
  readonly #notifier: Notifier;
  readonly #options: LineOptions;
  /** Requests of this process without an attempt yet. `close` waits for them. */
  readonly #untried = new Set<string>();
  /** Times at which the failed notices of this process are due again. */
  #dues: readonly number[] = [];
  #waking = new AbortController();
  #isWoken = false;
  #isClosing = false;
  #running: Promise<void> | undefined;

  constructor(notifier: Notifier, options: LineOptions) {
    this.#notifier = notifier;
    this.#options = options;
  }

  get name(): string {
    return this.#notifier.name;
  }

  /** Announces a notice that the backlog is about to hold. */
  expect(requestId: string): void {
    if (this.#untried.size < MOST_REMEMBERED) this.#untried.add(requestId);
  }

  /** Looks for due notices now. */
  wake(): void {
    this.#isWoken = true;
    this.#waking.abort();
    this.#running ??= this.#run();
  }

  /** Resolves after the first attempt of each announced notice, or when sending stops. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#waking.abort();
    await this.#running;
  }

  report(requestId: string, tries: number, error: Error, isLast: boolean): void {
    try {
      this.#options.onFailure({ notifier: this.name, request_id: requestId, tries, isLast }, error);
    } catch {
      // An error of the listener must not stop the other notices.
    }
  }

  async #run(): Promise<void> {
    const { backlog, clock, stop } = this.#options;
    while (!stop.aborted && !(this.#isClosing && this.#untried.size === 0)) {
      this.#isWoken = false;
      const lookedAt = clock();
      const taken = await backlog.take(this.name, clock);
      if (taken !== undefined) await this.#try(taken);
      // Another process took the notice.
      else if (this.#isClosing) return;
      else if (!this.#isWoken) await this.#sleep(lookedAt);
    }
  }

  /** @param lookedAt time of the poll that found no due notice */
  async #sleep(lookedAt: number): Promise<void> {
    const { clock, pause, stop } = this.#options;
    this.#dues = this.#dues.filter((due) => due > lookedAt);
    this.#waking = new AbortController();
    const next = Math.min(lookedAt + LOOK, ...this.#dues);
    await pause(Math.max(0, next - clock()), AbortSignal.any([this.#waking.signal, stop])).catch(() => undefined);
  }

  async #try({ done, notice, retry, tries }: TakenNotice): Promise<void> {
    const { clock, random } = this.#options;
    const { expires_at, request_id } = notice.request;
    this.#untried.delete(request_id);
    try {
      await this.#send(notice);
      await done();
    } catch (error) {
      const retryAfter = error instanceof DeliveryError ? (error.retryAfter ?? 0) : 0;
      const doubled = Math.min(BACKOFF.first * 2 ** tries, BACKOFF.longest);
      const now = clock();
      const left = Date.parse(expires_at) - now;
      // A longer wait would drop the notice, or leave approvers too little time. An invalid time counts as no time left.
      const due = now + Math.min(Math.max(doubled * (0.5 + random()), retryAfter), left / 2);
      const isLast = tries + 1 >= MOST_TRIES || !(left >= SHORTEST_LEFT);
      if (isLast) await done();
      else await retry(tries + 1, due);
      if (!isLast) this.#dues = [...this.#dues.slice(1 - MOST_REMEMBERED), due];
      this.report(request_id, tries + 1, toShownError(error), isLast);
    }
  }

  /** Sends one notice within the time limit, even if the notifier ignores its signal. */
  async #send(notice: ApprovalNotice): Promise<void> {
    const limit = AbortSignal.any([this.#options.stop, AbortSignal.timeout(LONGEST_TRY)]);
    const { promise, reject } = Promise.withResolvers<never>();
    const stop = () => reject(new DeliveryError(`the attempt was stopped or took longer than ${LONGEST_TRY} ms`));
    limit.addEventListener('abort', stop, { once: true });
    try {
      await Promise.race([promise, this.#notifier.notify(notice, limit)]);
    } finally {
      limit.removeEventListener('abort', stop);
    }
  }
}
