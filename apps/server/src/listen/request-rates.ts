import type { ServerLimits } from '@agent-safe/schemas';
import type { Principal } from '../callers/principal.ts';

/** Most callers and addresses that are counted apart. All others share one count, so that memory is bounded. */
const MOST_KEYS = 10_000;
/** Seconds of the rate that a burst may use at once. */
const BURST = 2;

interface Bucket {
  tokens: number;
  /** Milliseconds of the clock. */
  at: number;
}

/** Counts requests of many keys. Each key may make `rate` requests in a second, and twice as many in a burst. */
export class RequestRate {
  readonly #rate: number;
  readonly #elapsed: () => number;
  readonly #buckets = new Map<string, Bucket>();
  readonly #others: Bucket;
  #sweptAt = Number.NEGATIVE_INFINITY;

  /** @param elapsed milliseconds of a clock that never goes back */
  constructor(rate: number, elapsed: () => number) {
    this.#rate = rate;
    this.#elapsed = elapsed;
    this.#others = { tokens: rate * BURST, at: elapsed() };
  }

  /** Number of keys that are counted apart. */
  get size(): number {
    return this.#buckets.size;
  }

  /** @returns false if the key made too many requests */
  admit(key: string): boolean {
    if (this.#rate === 0) return true;
    const now = this.#elapsed();
    const bucket = this.#find(key, now);
    const tokens = this.#refill(bucket, now);
    bucket.at = now;
    bucket.tokens = tokens < 1 ? tokens : tokens - 1;
    return tokens >= 1;
  }

  #find(key: string, now: number): Bucket {
    const known = this.#buckets.get(key);
    if (known !== undefined) return known;
    if (this.#buckets.size >= MOST_KEYS) this.#sweep(now);
    if (this.#buckets.size >= MOST_KEYS) return this.#others;
    const bucket = { tokens: this.#rate * BURST, at: now };
    this.#buckets.set(key, bucket);
    return bucket;
  }

  /** Forgets keys whose burst is complete again, at most once in a second. */
  #sweep(now: number): void {
    if (now - this.#sweptAt < 1_000) return;
    this.#sweptAt = now;
    for (const [key, bucket] of this.#buckets)
      if (this.#refill(bucket, now) >= this.#rate * BURST) this.#buckets.delete(key);
  }

  #refill({ at, tokens }: Bucket, now: number): number {
    return Math.min(this.#rate * BURST, tokens + ((now - at) / 1_000) * this.#rate);
  }
}

/** The rates of addresses and of each kind of caller. */
export class RequestRates {
  readonly #address: RequestRate;
  readonly #callers: Readonly<Record<'agent' | 'pep' | 'user', RequestRate>>;

  constructor({ address, agent, pep, user }: ServerLimits['requests_per_second'], elapsed: () => number) {
    const limit = (rate: number) => new RequestRate(rate, elapsed);
    this.#address = limit(address);
    this.#callers = { agent: limit(agent), pep: limit(pep), user: limit(user) };
  }

  /**
   * Counts a request.
   *
   * @param principal undefined if the credentials were refused
   * @param address the network of the client; undefined on this machine, where all programs share an address
   */
  admit(principal: Principal | undefined, address: string | undefined): boolean {
    if (principal === undefined || principal.kind === 'anonymous')
      return address === undefined || this.#address.admit(address);
    return this.#callers[principal.kind].admit(principal.agentId);
  }
}
