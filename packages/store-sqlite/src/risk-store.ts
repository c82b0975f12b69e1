import type { RiskReport, RiskScore, RiskStore } from '@agent-safe/core';
import {
  addWeight,
  formatRisk,
  parseRisk,
  type RiskState,
  refundWeight,
  reportRisk,
  resetScore,
} from '@agent-safe/risk/state';
import type { DatabaseFile } from './database-file.ts';
import { ExpiringTable } from './expiring-table.ts';

/** Cumulative risk scores, in a table by key. */
export class SqliteRiskStore implements RiskStore {
  readonly #table: ExpiringTable<RiskState>;

  constructor(file: DatabaseFile) {
    this.#table = new ExpiringTable(file, 'risks', { write: formatRisk, read: parseRisk });
  }

  async weigh(key: string, weight: number, window: number, once: string | undefined, now: number): Promise<RiskScore> {
    const { score } = await this.#table.change(key, now, (known) => addWeight(known, weight, window, once, now));
    return score;
  }

  async refund(key: string, weight: number, window: number, now: number): Promise<void> {
    await this.#table.change(key, now, (known) => refundWeight(known, weight, window, now));
  }

  async reset(key: string, window: number, until: number, now: number): Promise<void> {
    await this.#table.change(key, now, (known) => resetScore(known, window, until, now));
  }

  async inspect(key: string, window: number, now: number): Promise<RiskReport> {
    return reportRisk(await this.#table.read(key), window, now);
  }

  keys(prefix = '', limit = 100): Promise<readonly string[]> {
    return this.#table.keys(prefix, limit);
  }
}
