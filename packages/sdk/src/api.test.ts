import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileTest } from '../test/support/ports.ts';
import { makeProject, restart } from '../test/support/project.ts';
import type { AgentSafe } from './index.ts';

test('targets lists the whole inventory or a part, by id', async () => {
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

fileTest('audit.read yields the events, the newest first, and marks damaged lines', async () => {
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
    message: 'There is no audit log. Set "audit_log" to its path.',
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

test('approvals.list returns other requests than pending ones with a filter', async () => {
  const safe = await makeProject().open();
  const caller = await safe.tokens.issue({ agent_id: 'worker' });
  const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
  const { request_id = '' } = await safe.check({ ...restart, caller });
  await safe.approvals.deny(request_id, { approver, reason: 'The change window is closed' });
  expect(await safe.approvals.list()).toMatchObject({ ok: true, requests: [] });
  expect(await safe.approvals.list({ status: 'denied' })).toMatchObject({ requests: [{ request_id }] });
});

test('audit.read filters by type, and yields no line for an empty log', async () => {
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

test.each<[string, (safe: AgentSafe) => unknown, string]>([
  ['audit.verify', (safe) => safe.audit.verify({ checkpont: 'note' } as never), 'Did you mean "checkpoint"?'],
  ['audit.read', (safe) => safe.audit.read({ type: ['decision'] } as never).next(), 'Did you mean "types"?'],
  ['approvals.list', (safe) => safe.approvals.list({ staus: 'denied' } as never), 'Did you mean "status"?'],
  ['approvals.list', (safe) => safe.approvals.list({ status: 'open' } as never), 'It must be one of "pending"'],
  [
    'approvals.approve',
    (safe) => safe.approvals.approve('apr-1', { reason: 'x' } as never),
    'Missing option: approver',
  ],
  ['approvals.deny', (safe) => safe.approvals.deny('apr-1', undefined as never), 'It must be an object'],
  ['approvals.cancel', (safe) => safe.approvals.cancel('apr-1', { reson: 'x' } as never), 'Did you mean "reason"?'],
  ['approvals.wait', (safe) => safe.approvals.wait('apr-1', { timeOut: 1 } as never), 'Did you mean "timeout"?'],
  ['check', (safe) => safe.check(restart, { rollbackof: 'evt-1' } as never), 'Did you mean "rollbackOf"?'],
  ['actions', async (safe) => safe.actions({ tags: 'kubernetes' } as never), 'Did you mean "tag"?'],
  ['targets', async (safe) => safe.targets({ environment: 'production' } as never), 'It must be one of "dev"'],
])('%s rejects an unknown or missing option', async (_, call, message) => {
  const safe = await makeProject().open();
  await expect(call(safe)).rejects.toMatchObject({
    code: 'ERR_CONFIG_INVALID',
    message: expect.stringContaining(message),
  });
});

test('tokens.delegate refuses a request without the token of a parent, and names the field', async () => {
  const safe = await makeProject().open();
  const refused = await safe.tokens.delegate({ parent_tokn: 'x', child_agent_id: 'w' } as never);
  const reason = '"parent_token" must be the token of the agent that delegates, but it is missing.';
  expect(refused).toMatchObject({ ok: false, code: 'caller_invalid', reason });
});
