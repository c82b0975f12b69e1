/** The result of work that may take too long. */
export type Timed<Value> =
  | { readonly done: true; readonly value: Value }
  | { readonly done: false; readonly why: 'timeout' | 'aborted' };

/** Seconds. Nothing that a runner does may take longer, and no lease may live longer. */
export const LONGEST_TIMEOUT = 86_400;
/** Milliseconds. The longest that an executor has, once it is stopped, to say how far it got. */
const LONGEST_GRACE = 5_000;
/** Of a timeout: so a caller waits less than a tenth longer than it asked for. */
const GRACE_SHARE = 0.05;

/**
 * The time limit of one run. At its end the signal is aborted. Work that does not stop within a short grace is left alone, so that
 * a runner does not hang because an executor does.
 */
export class TimeLimit {
  /** Milliseconds since 1970, UTC. */
  readonly deadline: number;
  readonly signal: AbortSignal;
  readonly #clock: () => number;
  readonly #abort = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #grace: number;
  readonly #outer: AbortSignal | undefined;
  #why: 'timeout' | 'aborted' | undefined;

  /**
   * @param timeout milliseconds
   * @param outer the signal of the caller
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

  /** When the run waits for nothing any more: milliseconds since 1970, UTC. */
  get end(): number {
    return this.deadline + this.#grace;
  }

  /** Why its time is over; undefined while it is not. */
  get over(): 'timeout' | 'aborted' | undefined {
    // Timers stand still while a machine sleeps, and other processes may have taken this run for dead.
    if (this.#why === undefined && this.#clock() >= this.deadline) this.#stop('timeout');
    return this.#why;
  }

  /** Waits for work until the time is over, and the grace after it. What it throws is thrown. */
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
      // An executor that is written in JavaScript may answer at once.
      const working = Promise.resolve(work()).then((value): Timed<Value> => ({ done: true, value }));
      return await Promise.race([working, left]);
    } finally {
      clearTimeout(timer);
      if (onAbort !== undefined) this.signal.removeEventListener('abort', onAbort);
    }
  }

  /** A little more time, to read the state when the time is over. */
  extend(): TimeLimit {
    return new TimeLimit(this.#clock, LONGEST_GRACE);
  }

  /** Frees its timer. */
  close(): void {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener('abort', this.#onOuter);
  }

  readonly #onOuter = (): void => this.#stop('aborted');

  #stop(why: 'timeout' | 'aborted'): void {
    this.#why ??= why;
    this.#abort.abort();
  }
}
