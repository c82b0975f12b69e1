import { join } from 'node:path';
import type { RateLimit } from '@agent-safe/core';
import { loadSqlite } from '@agent-safe/core/node';
import { announceRandom, scaled } from '@agent-safe/testkit';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, onTestFinished, test } from 'vitest';
import { openStateDatabase, type StateDatabase } from '../src/index.ts';
import { type Asked, type StateProcess, startProcess, startProcesses } from './support/state-process.ts';

const NOW = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;
const ADMITTED = { ok: true };
/** One hour, so that no window ends during a test. */
const LIMITS: RateLimit = {
  max_requests: 60,
  window_seconds: 3_600,
  circuit_breaker_threshold: 2,
  circuit_breaker_window_seconds: 3_600,
  circuit_breaker_cooldown_seconds: 60,
};
const COOLDOWN = 60_000;

function makePath(): string {
  return join(makeFolder(), 'state.db');
}

function open(path: string): StateDatabase {
  const state = openStateDatabase(path, { timeout: 30_000 });
  onTestFinished(() => state.close());
  return state;
}

async function openAll(path: string, count: number): Promise<StateProcess[]> {
  const processes = await startProcesses(count);
  for (const each of processes) expect(await each.ask({ verb: 'open', path })).toBe('open');
  return processes;
}

test('T14 8 busy processes are never admitted more often than the limit of any window', async () => {
  const processes = await openAll(makePath(), 8);
  const limits = { ...LIMITS, max_requests: 40, window_seconds: 0.25 };
  const task = { verb: 'admitMany', key: 'agent:root', limits, lasts: scaled(15_000) } as const;
  const asked = (await Promise.all(processes.map((each) => each.ask(task)))) as Asked[];
  const admitted = asked.flatMap((each) => each.admitted);
  const count = asked.reduce((sum, each) => sum + each.count, 0);
  process.stdout.write(`T14: ${admitted.length} of ${count} in ${task.lasts} ms\n`);
  expect(admitted.length).toBeGreaterThan(80);
  expect(count).toBeGreaterThan(2 * admitted.length);
  for (const [start] of admitted) {
    // A request counts for a window if both its start and its answer are in the window.
    const within = admitted.filter(([from, told]) => from >= start && told < start + 250).length;
    expect(within).toBeLessThanOrEqual(40);
  }
});

test('T14 8 children of one root in 8 processes spend one budget', async () => {
  const processes = await openAll(makePath(), 8);
  const asked = processes.flatMap((child) =>
    Array.from({ length: 20 }, (_, index) => [
      child.ask({ verb: 'admit', key: 'agent:root', limits: LIMITS, now: NOW + index }),
      child.ask({ verb: 'weigh', key: 'agent:root', weight: 5, window: HOUR, now: NOW + index }),
    ]),
  );
  const answers = await Promise.all(asked.flat());
  expect(answers.filter((answer) => (answer as { ok?: boolean }).ok === true)).toHaveLength(60);
  const scores = answers.flatMap((answer) => (answer as { score?: number }).score ?? []);
  expect(scores.toSorted((one, other) => one - other)).toEqual(
    Array.from({ length: 160 }, (_, index) => 5 * index + 5),
  );
});

test('T14 an admitted request stays counted after its process is killed and started again', async () => {
  const path = makePath();
  const random = announceRandom('T14 kills').below;
  const limits = { ...LIMITS, max_requests: 400 };
  const counts = { asked: 0, admitted: 0, weighed: 0, unanswered: 0 };
  for (let round = 0; round < scaled(100); round += 1) {
    const victim = await startProcess();
    await victim.ask({ verb: 'open', path });
    let answered = 0;
    const moment = random(12);
    const asked = Array.from({ length: 10 }, async (_, index) => {
      const now = NOW + round * 10 + index;
      const answers = await Promise.all([
        victim.ask({ verb: 'admit', key: 'agent:root', limits, now }),
        victim.ask({
          verb: 'weigh',
          key: 'agent:root',
          weight: 1,
          window: HOUR,
          once: `request-${round}-${index}`,
          now,
        }),
      ]);
      answered += 1;
      if (answered >= moment) victim.kill();
      return answers;
    });
    // In one round no request can be answered, however fast the process is.
    if (round === 0) victim.kill();
    for (const [admission, score] of await Promise.all(asked)) {
      counts.asked += 1;
      if ((admission as { ok?: boolean }).ok === true) counts.admitted += 1;
      if (score !== 'gone') counts.weighed += 1;
      if (admission === 'gone' || score === 'gone') counts.unanswered += 1;
    }
    victim.kill();
    await victim.end();
    const state = openStateDatabase(path);
    const { requests } = await state.limits.inspect('agent:root', limits, NOW + HOUR / 2);
    const { count } = await state.risks.inspect('agent:root', HOUR, NOW + HOUR / 2);
    state.close();
    for (const [known, told] of [
      [requests, counts.admitted],
      [count, counts.weighed],
    ] as const) {
      expect(known).toBeGreaterThanOrEqual(Math.min(told, 400));
      expect(known).toBeLessThanOrEqual(counts.asked);
    }
    expect(requests).toBeLessThanOrEqual(400);
  }
  process.stdout.write(`T14: ${JSON.stringify(counts)}\n`);
  expect(counts.unanswered).toBeGreaterThan(0);
});

test('T14 neither a restart nor a clock that is set back refunds a request', async () => {
  const path = makePath();
  const limits = { ...LIMITS, max_requests: 1 };
  const [first, second] = [open(path), await openAll(path, 1)];
  expect(await first.limits.admit('agent:root', limits, NOW)).toEqual(ADMITTED);
  await first.risks.weigh('agent:root', 31, HOUR, undefined, NOW);
  first.close();
  const again = open(path);
  for (const now of [NOW, NOW - HOUR / 2, NOW - HOUR, NOW - 100 * HOUR]) {
    expect(await again.limits.admit('agent:root', limits, now)).toMatchObject({ code: 'rate_limited' });
    expect(await again.risks.weigh('agent:root', 0, HOUR, undefined, now)).toEqual({ score: 31, count: 1 });
    const asked = { key: 'agent:root', limits, now } as const;
    expect(await second[0]?.ask({ verb: 'admit', ...asked })).toMatchObject({ code: 'rate_limited' });
  }
  // The new time counts at once. Requests do not wait until the clock reaches the old time.
  expect(await again.limits.admit('agent:root', limits, NOW - 99 * HOUR)).toEqual(ADMITTED);
});

test('T14 the half-open circuit breaker admits one of 8 processes', async () => {
  const path = makePath();
  const state = open(path);
  const racers = await openAll(path, 8);
  for (let round = 0; round < scaled(200); round += 1) {
    const key = `agent:${round}`;
    for (let count = 0; count < 2; count += 1) await state.limits.recordOutcome(key, 'deny', LIMITS, NOW);
    const race = async (now: number) => {
      const answers = await Promise.all(racers.map((racer) => racer.ask({ verb: 'admit', key, limits: LIMITS, now })));
      return answers.filter((answer) => (answer as { ok?: boolean }).ok === true).length;
    };
    expect(await race(NOW + COOLDOWN - 1)).toBe(0);
    expect(await race(NOW + COOLDOWN)).toBe(1);
    // If that process is killed before it reports, the others are admitted after this time.
    expect(await race(NOW + 2 * COOLDOWN)).toBe(1);
    await state.limits.recordOutcome(key, 'deny', LIMITS, NOW + 2 * COOLDOWN);
    expect(await race(NOW + 3 * COOLDOWN - 1)).toBe(0);
    expect(await race(NOW + 3 * COOLDOWN)).toBe(1);
    await state.limits.recordOutcome(key, 'allow', LIMITS, NOW + 3 * COOLDOWN);
    expect(await race(NOW + 3 * COOLDOWN)).toBe(8);
  }
});

test('a state file of the first version gets the missing tables and keeps its rows', async () => {
  const path = makePath();
  const first = openStateDatabase(path);
  await first.nonces.redeem('used', Date.now() + HOUR);
  first.close();
  const { DatabaseSync } = loadSqlite();
  const database = new DatabaseSync(path);
  const old = "'nonces', 'forgotten_nonces', 'revocations'";
  const later = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN (${old})`).all();
  for (const { name } of later) database.exec(`DROP TABLE ${String(name)}`);
  database.exec('PRAGMA user_version = 1');
  database.close();
  const state = open(path);
  expect(await state.nonces.redeem('used', Date.now() + HOUR)).toBe('replayed');
  expect(await state.limits.admit('a', LIMITS, NOW)).toEqual(ADMITTED);
  expect(await state.risks.weigh('a', 1, HOUR, undefined, NOW)).toEqual({ score: 1, count: 1 });
});
