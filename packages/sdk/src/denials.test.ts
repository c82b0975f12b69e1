import { describe, expect, test } from 'vitest';
import { brief, makeProject, restart } from '../test/support/project.ts';
import type { AgentSafe, OpenOptions } from './index.ts';

const DAY = { ttl_seconds: 86_400 };
const HOUR = 3_600_000;

async function openSafe(options: OpenOptions = {}) {
  const project = makeProject({ '*': 'require_approval' }, options);
  const safe = await project.open();
  const caller = await safe.tokens.issue({ agent_id: 'worker', ...DAY });
  const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'], ...DAY });
  const other = await safe.tokens.issue({ agent_id: 'bob', roles: ['approver'], ...DAY });
  return { ...project, safe, caller, approver, other };
}

async function ask(safe: AgentSafe, request: object): Promise<string> {
  const { request_id, result } = await safe.check({ ...restart, ...request });
  expect(result).toBe('require_approval');
  return request_id ?? '';
}

describe('T47 a denial', () => {
  test('answers the same request until its time has passed', async () => {
    const { approver, caller, events, open, safe, time } = await openSafe();
    const id = await ask(safe, { caller });
    await safe.approvals.deny(id, { approver, reason: 'Not during the freeze' });
    for (const each of [safe, await open()]) {
      const again = await each.check({ ...restart, caller });
      expect(again).toMatchObject({ result: 'deny', code: 'approval_denied', request_id: id });
      expect(again.reason).toBe(
        `Denied by "alice": Not during the freeze. The denial counts until 2026-01-05T13:00:00.000Z. To lift it, an approver runs: agent-safe approval reopen ${id}`,
      );
    }
    expect(events().at(-1)).toMatchObject({ event_type: 'decision', code: 'approval_denied' });
    // Another request is another question.
    expect(await ask(safe, { caller, ticket_id: 'CHG-1' })).not.toBe(id);
    time.now += HOUR;
    expect(await ask(safe, { caller })).not.toBe(id);
  });

  test('counts also if the request needs another rule and other approvers now', async () => {
    const { approver, caller, open, safe } = await openSafe();
    await safe.approvals.deny(await ask(safe, { caller }), { approver, reason: 'No' });
    const stricter = await open({ approvals: { quorum: 2 } });
    expect(brief(await stricter.check({ ...restart, caller }))).toBe('deny approval_denied');
  });

  test('does not stop a request that the policy allows, unless the score requires an approval', async () => {
    const { approver, caller, decideBy, open, safe } = await openSafe();
    await safe.approvals.deny(await ask(safe, { caller }), { approver, reason: 'No' });
    decideBy({ '*': 'allow' });
    expect(brief(await (await open()).check({ ...restart, caller }))).toBe('allow rule');
    const cumulativeRisk = { escalation_threshold: 1, deny_threshold: 1_000 };
    expect(brief(await (await open({ cumulativeRisk })).check({ ...restart, caller }))).toMatch(
      /^deny approval_denied/,
    );
  });

  test('is lifted by an approver who has no part in the request, and then the request is new', async () => {
    const { approver, caller, events, other, safe } = await openSafe();
    const id = await ask(safe, { caller });
    await safe.approvals.deny(id, { approver, reason: 'No' });
    expect(await safe.approvals.reopen(id, { approver: caller, reason: 'Please' })).toMatchObject({ ok: false });
    expect(await safe.approvals.reopen(id, { approver: other, reason: 'The freeze has ended' })).toMatchObject({
      ok: true,
      request: { status: 'cancelled' },
    });
    expect(events().at(-1)).toMatchObject({ event_type: 'approval_resolved', decision: 'reopen', approver: 'bob' });
    expect(await safe.approvals.reopen(id, { approver: other, reason: 'Again' })).toMatchObject({
      code: 'approval_not_denied',
    });
    const next = await ask(safe, { caller });
    expect(next).not.toBe(id);
    await safe.approvals.approve(next, { approver, reason: 'Yes' });
    expect(brief(await safe.check({ ...restart, caller }))).toBe('allow approved');
  });

  test('of a request of a bare name answers that name', async () => {
    const { approver, safe } = await openSafe();
    const id = await ask(safe, { caller: 'nameless' });
    await safe.approvals.deny(id, { approver, reason: 'No' });
    expect(brief(await safe.check({ ...restart, caller: 'nameless' }))).toBe('deny approval_denied');
    expect(await ask(safe, { caller: 'another' })).not.toBe(id);
  });
});

describe('T47 an approval', () => {
  test('can be withdrawn by its approver until the ticket is issued', async () => {
    const { approver, caller, events, other, safe } = await openSafe();
    const id = await ask(safe, { caller });
    await safe.approvals.approve(id, { approver, reason: 'Yes' });
    expect(await safe.approvals.withdraw(id, { approver: other, reason: 'No' })).toMatchObject({
      code: 'approver_not_allowed',
    });
    expect(await safe.approvals.withdraw(id, { approver, reason: 'A mistake' })).toMatchObject({
      ok: true,
      request: { status: 'pending' },
    });
    expect(events().at(-1)).toMatchObject({ decision: 'retract', status: 'pending', approver: 'alice' });
    expect(await ask(safe, { caller })).toBe(id);
    // The approver may answer again.
    await safe.approvals.approve(id, { approver, reason: 'Yes, after all' });
    expect((await safe.check({ ...restart, caller })).reason).toBe('Approved by "alice": Yes, after all');
    expect(await safe.approvals.withdraw(id, { approver, reason: 'Too late' })).toMatchObject({
      code: 'approval_claimed',
    });
  });

  test('that was withdrawn does not count toward the quorum', async () => {
    const { approver, caller, other, safe } = await openSafe({ approvals: { quorum: 2 } });
    const id = await ask(safe, { caller });
    await safe.approvals.approve(id, { approver, reason: 'Yes' });
    await safe.approvals.withdraw(id, { approver, reason: 'A mistake' });
    expect(await safe.approvals.approve(id, { approver: other, reason: 'Yes' })).toMatchObject({
      request: { status: 'pending' },
    });
    expect(await safe.approvals.approve(id, { approver, reason: 'Yes' })).toMatchObject({
      request: { status: 'approved' },
    });
  });

  test('that was withdrawn is not void because its approver is revoked later', async () => {
    const { approver, caller, other, safe } = await openSafe();
    const id = await ask(safe, { caller });
    await safe.approvals.approve(id, { approver, reason: 'Yes' });
    await safe.approvals.withdraw(id, { approver, reason: 'A mistake' });
    await safe.approvals.approve(id, { approver: other, reason: 'Yes' });
    await safe.revocations.add({ agent: 'alice' });
    expect(brief(await safe.check({ ...restart, caller }))).toBe('allow approved');
  });
});
