import { join } from 'node:path';
import type { ExecutionTicket } from '@agent-safe/core';
import { loadSqlite } from '@agent-safe/core/node';
import { announceRandom, sampleTokenKey, scaled } from '@agent-safe/testkit';
import { makeFolder } from '@agent-safe/testkit/folders';
import { issueTicket } from '@agent-safe/tickets';
import { expect, onTestFinished, test } from 'vitest';
import { openStateDatabase } from '../src/index.ts';
import { type StateProcess, startProcess, startProcesses } from './support/state-process.ts';

const RACERS = 64;
const ROUNDS = scaled(100);
/** Starts 64 processes, also on a machine with few cores. */
const LONG = { timeout: 1_200_000 };

test('T23 one of 64 processes redeems a ticket, also if some are killed and started again', LONG, async () => {
  const path = join(makeFolder(), 'state', 'state.db');
  const random = announceRandom('T23 kills').below;
  const racers = await startProcesses(RACERS);
  // The file does not exist yet, so all processes create it at the same moment.
  const opened = await Promise.all(racers.map((racer) => racer.ask({ verb: 'open', path })));
  expect(opened).toEqual(racers.map(() => 'open'));
  const tickets = Array.from({ length: ROUNDS }, issue);
  const counts = { killed: 0, unanswered: 0 };
  for (const [round, { token: ticket }] of tickets.entries()) {
    const redeem = { verb: 'use', ticket, key: verification } as const;
    const { answers, victims } = await race(racers, redeem, random);
    const unanswered = answers.filter((answer) => answer === 'gone').length;
    expect(unanswered).toBeLessThanOrEqual(victims.size);
    await Promise.all([...victims].map((victim) => startAgain(racers, victim, path)));
    const again = await Promise.all(racers.map((racer) => racer.ask(redeem)));
    const fresh = [...answers, ...again].filter((answer) => answer === 'fresh').length;
    // A process that was killed before it answered may have redeemed the ticket.
    expect(fresh, `round ${round}`).toBeGreaterThanOrEqual(unanswered === 0 ? 1 : 0);
    expect(fresh, `round ${round}`).toBeLessThanOrEqual(1);
    if (answers.includes('fresh')) expect(again).toEqual(racers.map(() => 'replayed'));
    expect(answers.filter((answer) => !KNOWN.includes(String(answer)))).toEqual([]);
    expect(again.filter((answer) => answer !== 'fresh' && answer !== 'replayed')).toEqual([]);
    counts.killed += victims.size;
    counts.unanswered += unanswered;
  }
  process.stdout.write(
    `T23: ${ROUNDS} rounds, ${counts.killed} killed, ${counts.unanswered} of them before they answered\n`,
  );
  expect(counts.unanswered).toBeGreaterThan(0);
  expect(await Promise.all(racers.map((racer) => racer.end()))).toEqual(racers.map(() => 0));
  await expectAllUsed(path, tickets);
});

const { signing: key, verification } = sampleTokenKey();

function issue(_: unknown, round: number): ExecutionTicket {
  return issueTicket(
    {
      action: 'restart-deployment',
      target: 'dev/test-app',
      target_type: 'k8s-deployment',
      scope: { cluster: 'dev' },
      caller: 'worker-01',
      caller_verified: true,
      caller_jti: null,
      chain: [],
      params: { namespace: 'dev' },
      ticket_id: null,
      definition: 'digest-of-the-definition',
      audit_id: `evt-${round}`,
      evaluated_at: Date.now(),
    },
    { key, issuer: 'agent-safe', audience: 'agent-safe-runner', ttl: 3_600 },
  );
}

const KNOWN: readonly string[] = ['fresh', 'replayed', 'gone'];

/** All processes redeem the same ticket. Up to 4 are killed meanwhile, each after a random number of answers. */
async function race(
  racers: readonly StateProcess[],
  redeem: Parameters<StateProcess['ask']>[0],
  random: (limit: number) => number,
): Promise<{ readonly answers: readonly unknown[]; readonly victims: ReadonlySet<number> }> {
  const victims = new Set(Array.from({ length: random(5) }, () => random(racers.length)));
  // Usually early, because the race is decided with the first answer.
  const moments = new Map([...victims].map((victim) => [victim, random(2) === 0 ? 0 : random(racers.length)]));
  let answered = 0;
  const killThoseDue = () => {
    for (const [victim, moment] of moments) if (moment <= answered) racers[victim]?.kill();
  };
  const asked = racers.map(async (racer) => {
    const answer = await racer.ask(redeem);
    answered += 1;
    killThoseDue();
    return answer;
  });
  killThoseDue();
  const answers = await Promise.all(asked);
  return { answers, victims };
}

async function startAgain(racers: StateProcess[], index: number, path: string): Promise<void> {
  racers[index]?.kill();
  await racers[index]?.end();
  const racer = await startProcess();
  expect(await racer.ask({ verb: 'open', path })).toBe('open');
  racers[index] = racer;
}

async function expectAllUsed(path: string, tickets: readonly ExecutionTicket[]): Promise<void> {
  const state = openStateDatabase(path);
  onTestFinished(() => state.close());
  for (const { expires_at, nonce } of tickets) {
    expect(await state.nonces.redeem(nonce, Date.parse(expires_at))).toBe('replayed');
  }
  const { DatabaseSync } = loadSqlite();
  const database = new DatabaseSync(path);
  onTestFinished(() => database.close());
  expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
}
