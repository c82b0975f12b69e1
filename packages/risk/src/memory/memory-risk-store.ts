import type { RiskReport, RiskScore, RiskStore } from '@agent-safe/core';
import { addWeight, type RiskState, refundWeight, reportRisk, resetScore } from '../state/index.ts';
import { firstKeys, Generations } from './generations.ts';

/**
 * Risk scores in the memory of this process. A restart deletes them. Each weight of any caller also deletes entries that have
 * ended.
 */
export class MemoryRiskStore implements RiskStore {
  readonly #states = new Generations<RiskState>();

  /** Number of stored keys. */
  get size(): number {
    return this.#states.size;
  }

  async weigh(key: string, weight: number, window: number, once: string | undefined, now: number): Promise<RiskScore> {
    const { change, score } = addWeight(this.#states.get(key), weight, window, once, now);
    if (change !== undefined) this.#states.set(key, change.state, change.ends, window, now);
    return score;
  }

  async refund(key: string, weight: number, window: number, now: number): Promise<void> {
    const { change } = refundWeight(this.#states.get(key), weight, window, now);
    if (change !== undefined) this.#states.set(key, change.state, change.ends, window, now);
  }

  async reset(key: string, window: number, until: number, now: number): Promise<void> {
    const { change } = resetScore(this.#states.get(key), window, until, now);
    if (change !== undefined) this.#states.set(key, change.state, change.ends, window, now);
  }

  async inspect(key: string, window: number, now: number): Promise<RiskReport> {
    return reportRisk(this.#states.get(key), window, now);
  }

  async keys(prefix = '', limit = 100): Promise<readonly string[]> {
    return firstKeys(this.#states.keys(), prefix, limit);
  }
}
