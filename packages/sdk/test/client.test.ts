import type { AgentSafeClient } from '@agent-safe/core';
import { expect, test } from 'vitest';
import { makeProject, restart } from './support/project.ts';

test('adapters use a project through the port of a client, with plain JSON', async () => {
  const safe = await makeProject({ 'restart-deployment': 'require_approval', '*': 'allow' }).open();
  const client: AgentSafeClient = safe;
  const request = { ...restart, caller: await safe.tokens.issue({ agent_id: 'worker' }) };
  expect(await client.preview(request)).toMatchObject({ result: 'require_approval' });
  const { request_id = '' } = await client.check(request, { correlationId: 'run-1' });
  const waited = client.waitForApproval(request_id, { timeout: 60_000 });
  const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
  await safe.approvals.approve(request_id, { approver, reason: 'Fine' });
  expect(await waited).toMatchObject({ ok: true, request: { status: 'approved' } });
  const { ticket } = await client.check(request);
  const executed = await client.execute(ticket?.token ?? '', { executor: 'dry-run' });
  expect(executed).toMatchObject({ ok: true, executor: 'dry-run', action: restart.action });
  expect(await client.execute('no ticket', { executor: 'dry-run' })).toMatchObject({ ok: false, ticket_used: false });
  const lists = [await client.listActions({ tag: 'kubernetes' }), await client.listTargets({ environment: 'dev' })];
  for (const each of [...lists, executed]) expect(JSON.parse(JSON.stringify(each))).toEqual(each);
});
