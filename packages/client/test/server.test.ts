import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connect, type Fetch } from '../src/index.ts';
import { connect as connectNode } from '../src/node/index.ts';
import { RESTART, SCALE, startServer } from './support/server.ts';

test('an agent waits for an approval and gets the ticket', async () => {
  const { token, url } = await startServer();
  const client = connect({ url, token: await token('worker') });
  const { request_id = '' } = await client.check(SCALE);
  expect(await client.approvals.wait(request_id, { timeout: 1 })).toMatchObject({ ok: false, code: 'wait_timeout' });
  const waited = client.waitForApproval(request_id, { timeout: 60_000 });
  const approver = connect({ url, token: await token('alice', ['approver']) });
  expect(await client.approvals.approve(request_id, 'Own')).toMatchObject({ ok: false });
  expect(await approver.approvals.approve(request_id, 'Fine')).toMatchObject({ ok: true });
  expect(await waited).toMatchObject({ ok: true, request: { status: 'approved' } });
  expect(await client.check(SCALE)).toMatchObject({
    result: 'allow',
    code: 'approved',
    ticket: { token: expect.any(String) },
  });
});

test('a wait continues after a lost connection, and ends with its signal', async () => {
  const { token, url } = await startServer();
  let lost = 0;
  const fetch: Fetch = (address, init) => {
    if (address.includes('/wait') && lost < 2) {
      lost += 1;
      return Promise.reject(new TypeError('reset'));
    }
    return globalThis.fetch(address, init);
  };
  const client = connect({ url, token: await token('worker'), fetch, retryDelay: 1 });
  const { request_id = '' } = await client.check(SCALE);
  const approver = connect({ url, token: await token('alice', ['approver']) });
  await approver.approvals.deny(request_id, 'No');
  expect(await client.approvals.wait(request_id)).toMatchObject({ ok: true, request: { status: 'denied' } });
  expect(lost).toBe(2);
  const ended = AbortSignal.abort(new Error('enough'));
  await expect(client.approvals.wait(request_id, { signal: ended })).rejects.toThrow('enough');
});

test('a gateway asserts subjects, explains, and reads the log', async () => {
  const { key, url } = await startServer();
  const client = connect({
    url,
    apiKey: await key(['evaluate', 'catalog:read', 'search', 'audit:read']),
    retryDelay: 1,
  });
  const subject = { type: 'user', id: 'carol' };
  const decision = await client.check(RESTART, { subject });
  expect(decision).toMatchObject({ result: 'allow', caller: 'user:carol' });
  expect(await client.checkPlan([RESTART, SCALE], { subject })).toMatchObject([
    { result: 'allow' },
    { result: 'require_approval' },
  ]);
  expect(await client.explain(RESTART, { subject })).toMatchObject({ verdict: { result: 'allow' } });
  expect(await client.whatCan({ action: RESTART.action })).toMatchObject({ caller: 'pep:gateway' });
  expect(await client.whoCan({ action: RESTART.action, target: RESTART.target })).toMatchObject({ subjects: [] });
  const { events } = await client.listEvents({ audit_id: decision.audit_id });
  expect(events.map(({ event_type }) => event_type)).toContain('decision');
  const [{ seq = 0 } = {}] = events;
  const stop = new AbortController();
  const seen: number[] = [];
  for await (const live of client.liveEvents({ after: seq - 1, type: 'decision', signal: stop.signal })) {
    if (live.kind === 'event') seen.push(live.seq);
    if (seen.length === 3) stop.abort();
  }
  expect(seen).toEqual([...new Set(seen)].sort((left, right) => left - right));
  expect(seen[0]).toBe(seq);
});

test('an agent lists actions and targets', async () => {
  const { token, url } = await startServer();
  const client = connect({ url, token: await token('worker') });
  expect(await client.listActions({ tag: 'kubernetes' })).toContainEqual(
    expect.objectContaining({ name: RESTART.action, input_schema: expect.any(Object) }),
  );
  expect(await client.listTargets({ environment: 'dev' })).toContainEqual(
    expect.objectContaining({ id: RESTART.target }),
  );
  await expect(client.listRevocations()).rejects.toMatchObject({ code: 'forbidden', status: 403 });
});

test('a client of Node.js uses a Unix socket', async () => {
  const { folder, token } = await startServer('unix:FOLDER/s.sock');
  const client = connectNode({ url: `unix:${join(folder, 's.sock')}`, token: await token('worker') });
  expect(await client.check(RESTART)).toMatchObject({ result: 'allow', caller: 'worker' });
  const none = connectNode({ url: `unix:${join(folder, 'none.sock')}`, token: 'token' });
  expect(await none.check(RESTART)).toMatchObject({
    result: 'deny',
    code: 'server_unavailable',
    reason: expect.stringContaining('ENOENT'),
  });
});
