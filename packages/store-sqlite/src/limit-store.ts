import type { Admission, DecisionResult, KeyLimits, LimitReport, LimitStore } from '@agent-safe/core';
import {
  addOutcome,
  admitRequest,
  formatLimits,
  isOutcomeOfInterest,
  type LimitState,
  parseLimits,
  refundLimit,
  reportLimits,
  resetCircuit,
} from '@agent-safe/risk/state';
import type { DatabaseFile } from './database-file.ts';
import { ExpiringTable } from './expiring-table.ts';

/** Requests and denials for rate limits and the circuit breaker, in a table by key. */
export class SqliteLimitStore implements LimitStore {
  readonly #table: ExpiringTable<LimitState>;

  constructor(file: DatabaseFile) {
    this.#table = new ExpiringTable(file, 'limits', { write: formatLimits, read: parseLimits });
  }

  async admit(key: string, limits: KeyLimits, now: number): Promise<Admission> {
    const { admission } = await this.#table.change(key, now, (known) => admitRequest(known, limits, now));
    return admission;
  }

  async recordOutcome(key: string, outcome: DecisionResult, limits: KeyLimits, now: number): Promise<void> {
    // Most outcomes change nothing, so they take no lock.
    if (outcome !== 'deny' && !isOutcomeOfInterest(await this.#table.read(key), outcome, limits)) return;
    await this.#table.change(key, now, (known) => addOutcome(known, outcome, limits, now));
  }

  async refund(key: string, what: 'request' | 'denial', limits: KeyLimits, at: number, now: number): Promise<void> {
    await this.#table.change(key, now, (known) => refundLimit(known, what, limits, at, now));
  }

  async reset(key: string, limits: KeyLimits, until: number, now: number): Promise<void> {
    await this.#table.change(key, now, (known) => resetCircuit(known, limits, until, now));
  }

  async inspect(key: string, limits: KeyLimits, now: number): Promise<LimitReport> {
    return reportLimits(await this.#table.read(key), limits, now);
  }

  keys(prefix = '', limit = 100): Promise<readonly string[]> {
    return this.#table.keys(prefix, limit);
  }
}
