import { fork } from 'node:child_process';
import { readBackwards, verifyLog } from '@agent-safe/audit';
import { digestAction, type JsonObject } from '@agent-safe/core';
import { openStateDatabase } from '@agent-safe/store-sqlite';
import { isNightly, sampleTokenKey } from '@agent-safe/testkit';
import { makeFolder } from '@agent-safe/testkit/folders';
import { issueTicket } from '@agent-safe/tickets';
import { expect, onTestFinished, test } from 'vitest';
import { Runner } from '../src/index.ts';
import type { Task } from './support/children/run-tickets.ts';
import { describeWorldRunner, type FileWorld, makeFileWorld, write } from './support/file-world.ts';

const KEY = sampleTokenKey();
const PROGRAM = new URL('./support/children/run-tickets.ts', import.meta.url);

/** Process with its answer; undefined if it was killed before it answered. */
function start(task: Task) {
  const child = fork(PROGRAM, [JSON.stringify(task)], {
    execArgv: ['--conditions=@agent-safe/source'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const answered = new Promise<readonly string[] | undefined>((resolve, reject) => {
    let answers: readonly string[] | undefined;
    child.once('message', (message) => {
      answers = message as readonly string[];
    });
    child.once('exit', (code, signal) => {
      if (signal === 'SIGKILL' || answers !== undefined) resolve(answers);
      else reject(new Error(`a process ended with ${code} and no answer`));
    });
  });
  return { answered, kill: () => child.kill('SIGKILL') };
}

function issue(id: string, caller = 'worker'): string {
  const request = {
    action: write.name,
    target: 'dev/files',
    target_type: 'vm',
    scope: { cluster: 'dev' },
    caller,
    caller_verified: true,
    caller_jti: null,
    chain: [{ agent_id: 'root', jti: 'jti-of-root' }],
    params: {},
    ticket_id: null,
    definition: digestAction(write),
    audit_id: id,
    evaluated_at: Date.now(),
  };
  const key = KEY.signing;
  return issueTicket(request, { key, issuer: 'agent-safe', audience: 'agent-safe-runner', ttl: 900 }).token;
}

/** Events of a world's log by their type, oldest first. */
async function readLog({ log }: FileWorld): Promise<(type: string) => readonly JsonObject[]> {
  const events: JsonObject[] = [];
  for await (const line of readBackwards(log)) if ('event' in line) events.push(line.event);
  return (type) => events.toReversed().filter(({ event_type }) => event_type === type);
}

const field = (name: string) => (event: JsonObject) => JSON.stringify(event[name]);

/** Process that starts after the time limit of the others. */
function openLater(world: FileWorld): Runner {
  return new Runner(
    describeWorldRunner(
      world,
      () => undefined,
      () => Date.now() + 600_000,
    ),
  );
}

function countBy(values: readonly (string | undefined)[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const value of values) if (value !== undefined) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

const PROCESSES = isNightly ? 64 : 16;
const ROUNDS = isNightly ? 100 : 10;

test(`T23 ${ROUNDS} tickets × ${PROCESSES} processes, some killed and started again: one execution each`, {
  timeout: 1_800_000,
}, async () => {
  const world = makeFileWorld(makeFolder(), KEY.verification);
  const ids = Array.from({ length: ROUNDS }, (_, index) => `evt-${index}`);
  const tickets = ids.map((id) => issue(id));
  const dryRuns = await start({ folder: world.folder, tickets, killAt: 0, isDry: true }).answered;
  expect(countBy(dryRuns ?? [])).toEqual({ success: ROUNDS });
  expect(world.effects()).toEqual([]);
  const task = { folder: world.folder, tickets, killAt: 0 };
  const racers = Array.from({ length: PROCESSES }, (_, index) => {
    // Every third process dies at a different step, and is started again.
    const first = start({ ...task, killAt: index % 3 === 0 ? 7 * index + 3 : 0 });
    return first.answered.then((answers) => answers ?? start(task).answered);
  });
  const answers = (await Promise.all(racers)).flatMap((each) => each ?? []);
  expect(Object.values(countBy(world.effects())).filter((count) => count !== 1)).toEqual([]);
  await openLater(world).reconcile();
  const ofType = await readLog(world);
  const intents = ofType('execution_intent').map(field('intent_id'));
  const outcomes = ofType('execution_outcome');
  expect(new Set(ofType('execution_intent').map(field('audit_id'))).size).toBe(intents.length);
  expect(outcomes.map(field('intent_id')).toSorted()).toEqual(intents.toSorted());
  // A process that is killed between the use of the ticket and the intent loses only the ticket.
  const killed = racers.filter((_, index) => index % 3 === 0).length;
  expect(intents.length).toBeGreaterThanOrEqual(ROUNDS - killed);
  const succeeded = outcomes.filter(({ outcome }) => outcome === 'success').length;
  expect(succeeded).toBeGreaterThanOrEqual(ROUNDS - killed);
  expect(countBy(answers).success ?? 0).toBeGreaterThanOrEqual(succeeded - killed);
  expect(new Set(answers)).toEqual(new Set(['success', 'ticket_replayed']));
  expect(world.leases()).toEqual([]);
  expect((await verifyLog(world.log)).verdict).toBe('ok, unanchored');
});

test('T23 a ticket is refused if its caller or a member of its chain is revoked', async () => {
  const world = makeFileWorld(makeFolder(), KEY.verification);
  const runner = openLater(world);
  const { revocations } = openStateDatabase(`${world.folder}/state.db`);
  for (const [caller, revoked] of [
    ['worker', 'worker'],
    ['other', 'root'],
  ] as const) {
    const ticket = issue(`evt-${revoked}`, caller);
    await revocations.revoke({ agent: revoked });
    expect(await runner.run(ticket, { executor: 'files' })).toMatchObject({ ok: false, code: 'ticket_revoked' });
  }
  expect(world.effects()).toEqual([]);
});

const KILLS = isNightly ? 500 : 50;

test(`T27 killed at each step, ${KILLS} times: no effect without an intent, and every intent ends`, {
  timeout: 1_800_000,
}, async () => {
  const world = makeFileWorld(makeFolder(), KEY.verification);
  let steps = 0;
  const count = () => {
    steps += 1;
  };
  const counting = new Runner(describeWorldRunner(world, count, Date.now));
  expect(await counting.run(issue('evt-whole'), { executor: 'files' })).toMatchObject({ outcome: 'success' });
  expect(steps).toBeGreaterThan(20);
  const killed: { id: string; ticket: string; step: number }[] = [];
  // Two at a time, one for each processor.
  const run = async (index: number) => {
    const [id, step] = [`evt-${index}`, (index % steps) + 1];
    const ticket = issue(id);
    expect(
      await start({ folder: world.folder, tickets: [ticket], killAt: step }).answered,
      `step ${step}`,
    ).toBeUndefined();
    killed.push({ id, ticket, step });
  };
  for (let index = 0; index < KILLS; index += 2) await Promise.all([run(index), run(index + 1)]);

  const intended = (await readLog(world))('execution_intent').map(({ audit_id }) => audit_id);
  for (const id of world.effects()) expect(intended).toContain(id);
  expect(world.effects().length).toBeGreaterThan(5);
  expect(world.leases().length).toBeGreaterThan(0);

  // If two processes reconcile at once, one of them does it.
  const reports = await Promise.all([openLater(world).reconcile(), openLater(world).reconcile()]);
  const unknown = reports.flatMap((report) => report.unknown.map(({ audit_id }) => audit_id));
  expect(new Set(unknown).size).toBe(unknown.length);
  expect(unknown.length).toBeGreaterThan(5);
  const ofType = await readLog(world);
  const intents = ofType('execution_intent').map(field('intent_id'));
  expect(ofType('execution_outcome').map(field('intent_id')).toSorted()).toEqual(intents.toSorted());
  expect(world.leases()).toEqual([]);
  const ended = ofType('credential_revoked').filter(({ revoked }) => revoked === true);
  expect(ended.map(field('lease_id'))).toEqual(
    expect.arrayContaining(ofType('credential_issued').map(field('lease_id'))),
  );
  expect((await verifyLog(world.log)).verdict).toBe('ok, unanchored');

  // A run with an intent is never run again. Without an intent, the ticket may be used again.
  const before = world.effects();
  for (const { id, step, ticket } of killed) {
    const again = await openLater(world).run(ticket, { executor: 'files' });
    if (intended.includes(id)) expect(again, `step ${step}`).toMatchObject({ ok: false, code: 'ticket_replayed' });
  }
  expect(world.effects().filter((id) => intended.includes(id))).toEqual(before);
  expect(new Set(world.effects()).size).toBe(world.effects().length);
});
