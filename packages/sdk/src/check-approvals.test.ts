import { expect, test } from 'vitest';
import { brief, makeProject, restart } from '../test/support/project.ts';
import type { AgentSafe, CheckOptions } from './index.ts';

const ASK = { '*': 'require_approval' } as const;

async function open() {
  const { events, open: openProject } = makeProject(ASK);
  const safe = await openProject();
  const caller = await safe.tokens.issue({ agent_id: 'worker' });
  const check = (options: CheckOptions) => safe.check({ ...restart, caller }, options);
  return { events, safe, check };
}

async function approve(safe: AgentSafe, requestId = '') {
  const approver = await safe.tokens.issue({ agent_id: 'olga', roles: ['approver'] });
  expect(await safe.approvals.approve(requestId, { approver, reason: 'Yes' })).toMatchObject({ ok: true });
}

test('T25 a check uses and requests approvals as its options say', async () => {
  const { check, events, safe } = await open();
  const none = await check({ approvals: 'none' });
  expect([brief(none), none.request_id]).toEqual(['require_approval rule', undefined]);
  expect(events().map(({ event_type }) => event_type)).not.toContain('approval_requested');

  const requested = await check({ approvals: 'request' });
  const { request_id = '' } = requested;
  expect(request_id).toMatch(/^apr-/);
  expect((await check({ approvals: 'request' })).request_id).toBe(request_id);
  expect(brief(await check({ approvals: { use: request_id } }))).toBe('require_approval rule');

  await approve(safe, request_id);
  expect(brief(await check({ approvals: 'none' }))).toBe('require_approval rule');
  expect(brief(await check({ approvals: 'request' }))).toBe('require_approval rule');
  const other = await check({ approvals: { use: 'apr-other' } });
  expect([brief(other), other.request_id]).toEqual(['require_approval rule', undefined]);
  expect(brief(await check({ approvals: { use: request_id } }))).toBe('allow approved');
  expect(brief(await check({ approvals: { use: request_id } }))).toBe('require_approval rule');
});

test('without the option, a check uses an approval, or requests one', async () => {
  const { check, safe } = await open();
  const { request_id } = await check({});
  await approve(safe, request_id);
  expect(brief(await check({ approvals: undefined }))).toBe('allow approved');
});

test('a misspelled option is refused', async () => {
  const { check } = await open();
  for (const approvals of ['use', '', null, 7, {}, { use: 7 }, { use: 'apr-1', or: 'request' }, ['use']])
    await expect(check({ approvals } as never)).rejects.toMatchObject({ code: 'ERR_CONFIG_INVALID' });
});

const RECORD = { type: 'k8s-deployment', environment: 'dev', sensitivity: 'public', owner: '', bindings: {} } as const;

test('T25 an approval of a described target fits no other description with the same id', async () => {
  const { safe } = await open();
  const check = (labels: Readonly<Record<string, string>>) => {
    const target = { ...RECORD, id: 'record:1', labels };
    const verified = { by: 'pep:gateway', caller: { agent_id: 'user:alice' }, target };
    return safe.check({ ...restart, target: 'record:1' }, { verified });
  };
  const [first, second] = [await check({ status: 'draft' }), await check({ status: 'final' })];
  expect(first.digest).not.toBe(second.digest);
  expect(first.request_id).not.toBe(second.request_id);
  await approve(safe, first.request_id);
  expect(brief(await check({ status: 'final' }))).toBe('require_approval rule');
  expect(brief(await check({ status: 'draft' }))).toBe('allow approved');
});

test('the calling program cancels for a requester that it verified', async () => {
  const { safe } = await open();
  const verified = { by: 'pep:gateway', caller: { agent_id: 'user:alice' } };
  const { request_id = '' } = await safe.check(restart, { verified });
  const cancel = (agent_id: string) => safe.approvals.cancel(request_id, { verified: { agent_id }, reason: 'No need' });
  expect(await cancel('user:bob')).toMatchObject({ ok: false, code: 'claimant_not_requester' });
  expect(await cancel('user:alice')).toMatchObject({ ok: true, request: { status: 'cancelled' } });
});
