import type { Admission, DecisionResult, LimitReport, LimitStore, RateLimit } from '@agent-safe/core';
import {
  addOutcome,
  admitRequest,
  type LimitState,
  limitSpan,
  reportLimits,
  resetCircuit,
  type StateChange,
} from '../state/index.ts';
import { firstKeys, Generations } from './generations.ts';

/**
 * Requests and denials, as long as this process lives and for it alone: a restart refunds them. What is over is let go of
 * with the next request of anybody.
 */
export class MemoryLimitStore implements LimitStore {
  readonly #states = new Generations<LimitState>();

  /** How many callers it remembers. */
  get size(): number {
    return this.#states.size;
  }

  async admit(key: string, limits: RateLimit, now: number): Promise<Admission> {
    const { admission, change } = admitRequest(this.#states.get(key), limits, now);
    this.#keep(key, change, limits, now);
    return admission;
  }

  async recordOutcome(key: string, outcome: DecisionResult, limits: RateLimit, now: number): Promise<void> {
    this.#keep(key, addOutcome(this.#states.get(key), outcome, limits, now).change, limits, now);
  }

  async reset(key: string, limits: RateLimit, until: number, now: number): Promise<void> {
    this.#keep(key, resetCircuit(this.#states.get(key), limits, until, now).change, limits, now);
  }

  async inspect(key: string, limits: RateLimit, now: number): Promise<LimitReport> {
    return reportLimits(this.#states.get(key), limits, now);
  }

  async keys(prefix = '', limit = 100): Promise<readonly string[]> {
    return firstKeys(this.#states.keys(), prefix, limit);
  }

  #keep(key: string, change: StateChange<LimitState> | undefined, limits: RateLimit, now: number): void {
    if (change !== undefined) this.#states.set(key, change.state, change.ends, limitSpan(limits), now);
  }
}
