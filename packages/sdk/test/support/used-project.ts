import { expect } from 'vitest';
import type { AgentSafe } from '../../src/index.ts';
import { Backups } from './backups.ts';
import { brief, makeProject, restart } from './project.ts';

export const worker = { ...restart, caller: 'worker' };
export const other = { ...restart, caller: 'other' };
export const scale = {
  action: 'scale-deployment',
  target: 'dev/test-app',
  caller: 'other',
  params: { namespace: 'dev', deployment: 'app', replicas: 3 },
} as const;

/** A project with a revocation, a used ticket, an unused one, an open request and a denied one. */
export async function makeUsed() {
  const backups = new Backups(makeProject({ 'restart-deployment': 'allow', '*': 'require_approval' }));
  const facts = await backups.within(async (safe) => {
    await safe.revocations.add({ agent: 'worker' });
    const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
    const used = (await safe.check(other)).ticket?.token ?? '';
    const unused = (await safe.check(other)).ticket?.token ?? '';
    const denied = await safe.check(scale);
    await safe.approvals.deny(denied.request_id ?? '', { approver, reason: 'No' });
    const open = await safe.check({ ...scale, params: { ...scale.params, replicas: 4 } });
    return { approver, used, unused, denied: denied.request_id ?? '', open: open.request_id ?? '' };
  });
  expect(await backups.redeem(facts.used)).toBe('ok');
  return { backups, ...facts };
}

/** A short form of the decision about a request. */
export const answer = async (safe: AgentSafe, request: object) => brief(await safe.check(request as typeof other));
