import { readdirSync, rmSync } from 'node:fs';
import { FileLock } from '@agent-safe/core/node';
import { anyDraft, isNightly } from '@agent-safe/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { verifyLog } from '../src/verify/verify.ts';
import { AuditLog } from '../src/write/audit-log.ts';
import { startChild } from './support/child.ts';
import { makeLogPath } from './support/folder.ts';
import { readIds } from './support/read-ids.ts';

const event = (event_id: string) => anyDraft({ event_id, event_type: 'decision', fields: {} });
const COUNT = isNightly ? 1_000 : 100;

function openLog(path: string, timeout = 5_000): AuditLog {
  const log = new AuditLog(path, { timeout });
  onTestFinished(() => log.close());
  return log;
}

test.each([
  { name: 'one after the other', options: ['--together=1'] },
  { name: 'ten at a time', options: ['--together=10'] },
  { name: 'over many files', options: ['--together=3', '--maxBytes=5000'] },
])('T16 the events of 8 processes that record $name are one chain', async ({ options }) => {
  const path = makeLogPath();
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const children = names.map((name) =>
    startChild('writer', `--path=${path}`, `--name=${name}`, `--count=${COUNT}`, ...options),
  );
  for (const { gone } of children) expect(await gone).toBe(0);
  expect(await verifyLog(path)).toMatchObject({ verdict: 'ok, unanchored', seq: 8 * COUNT, seals: [] });
  const acknowledged = children.flatMap(({ lines }) => lines);
  expect(acknowledged).toHaveLength(8 * COUNT);
  expect([...(await readIds(path))].sort()).toEqual(acknowledged.sort());
});

test('T16 a killed lock holder delays other processes by less than a second', async () => {
  // On a busy machine, single attempts may be late, but not all of them.
  const delays: number[] = [];
  while (delays.length < 3 && !(Math.min(...delays) < 1_000)) {
    const path = makeLogPath();
    const holder = startChild('lock-holder', `${path}.lock`);
    await holder.written(1);
    expect(holder.lines).toEqual(['held']);
    const logs = [openLog(path), openLog(path), openLog(path)];
    const appended = Promise.all(logs.map((log, index) => log.append([event(`evt-${index}`)])));
    holder.process.kill('SIGKILL');
    await holder.gone;
    const start = performance.now();
    await appended;
    delays.push(performance.now() - start);
    expect(await verifyLog(path)).toMatchObject({ verdict: 'ok, unanchored', seq: 3 });
  }
  expect(Math.min(...delays)).toBeLessThan(1_000);
});

test('T16 while a lock holder is stopped, others refuse events, and they record again when it continues', async () => {
  const path = makeLogPath();
  const holder = startChild('lock-holder', `${path}.lock`);
  await holder.written(1);
  holder.process.kill('SIGSTOP');
  // Long enough for an append on a busy machine.
  const log = openLog(path, 3_000);
  const refused = log.append([event('evt-refused')]);
  await expect(refused).rejects.toMatchObject({ code: 'ERR_AUDIT_UNAVAILABLE' });
  holder.process.stdin.write('\n');
  holder.process.kill('SIGCONT');
  await holder.written(2);
  await log.append([event('evt-after')]);
  expect(await readIds(path)).toEqual(['evt-after']);
});

test('T16 a second request for a lock in the same process does not release it for other processes', async () => {
  const path = `${makeLogPath()}.lock`;
  const [held, asked] = [new FileLock(path), new FileLock(path)];
  onTestFinished(() => {
    held.close();
    asked.close();
  });
  expect(held.tryAcquire()).toBe(true);
  expect(asked.tryAcquire()).toBe(false);
  const other = startChild('lock-holder', path);
  await other.written(1);
  expect(other.lines, 'what another process gets').toEqual(['taken']);
  asked.close();
  const third = startChild('lock-holder', path);
  await third.written(1);
  expect(third.lines, 'what a third process gets').toEqual(['taken']);
});

test.runIf(process.platform === 'linux')('T16 waiting for a lock keeps at most one file open', async () => {
  const path = `${makeLogPath()}.lock`;
  const holder = startChild('lock-holder', path);
  await holder.written(1);
  const lock = new FileLock(path);
  onTestFinished(() => lock.close());
  const before = readdirSync('/proc/self/fd').length;
  for (let count = 0; count < 50; count += 1) expect(lock.tryAcquire()).toBe(false);
  expect(readdirSync('/proc/self/fd').length - before).toBeLessThanOrEqual(2);
});

test.each(['deleted', 'replaced'])(
  'T16 a lock file that is %s while it is held does not make two chains',
  async (how) => {
    const path = makeLogPath();
    const [first, second] = [openLog(path), openLog(path)];
    await first.append([event('evt-before')]);
    const held = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const slow = first.appendAfter(async () => {
      held.resolve();
      await goOn.promise;
      return event('evt-slow');
    });
    const settled = slow.then(
      () => 'recorded',
      () => 'refused',
    );
    await held.promise;
    rmSync(`${path}.lock`);
    if (how === 'replaced') new FileLock(`${path}.lock`).close();
    const quick = await second.append([event('evt-quick')]).then(
      () => 'recorded',
      () => 'refused',
    );
    goOn.resolve();
    const recorded = ['evt-before'];
    if (quick === 'recorded') recorded.push('evt-quick');
    if ((await settled) === 'recorded') recorded.push('evt-slow');
    expect(await verifyLog(path)).toMatchObject({ verdict: 'ok, unanchored' });
    expect(await readIds(path)).toEqual(recorded);
  },
);

test('T16 verify sees only complete writes while other processes write', async () => {
  const path = makeLogPath();
  // The child writes until it is killed, so the test does not depend on timing.
  const child = startChild('writer', `--path=${path}`, '--together=10');
  for (let verified = 0; verified < COUNT / 10; verified += 1) {
    await child.written(child.lines.length + 1);
    expect((await verifyLog(path)).verdict).toBe('ok, unanchored');
  }
  expect(child.process.exitCode).toBe(null);
});
