import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileTest } from '../test/support/ports.ts';
import { makeProject, restart } from '../test/support/project.ts';
import type { AgentSafe } from './index.ts';

test('targets lists the inventory by id, all of it or a part', async () => {
  const safe = await makeProject().open();
  const ids = (filter?: Parameters<AgentSafe['targets']>[0]) => safe.targets(filter).map(({ id }) => id);
  expect(ids()).toContain('dev/test-app');
  expect(ids()).toEqual([...ids()].sort());
  const dev = ids({ environment: 'dev' });
  expect(dev).toContain('dev/test-app');
  expect(dev).not.toContain('prod/api-server');
  const [target] = safe.targets({ environment: 'dev' });
  expect(ids({ type: target?.type, sensitivity: target?.sensitivity })).toContain(target?.id);
  expect(ids({ type: 'no-such-type' })).toEqual([]);
});

test('targets is empty without an inventory', async () => {
  expect((await makeProject({ '*': 'allow' }, { inventory: undefined }).open()).targets()).toEqual([]);
});

fileTest('audit.read yields the events, the newest first, and damaged lines as such', async () => {
  const { folder, open } = makeProject({ '*': 'allow' });
  const safe = await open();
  const first = await safe.check(restart);
  const second = await safe.check(restart);
  const log = join(folder, 'audit.jsonl');
  const undamaged = readFileSync(log);
  appendFileSync(log, '{"no":"event"}\n');
  const ids: unknown[] = [];
  for await (const line of safe.audit.read()) ids.push('event' in line ? line.event.event_id : 'damaged');
  expect(ids).toEqual(['damaged', second.audit_id, first.audit_id]);
  writeFileSync(log, undamaged);
});

test.each([
  ['verify', (safe: AgentSafe) => safe.audit.verify()],
  ['checkpoint', (safe: AgentSafe) => safe.audit.checkpoint()],
  ['read', (safe: AgentSafe) => safe.audit.read().next()],
  ['captureBefore', (safe: AgentSafe) => safe.audit.captureBefore('evt-1', {})],
  ['captureAfter', (safe: AgentSafe) => safe.audit.captureAfter('evt-1', {})],
  ['capture', (safe: AgentSafe) => safe.audit.capture('evt-1', {}, {})],
  ['getCapture', (safe: AgentSafe) => safe.audit.getCapture('evt-1')],
] as const)('audit.%s rejects without an audit log', async (_, call) => {
  const safe = await makeProject({ '*': 'allow' }, { auditLog: undefined }).open();
  await expect(call(safe)).rejects.toMatchObject({
    code: 'ERR_CONFIG_INVALID',
    message: 'There is no audit log. Give "audit_log" its path.',
  });
});

test('revocations are listed, the oldest first, and lifted by agent', async () => {
  const safe = await makeProject().open();
  await safe.revocations.add({ agent: 'a' });
  await safe.revocations.add({ agent: 'b' });
  expect(await safe.revocations.list()).toMatchObject([{ id: 'a' }, { id: 'b' }]);
  expect(await safe.revocations.lift('c')).toBeUndefined();
  expect(await safe.revocations.lift('a')).toMatchObject({ kind: 'agent', id: 'a' });
  expect((await safe.revocations.list()).find(({ id }) => id === 'a')).not.toMatchObject({ issued_until: null });
});

test('approvals.list answers with other requests than the pending ones by a filter', async () => {
  const safe = await makeProject().open();
  const caller = await safe.tokens.issue({ agent_id: 'worker' });
  const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
  const { request_id = '' } = await safe.check({ ...restart, caller });
  await safe.approvals.deny(request_id, { approver, reason: 'The change window is closed' });
  expect(await safe.approvals.list()).toMatchObject({ ok: true, requests: [] });
  expect(await safe.approvals.list({ status: 'denied' })).toMatchObject({ requests: [{ request_id }] });
});

test('audit.read filters by type, and yields nothing where nothing was recorded', async () => {
  const safe = await makeProject({ '*': 'allow' }).open();
  const typesOf = async (types?: readonly string[]) => {
    const found: unknown[] = [];
    for await (const line of safe.audit.read({ types })) found.push('event' in line && line.event.event_type);
    return found;
  };
  expect(await typesOf()).toEqual([]);
  await safe.check(restart);
  await safe.revocations.add({ agent: 'worker' });
  expect(await typesOf()).toEqual(['revocation', 'decision']);
  expect(await typesOf(['decision'])).toEqual(['decision']);
});
