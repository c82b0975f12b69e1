import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChangeFeed } from '@agent-safe/core';
import { watchFile } from '@agent-safe/core/node';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, test } from 'vitest';
import { approver, ask, HOUR, makeWorld, WORKER } from './support/world.ts';

/** Never ends by itself: only what is told of a change does. */
const untilAborted = (_: number, signal?: AbortSignal) =>
  new Promise<void>((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

test.each(['approve', 'deny'] as const)('whoever waits hears at once that somebody said %s', async (verb) => {
  const { approvals } = makeWorld({ pause: untilAborted });
  const { id } = await ask(approvals);
  const waiting = approvals.waitForApproval(id);
  await approvals[verb](id, approver(), 'Because.');
  const status = { approve: 'approved', deny: 'denied' }[verb];
  expect(await waiting).toMatchObject({ ok: true, request: { status } });
});

test('whoever waits hears of what another process did, by what tells of changes', async () => {
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

test('without anything that tells, it looks no more than once a second, and ends when the request does', async () => {
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

test('it ends when its own time is over', async () => {
  const { approvals, time } = makeWorld({
    pause: async (milliseconds) => {
      time.now += milliseconds;
    },
  });
  const { id } = await ask(approvals);
  const answer = await approvals.waitForApproval(id, { timeout: 2_500 });
  expect(answer).toMatchObject({ ok: false, code: 'wait_timeout', request: { status: 'pending' } });
});

test('it ends with its signal, also where that was aborted before', async () => {
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

test('what is not pending is not waited for', async () => {
  const { approvals } = makeWorld({ pause: untilAborted });
  const { id } = await ask(approvals);
  await approvals.cancel(id, WORKER, 'No longer needed.');
  expect(await approvals.waitForApproval(id)).toMatchObject({ request: { status: 'cancelled' } });
  expect(await approvals.waitForApproval('apr-0')).toMatchObject({ code: 'approval_unknown' });
});

test('what another process writes into a file, or beside it, is heard of', async () => {
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

test('where nothing can be watched, nothing is told', () => {
  expect(() => watchFile('/nowhere/at/all/state.db').subscribe(() => undefined)()).not.toThrow();
});
