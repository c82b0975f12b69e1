import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { LimitStore, RiskStore } from '@agent-safe/core';
import { loadSqlite } from '@agent-safe/core/node';
import { completeCumulativeRisk, completeRateLimit, MemoryLimitStore, MemoryRiskStore } from '@agent-safe/risk';
import { openStateDatabase, type StateDatabase } from '../src/index.ts';

/**
 * Measures the time that limits and cumulative risk add to a decision: admit the request, add its risk, record its outcome. It is
 * compared with an empty SQLite transaction, which is the lower bound.
 */
interface Sizes {
  readonly rounds: number;
  readonly callers: number;
  /** Number of empty transactions in a round. `memory` and `sqlite` are the numbers of decisions. */
  readonly transactions: number;
  readonly memory: number;
  readonly sqlite: number;
}

export const full: Sizes = { rounds: 7, callers: 1_000, transactions: 4_000, memory: 20_000, sqlite: 2_000 };
export const smoke: Sizes = { rounds: 1, callers: 10, transactions: 20, memory: 20, sqlite: 20 };

const limits = completeRateLimit({ max_requests: 1_000_000, window_seconds: 3_600, circuit_breaker_threshold: 5 });
const window = completeCumulativeRisk({}).window_seconds * 1_000;
const START = Date.UTC(2026, 0, 1);
/** Request ids. There are so many that an id has left the window before it is used again. */
const requests = Array.from({ length: 200_003 }, () => randomUUID());
let asked = 0;

/** @param callers number of callers that take turns. With fewer callers, each has more requests in its window */
function measureLimits(store: LimitStore, risks: RiskStore, callers: number): () => Promise<void> {
  const keys = Array.from({ length: callers }, (_, index) => `agent:caller-${index}`);
  return async () => {
    asked += 1;
    const key = keys[asked % callers] ?? '';
    const now = START + asked * 10;
    const admission = await store.admit(key, limits, now);
    const { score } = await risks.weigh(key, 5, window, requests[asked % requests.length], now);
    // A request that is refused or adds no risk would take less time, so it must not occur.
    if (!admission.ok || score < 5) throw new Error(`${key}: admitted ${admission.ok}, score ${score}`);
    await store.recordOutcome(key, 'allow', limits, now);
  };
}

async function measure(work: () => Promise<void> | void, count: number): Promise<number> {
  const times: number[] = [];
  // Groups of 20, because one operation is too short for the clock.
  for (let group = 0; group < count; group += 20) {
    const started = performance.now();
    for (let index = 0; index < 20; index += 1) await work();
    times.push(((performance.now() - started) / 20) * 1_000);
  }
  return median(times);
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] ?? 0;
}

interface Measure {
  readonly name: string;
  readonly count: number;
  readonly limit: number | undefined;
  readonly work: () => Promise<void> | void;
}

/** Returns all measures. The first is the empty transaction, with which the others are compared. */
function listMeasures(sizes: Sizes, empty: DatabaseSync, state: StateDatabase): readonly Measure[] {
  const { callers, memory, sqlite, transactions } = sizes;
  const many = `${callers.toLocaleString('en')} callers`;
  const transaction = () => {
    empty.exec('BEGIN IMMEDIATE');
    empty.exec('COMMIT');
  };
  const inMemory = (count: number) => measureLimits(new MemoryLimitStore(), new MemoryRiskStore(), count);
  const inSqlite = (count: number) => measureLimits(state.limits, state.risks, count);
  return [
    { name: 'an empty transaction', count: transactions, limit: undefined, work: transaction },
    { name: `limits and risk, memory, ${many}`, count: memory, limit: 5, work: inMemory(callers) },
    { name: 'limits and risk, memory, one busy caller', count: memory, limit: 5, work: inMemory(1) },
    { name: `limits and risk, SQLite, ${many}`, count: sqlite, limit: 300, work: inSqlite(callers) },
    { name: 'limits and risk, SQLite, one busy caller', count: sqlite, limit: 300, work: inSqlite(1) },
  ];
}

export async function run(sizes: Sizes): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'agent-safe-bench-'));
  const sqlite = loadSqlite();
  const empty = new sqlite.DatabaseSync(join(folder, 'empty.db'));
  empty.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE empty (id INTEGER)');
  const state = openStateDatabase(join(folder, 'state.db'));
  const measures = listMeasures(sizes, empty, state);
  const rounds = measures.map((): number[] => []);
  for (let round = 0; round <= sizes.rounds; round += 1) {
    for (const [index, { count, work }] of measures.entries()) {
      const measured = await measure(work, count);
      // The first round is a warm-up.
      if (round > 0) rounds[index]?.push(measured);
    }
  }
  state.close();
  empty.close();
  rmSync(folder, { recursive: true });

  const base = median(rounds[0] ?? []);
  console.log(`| operation, median of ${sizes.rounds} | µs | relative to an empty transaction | at most |`);
  console.log('|---|---|---|---|');
  for (const [index, { limit, name }] of measures.entries()) {
    const own = median(rounds[index] ?? []);
    const ratio = limit === undefined ? '' : `${(own / base).toFixed(1)}×`;
    console.log(`| ${name} | ${own.toFixed(1)} | ${ratio} | ${limit === undefined ? '' : `${limit} µs`} |`);
  }
}
