import type { Admission, DecisionResult, KeyLimits, LimitReport, LimitStore } from '@agent-safe/core';
import {
  addOutcome,
  admitRequest,
  type LimitState,
  limitSpan,
  refundLimit,
  reportLimits,
  resetCircuit,
  type StateChange,
} from '../state/index.ts';
import { firstKeys, Generations } from './generations.ts';

/**
 * Requests and denials in the memory of this process. A restart deletes them. Each request of any caller also deletes entries
 * that have ended.
 */
export class MemoryLimitStore implements LimitStore {
  readonly #states = new Generations<LimitState>();

  /** Number of stored keys. */
  get size(): number {
    return this.#states.size;
  }

  async admit(key: string, limits: KeyLimits, now: number): Promise<Admission> {
    const { admission, change } = admitRequest(this.#states.get(key), limits, now);
    this.#save(key, change, limits, now);
    return admission;
  }

  async recordOutcome(key: string, outcome: DecisionResult, limits: KeyLimits, now: number): Promise<void> {
    this.#save(key, addOutcome(this.#states.get(key), outcome, limits, now).change, limits, now);
  }

  async refund(key: string, what: 'request' | 'denial', limits: KeyLimits, at: number, now: number): Promise<void> {
    this.#save(key, refundLimit(this.#states.get(key), what, limits, at, now).change, limits, now);
  }

  async reset(key: string, limits: KeyLimits, until: number, now: number): Promise<void> {
    this.#save(key, resetCircuit(this.#states.get(key), limits, until, now).change, limits, now);
  }

  async inspect(key: string, limits: KeyLimits, now: number): Promise<LimitReport> {
    return reportLimits(this.#states.get(key), limits, now);
  }

  async keys(prefix = '', limit = 100): Promise<readonly string[]> {
    return firstKeys(this.#states.keys(), prefix, limit);
  }

  #save(key: string, change: StateChange<LimitState> | undefined, limits: KeyLimits, now: number): void {
    if (change !== undefined) this.#states.set(key, change.state, change.ends, limitSpan(limits), now);
  }
}
