import { expect, test } from 'vitest';
import { readApprovalSettings, requirementFor } from '../src/service/settings.ts';
import { approver, ask, BASIS, makeWorld, WORKER } from './support/world.ts';

const settings = {
  rules: {
    sre: { roles: ['sre-lead'], quorum: 2 },
    security: { roles: [], groups: ['security'] },
    same: { roles: ['sre-lead'] },
  },
};

test('T35 the requirement of several rules is that of each, with the largest quorum', () => {
  const read = readApprovalSettings(settings);
  const both = { quorum: 2, roles: ['sre-lead'], groups: [], also: [{ roles: [], groups: ['security'] }] };
  expect(requirementFor(read, ['sre', 'security'])).toEqual(both);
  expect(requirementFor(read, ['sre', 'same'])).toEqual({ quorum: 2, roles: ['sre-lead'], groups: [] });
  expect(requirementFor(read, ['other', 'sre'])).toEqual({
    quorum: 2,
    roles: ['approver'],
    groups: [],
    also: [{ roles: ['sre-lead'], groups: [] }],
  });
  expect(requirementFor(read, 'sre')).toEqual({ quorum: 2, roles: ['sre-lead'], groups: [] });
  expect(requirementFor(read, [])).toEqual(requirementFor(read, null));
});

test('T35 an approver must satisfy every rule, and an approval for fewer rules does not match', async () => {
  const { approvals, store } = makeWorld({ settings });
  const rules = ['security', 'same'];
  const alone = await ask(approvals, { policy_matched: 'security' });
  const { id } = await ask(approvals, { policy_matched: 'security', approval_rules: rules });
  expect(id).not.toBe(alone.id);
  expect(store.size).toBe(2);
  const lead = approver('lead', { roles: ['sre-lead'] });
  const guard = approver('guard', { roles: [], groups: ['security'] });
  for (const half of [lead, guard]) {
    expect(await approvals.approve(id, half, 'Yes.')).toMatchObject({
      ok: false,
      code: 'approver_not_allowed',
      reason: expect.stringContaining('the group "security" and the role "sre-lead"'),
    });
  }
  expect(await approvals.approve(alone.id, guard, 'Yes.')).toMatchObject({ request: { status: 'approved' } });
  expect(
    await approvals.findOpen('digest-A', WORKER, { ...BASIS, policy_matched: 'security', approval_rules: rules }),
  ).toMatchObject({ request: { status: 'pending' } });
  const whole = approver('whole', { roles: ['sre-lead'], groups: ['security'] });
  expect(await approvals.approve(id, whole, 'Yes.')).toMatchObject({ request: { status: 'approved' } });
  expect(
    await approvals.findOpen('digest-A', WORKER, { ...BASIS, policy_matched: 'security', approval_rules: rules }),
  ).toMatchObject({ request: { request_id: id } });
});
