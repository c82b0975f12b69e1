import { ShipError } from '@agent-safe/core/webhook';
import type { ApprovalNotice, Notifier } from './notifier.ts';

export interface NotifyFailure {
  readonly notifier: string;
  readonly request_id: string;
  /** How often it was tried. */
  readonly tries: number;
  /** Whether it is not tried again. */
  readonly isLast: boolean;
}

/** Is told of each try that fails. The error holds no secret. */
export type OnNotifyFailure = (failure: NotifyFailure, error: Error) => void;

export interface OutboxOptions {
  /** Where it is left out, the first failure of each notifier becomes a warning of the process. */
  readonly onFailure?: OnNotifyFailure | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly clock?: (() => number) | undefined;
  readonly random?: (() => number) | undefined;
  /** Waits so many milliseconds, or until the signal is aborted. For tests. */
  readonly pause?: ((milliseconds: number, signal: AbortSignal) => Promise<void>) | undefined;
}

/** Milliseconds between tries: they double from the first to the longest, and vary, so that many do not come at once. */
const BACKOFF = { first: 1_000, longest: 300_000 };
const MOST_TRIES = 12;
/** So many wait for each notifier. What is more is not sent: the requests are in the list all the same. */
const MOST_WAITING = 1_000;
/** Milliseconds that one try may take. */
const LONGEST_TRY = 30_000;

/**
 * Sends notices, each notifier on its own. Nobody waits for it: what fails is tried again, until its request is over or it was tried
 * twelve times. It is in memory: what a process has not sent when it ends is not sent, and its requests wait in the list.
 */
export class Outbox {
  readonly #lines: readonly NotifierLine[];

  constructor(notifiers: readonly Notifier[], options: OutboxOptions = {}) {
    this.#lines = notifiers.map((notifier) => new NotifierLine(notifier, options));
  }

  push(notice: ApprovalNotice): void {
    for (const line of this.#lines) line.push(notice);
  }

  /** Waits until all that was not tried yet was tried, or for so many milliseconds; then stops. */
  async close(grace: number): Promise<void> {
    await Promise.all(this.#lines.map((line) => line.close(grace)));
  }
}

interface Waiting {
  readonly notice: ApprovalNotice;
  tries: number;
  /** Milliseconds since 1970, UTC. */
  due: number;
}

class NotifierLine {
  readonly #notifier: Notifier;
  readonly #clock: () => number;
  readonly #random: () => number;
  readonly #pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly #onFailure: OnNotifyFailure;
  readonly #stop = new AbortController();
  readonly #waiting = new Set<Waiting>();
  #wake = new AbortController();
  #isClosing = false;
  #running: Promise<void> = Promise.resolve();
  #isRunning = false;

  constructor(notifier: Notifier, options: OutboxOptions) {
    this.#notifier = notifier;
    this.#clock = options.clock ?? Date.now;
    this.#random = options.random ?? Math.random;
    this.#pause = options.pause ?? pauseUnheeded;
    this.#onFailure = options.onFailure ?? warnOnce();
  }

  push(notice: ApprovalNotice): void {
    if (this.#isClosing || this.#waiting.size >= MOST_WAITING) {
      const why = this.#isClosing ? 'it was closed' : `${MOST_WAITING} notices wait for it already`;
      this.#report({ notice, tries: 0, due: 0 }, new ShipError(why), true);
      return;
    }
    this.#waiting.add({ notice, tries: 0, due: this.#clock() });
    this.#wake.abort();
    if (this.#isRunning) return;
    this.#isRunning = true;
    // Not at once: whoever pushes has not answered yet.
    this.#running = Promise.resolve().then(() => this.#run());
  }

  async close(grace: number): Promise<void> {
    this.#isClosing = true;
    this.#wake.abort();
    const timer = setTimeout(() => this.#stop.abort(), grace);
    await this.#running;
    clearTimeout(timer);
    this.#stop.abort();
  }

  async #run(): Promise<void> {
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      const wait = next.due - this.#clock();
      if (wait <= 0) await this.#try(next);
      else await this.#sleep(wait);
    }
    this.#isRunning = false;
  }

  /** The one that is due first. Who closes waits for none that failed: it would be tried after its pause at the earliest. */
  #next(): Waiting | undefined {
    if (this.#stop.signal.aborted) return undefined;
    let first: Waiting | undefined;
    for (const each of this.#waiting) {
      if (this.#isClosing && each.tries > 0) continue;
      if (first === undefined || each.due < first.due) first = each;
    }
    return first;
  }

  async #sleep(milliseconds: number): Promise<void> {
    this.#wake = new AbortController();
    await this.#pause(milliseconds, AbortSignal.any([this.#wake.signal, this.#stop.signal])).catch(() => undefined);
  }

  async #try(waiting: Waiting): Promise<void> {
    waiting.tries += 1;
    try {
      await this.#send(waiting.notice);
      this.#waiting.delete(waiting);
    } catch (error) {
      const retryAfter = error instanceof ShipError ? (error.retryAfter ?? 0) : 0;
      const doubled = Math.min(BACKOFF.first * 2 ** (waiting.tries - 1), BACKOFF.longest);
      waiting.due = this.#clock() + Math.max(doubled * (0.5 + this.#random()), retryAfter);
      const isLast = waiting.tries >= MOST_TRIES || !(waiting.due < Date.parse(waiting.notice.request.expires_at));
      if (isLast) this.#waiting.delete(waiting);
      this.#report(waiting, toError(error), isLast);
    }
  }

  /** Ends in time also where a notifier does not listen to its signal. */
  async #send(notice: ApprovalNotice): Promise<void> {
    const limit = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(LONGEST_TRY)]);
    const { promise, reject } = Promise.withResolvers<never>();
    const stop = () => reject(new ShipError(`it was stopped, or took longer than ${LONGEST_TRY} ms`));
    limit.addEventListener('abort', stop, { once: true });
    try {
      await Promise.race([promise, this.#notifier.notify(notice, limit)]);
    } finally {
      limit.removeEventListener('abort', stop);
    }
  }

  #report({ notice, tries }: Waiting, error: Error, isLast: boolean): void {
    const { request_id } = notice.request;
    try {
      this.#onFailure({ notifier: this.#notifier.name, request_id, tries, isLast }, error);
    } catch {
      // Whoever listens must not keep the others from being told.
    }
  }
}

/** A process that has nothing else to do may end. */
function pauseUnheeded(milliseconds: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  timer.unref();
  signal.addEventListener('abort', () => resolve(), { once: true });
  return promise.finally(() => clearTimeout(timer));
}

/** What somebody else's notifier throws may hold anything: only what Agent-Safe made is shown. */
function toError(error: unknown): Error {
  if (error instanceof ShipError) return error;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'no code';
  return new ShipError(`it failed (${/^[A-Z_]{1,40}$/.test(code) ? code : 'no code'})`);
}

function warnOnce(): OnNotifyFailure {
  let isTold = false;
  return ({ notifier }, { message }) => {
    if (isTold) return;
    isTold = true;
    process.emitWarning(`Approvers are not told of requests by ${notifier}, and it is tried again: ${message}`, {
      code: 'AGENT_SAFE_NOTIFIER',
    });
  };
}
