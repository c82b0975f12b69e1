import type { Admission, CircuitState, DecisionResult, LimitReport, RateLimit } from '@agent-safe/core';

/** Simple model of a `LimitStore` for one key. It stores every request and denial, and computes every answer from them. */
export class LimitModel {
  readonly #limits: RateLimit;
  readonly #window: number;
  readonly #denialWindow: number;
  readonly #cooldown: number;
  readonly #longest: number;
  #requests: readonly number[] = [];
  #denials: readonly number[] = [];
  #opened: number | undefined;
  #probed: number | undefined;
  #seen = Number.NEGATIVE_INFINITY;

  constructor(limits: RateLimit) {
    this.#limits = limits;
    this.#window = limits.window_seconds * 1_000;
    this.#denialWindow = limits.circuit_breaker_window_seconds * 1_000;
    this.#cooldown = limits.circuit_breaker_cooldown_seconds * 1_000;
    this.#longest = this.#hasCircuit() ? Math.max(this.#window, this.#denialWindow, this.#cooldown) : this.#window;
  }

  admit(now: number): Admission {
    const time = this.#goTo(now);
    const answer = this.#decideAdmission(time);
    if (!answer.ok) return answer;
    this.#requests = [...this.#requests, time];
    if (this.#opened !== undefined) this.#probed = time;
    this.#seen = time;
    return answer;
  }

  recordOutcome(outcome: DecisionResult, now: number): void {
    if (!this.#hasCircuit() || (outcome !== 'deny' && this.#probed === undefined)) return;
    const time = this.#goTo(now);
    const circuit = this.#circuit(time);
    if (circuit === 'closed' && outcome === 'deny') {
      this.#denials = [...this.#denials, time];
      this.#seen = time;
      if (this.#countDenials(time) >= this.#limits.circuit_breaker_threshold) this.#open(time);
    } else if (circuit === 'half_open' && outcome === 'deny') {
      this.#open(time);
    } else if (circuit === 'half_open' && this.#isProbing(time)) {
      this.#close();
      this.#seen = time;
      // Without any counted request or denial, the state is deleted, including the last time.
      if (this.#countRequests(time) === 0) {
        this.#requests = [];
        this.#seen = Number.NEGATIVE_INFINITY;
      }
    }
  }

  reset(until: number, now: number): void {
    const time = this.#goTo(now);
    this.#denials = this.#denials.filter((at) => at > until);
    if (this.#opened !== undefined && this.#opened <= until) {
      this.#opened = undefined;
      this.#probed = undefined;
    }
    if (this.#opened === undefined && this.#countRequests(time) === 0 && this.#countDenials(time) === 0) {
      this.#requests = [];
      this.#seen = Number.NEGATIVE_INFINITY;
    }
  }

  inspect(now: number): LimitReport {
    const copy = this.#copy();
    const time = copy.#goTo(now);
    const requests = copy.#countRequests(time);
    return {
      requests,
      remaining: Math.max(0, this.#limits.max_requests - requests),
      circuit: copy.#circuit(time),
      denials: copy.#circuit(time) === 'closed' ? copy.#countDenials(time) : 0,
      next: copy.#decideAdmission(time),
    };
  }

  #hasCircuit(): boolean {
    return this.#limits.circuit_breaker_threshold > 0;
  }

  #copy(): LimitModel {
    const copy = new LimitModel(this.#limits);
    copy.#requests = this.#requests;
    copy.#denials = this.#denials;
    copy.#opened = this.#opened;
    copy.#probed = this.#probed;
    copy.#seen = this.#seen;
    return copy;
  }

  /** Returns the time to use. After a small clock change backwards, time stops. After a large one, all times are moved back. */
  #goTo(now: number): number {
    const by = now - this.#seen;
    if (-by > this.#longest) {
      this.#requests = this.#requests.map((at) => at + by);
      this.#denials = this.#denials.map((at) => at + by);
      if (this.#opened !== undefined) this.#opened += by;
      if (this.#probed !== undefined) this.#probed += by;
      this.#seen = now;
    }
    const time = Math.max(now, this.#seen);
    const left = this.#probed ?? this.#opened;
    if (left !== undefined && time >= left + this.#cooldown + this.#longest) this.#close();
    return time;
  }

  #decideAdmission(time: number): Admission {
    const circuit = this.#circuit(time);
    if (circuit === 'open') return refused('circuit_open', (this.#opened ?? 0) + this.#cooldown);
    if (circuit === 'half_open' && this.#isProbing(time)) {
      return refused('circuit_open', (this.#probed ?? 0) + this.#cooldown);
    }
    const moments = [time, ...this.#requests.map((at) => at + this.#window).filter((end) => end > time)];
    const free = moments.find((moment) => this.#countRequests(moment) < this.#limits.max_requests);
    return free === time ? { ok: true } : refused('rate_limited', free ?? 0);
  }

  #circuit(time: number): CircuitState {
    if (!this.#hasCircuit()) return 'off';
    if (this.#opened === undefined) return 'closed';
    return time < this.#opened + this.#cooldown ? 'open' : 'half_open';
  }

  #isProbing(time: number): boolean {
    return this.#probed !== undefined && time < this.#probed + this.#cooldown;
  }

  #open(time: number): void {
    this.#close();
    this.#opened = time;
    this.#seen = time;
  }

  #close(): void {
    this.#opened = undefined;
    this.#probed = undefined;
    this.#denials = [];
  }

  #countRequests(time: number): number {
    return this.#requests.filter((at) => at > time - this.#window).length;
  }

  #countDenials(time: number): number {
    return this.#denials.filter((at) => at > time - this.#denialWindow).length;
  }
}

function refused(code: 'rate_limited' | 'circuit_open', retry_at: number): Admission {
  return { ok: false, code, retry_at };
}
