import type { RiskReport, RiskScore, RiskStore } from '@agent-safe/core';
import { addWeight, type RiskState, reportRisk, resetScore } from '../state/index.ts';
import { firstKeys, Generations } from './generations.ts';

/**
 * Scores, as long as this process lives and for it alone: a restart refunds them. What is over is let go of with the next
 * weight of anybody.
 */
export class MemoryRiskStore implements RiskStore {
  readonly #states = new Generations<RiskState>();

  /** How many callers it remembers. */
  get size(): number {
    return this.#states.size;
  }

  async weigh(key: string, weight: number, window: number, once: string | undefined, now: number): Promise<RiskScore> {
    const { change, score } = addWeight(this.#states.get(key), weight, window, once, now);
    if (change !== undefined) this.#states.set(key, change.state, change.ends, window, now);
    return score;
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
