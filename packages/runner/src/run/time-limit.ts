/** Result of work with a time limit. */
export type Timed<Value> =
  | { readonly done: true; readonly value: Value }
  | { readonly done: false; readonly why: 'timeout' | 'aborted' };

/** In seconds: the longest time limit of a run, and the longest lifetime of a lease. */
export const LONGEST_TIMEOUT = 86_400;
/** In milliseconds: the longest time that a stopped executor gets to return its result. */
const LONGEST_GRACE = 5_000;
/** Share of the timeout for that time, so that a caller waits less than 10 % longer than requested. */
const GRACE_SHARE = 0.05;

/**
 * Time limit of one run. At its end, the signal is aborted. The runner then waits for a short grace period and no longer, so that a
 * hanging executor does not block it.
 */
export class TimeLimit {
  /** In milliseconds since 1970 (UTC). */
  readonly deadline: number;
  readonly signal: AbortSignal;
  readonly #clock: () => number;
  readonly #abort = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #grace: number;
  readonly #outer: AbortSignal | undefined;
  #why: 'timeout' | 'aborted' | undefined;

  /**
   * @param timeout in milliseconds
   * @param outer signal of the caller
   */
  constructor(clock: () => number, timeout: number, outer?: AbortSignal) {
    this.#clock = clock;
    this.deadline = clock() + timeout;
    this.signal = this.#abort.signal;
    this.#grace = Math.min(LONGEST_GRACE, timeout * GRACE_SHARE);
    this.#timer = setTimeout(() => this.#stop('timeout'), timeout);
    this.#outer = outer;
    if (outer?.aborted === true) this.#stop('aborted');
    outer?.addEventListener('abort', this.#onOuter);
  }

  /** End of the grace period, in milliseconds since 1970 (UTC). */
  get end(): number {
    return this.deadline + this.#grace;
  }

  /** Reason why the limit has ended; undefined before that. */
  get over(): 'timeout' | 'aborted' | undefined {
    // Timers stop while a machine sleeps. In that time, `reconcile` of another process may have closed this run.
    if (this.#why === undefined && this.#clock() >= this.deadline) this.#stop('timeout');
    return this.#why;
  }

  /** Waits for work until the end of the grace period. Errors of the work are thrown. */
  async wait<Value>(work: () => Promise<Value> | Value): Promise<Timed<Value>> {
    let timer: NodeJS.Timeout | undefined;
    let onAbort: (() => void) | undefined;
    const left = new Promise<Timed<Value>>((resolve) => {
      onAbort = () => {
        timer = setTimeout(() => resolve({ done: false, why: this.#why ?? 'timeout' }), this.#grace);
      };
      if (this.signal.aborted) onAbort();
      else this.signal.addEventListener('abort', onAbort);
    });
    try {
      // An executor that is written in JavaScript may return without a promise.
      const working = Promise.resolve(work()).then((value): Timed<Value> => ({ done: true, value }));
      return await Promise.race([working, left]);
    } finally {
      clearTimeout(timer);
      if (onAbort !== undefined) this.signal.removeEventListener('abort', onAbort);
    }
  }

  /** Returns a new limit of 5 seconds, for reading the state after this one has ended. */
  extend(): TimeLimit {
    return new TimeLimit(this.#clock, LONGEST_GRACE);
  }

  /** Stops the timer and the listener, and aborts the signal, which ends all work that the run left open. */
  close(): void {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener('abort', this.#onOuter);
    this.#abort.abort();
  }

  readonly #onOuter = (): void => this.#stop('aborted');

  #stop(why: 'timeout' | 'aborted'): void {
    this.#why ??= why;
    this.#abort.abort();
  }
}
