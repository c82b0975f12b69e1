import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChangeFeed } from '@agent-safe/core';
import { watchFile } from '@agent-safe/core/node';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, test } from 'vitest';
import { approver, ask, HOUR, makeWorld, WORKER } from './support/world.ts';

/** Pauses until aborted, so that only an announced change ends the wait. */
const untilAborted = (_: number, signal?: AbortSignal) =>
  new Promise<void>((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

test.each(['approve', 'deny'] as const)('a wait ends at once after %s', async (verb) => {
  const { approvals } = makeWorld({ pause: untilAborted });
  const { id } = await ask(approvals);
  const waiting = approvals.waitForApproval(id);
  await approvals[verb](id, approver(), 'Because.');
  const status = { approve: 'approved', deny: 'denied' }[verb];
  expect(await waiting).toMatchObject({ ok: true, request: { status } });
});

test('a wait ends when the change feed announces a change by another process', async () => {
  let tell = () => undefined as unknown;
  const subscribers = { count: 0 };
  const changes: ChangeFeed = {
    subscribe(listener) {
      tell = listener;
      subscribers.count += 1;
      return () => {
        subscribers.count -= 1;
      };
    },
  };
  const { another } = makeWorld({ pause: untilAborted });
  const waiter = another({ changes });
  const { id } = await ask(another());
  const waiting = waiter.waitForApproval(id);
  await another().approve(id, approver(), 'Yes.');
  expect(subscribers.count).toBe(1);
  tell();
  expect(await waiting).toMatchObject({ request: { status: 'approved' } });
  expect(subscribers.count).toBe(0);
});

test('without a change feed, a wait looks once a second and ends when the request expires', async () => {
  const pauses: number[] = [];
  const { approvals, time } = makeWorld({
    pause: async (milliseconds) => {
      pauses.push(milliseconds);
      time.now += milliseconds;
    },
  });
  const { id } = await ask(approvals);
  time.now += HOUR - 10_500;
  expect(await approvals.waitForApproval(id)).toMatchObject({ ok: true, request: { status: 'expired' } });
  expect(pauses).toEqual([...Array.from({ length: 10 }, () => 1_000), 500]);
});

test('a wait ends at its timeout', async () => {
  const { approvals, time } = makeWorld({
    pause: async (milliseconds) => {
      time.now += milliseconds;
    },
  });
  const { id } = await ask(approvals);
  const answer = await approvals.waitForApproval(id, { timeout: 2_500 });
  expect(answer).toMatchObject({ ok: false, code: 'wait_timeout', request: { status: 'pending' } });
});

test('a wait rejects when its signal is aborted, before or during the wait', async () => {
  const { approvals } = makeWorld({ pause: untilAborted });
  const { id } = await ask(approvals);
  const controller = new AbortController();
  const waiting = approvals.waitForApproval(id, { signal: controller.signal });
  controller.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  await expect(approvals.waitForApproval(id, { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow(
    'before',
  );
});

test('a wait returns at once if the request is not pending', async () => {
  const { approvals } = makeWorld({ pause: untilAborted });
  const { id } = await ask(approvals);
  await approvals.cancel(id, WORKER, 'No longer needed.');
  expect(await approvals.waitForApproval(id)).toMatchObject({ request: { status: 'cancelled' } });
  expect(await approvals.waitForApproval('apr-0')).toMatchObject({ code: 'approval_unknown' });
});

test('watchFile announces a write of another process beside the file', async () => {
  const folder = makeFolder();
  const path = join(folder, 'state.db');
  writeFileSync(path, '');
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = watchFile(path).subscribe(resolve);
  const script = `require('node:fs').writeFileSync(${JSON.stringify(`${path}-wal`)}, 'x')`;
  const child = spawn(process.execPath, ['-e', script]);
  await once(child, 'exit');
  await promise;
  end();
});

test('watchFile of a missing folder announces nothing and does not throw', () => {
  expect(() => watchFile('/nowhere/at/all/state.db').subscribe(() => undefined)()).not.toThrow();
});
