import { describe, expect, test } from 'vitest';
import { makeProject, restart } from './support/project.ts';

const worker = { ...restart, caller: 'worker' };

describe('preview', () => {
  test('answers like a check, without id, ticket and event', async () => {
    const project = makeProject({ '*': 'allow' });
    const safe = await project.open();
    const preview = await safe.preview(worker, { correlationId: 'run-7' });
    expect(preview).toMatchObject({ result: 'allow', code: 'rule', policy_matched: 'all', correlation_id: 'run-7' });
    expect(Object.keys(preview)).not.toEqual(expect.arrayContaining(['audit_id']));
    expect(preview).not.toHaveProperty('ticket');
    expect(project.events()).toEqual([]);
  });

  test('opens no approval request, and shows an open one', async () => {
    const project = makeProject();
    const safe = await project.open();
    expect(await safe.preview(worker)).not.toHaveProperty('request_id');
    expect(await safe.approvals.list()).toMatchObject({ requests: [] });
    const { request_id, request_secret } = await safe.check(worker);
    expect(await safe.preview(worker)).toMatchObject({ result: 'require_approval', request_id });
    const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
    await safe.approvals.approve(request_id ?? '', { approver, reason: 'Fine' });
    const proven = { ...worker, request_secret };
    for (let count = 0; count < 3; count += 1) {
      expect(await safe.preview(proven)).toMatchObject({ result: 'allow', code: 'approved', request_id });
      // The secret proves the requester. Without it, the caller is another requester.
      expect(await safe.preview(worker)).toMatchObject({ result: 'require_approval' });
    }
    expect(await safe.check(proven)).toMatchObject({ result: 'allow', code: 'approved' });
    expect(await safe.preview(proven)).toMatchObject({ result: 'require_approval', code: 'rule' });
  });

  test('gives the reason of a check why no approval can be requested', async () => {
    const project = makeProject();
    const withoutState = await project.open({ state: undefined, keys: undefined });
    const preview = await withoutState.preview(worker);
    expect(preview.reason).toContain('No approval can be requested.');
    expect(preview.reason).toBe((await withoutState.check(worker)).reason);

    const safe = await project.open();
    const secret = {
      ...worker,
      params: { ...restart.params, namespace: 'Bearer abcdefghijklmnopqrstuvwxyz0123456789' },
    };
    expect((await safe.preview(secret)).reason).toBe((await safe.check(secret)).reason);
  });

  test('says that the requester has too many pending requests', async () => {
    const project = makeProject();
    const safe = await project.open();
    const scale = (replicas: number) => {
      return { ...worker, action: 'scale-deployment', params: { ...restart.params, replicas } } as const;
    };
    for (let replicas = 1; replicas <= 100; replicas += 1) {
      await safe.check(scale(replicas));
    }
    const another = { ...scale(1), ticket_id: 'CHG-1' };
    const { reason } = await safe.preview(another);
    expect(reason).toContain('100 pending requests');
    expect((await safe.check(another)).reason).toBe(reason);
  });

  test('refuses a misspelled option', async () => {
    const safe = await makeProject().open();
    await expect(safe.preview(worker, { rollback_of: 'evt-1' } as never)).rejects.toThrow('rollbackOf');
  });

  test('denies a malformed request like a check', async () => {
    const safe = await makeProject().open();
    for (const request of [undefined, null, [], 'restart', { action: 7 }, { ...worker, aktion: 'x' }]) {
      const { audit_id: _, ...decision } = await safe.check(request as never);
      expect({ ...(await safe.preview(request as never)), evaluated_at: decision.evaluated_at }).toEqual(decision);
    }
  });
});
