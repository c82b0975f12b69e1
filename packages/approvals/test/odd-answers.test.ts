import { expect, test } from 'vitest';
import { approver, ask, makeWorld, WORKER } from './support/world.ts';

const CLAIM = { ...WORKER, digest: 'digest-A', audit_id: 'evt-1' };

/** What code without types may answer: nothing at all, and what is only almost right. */
const NO_ANSWERS: readonly unknown[] = [null, '', 'ok', 0, [], {}];

async function approveAndClaim(options: object) {
  const { another, approvals } = makeWorld();
  const { id } = await ask(approvals);
  await approvals.approve(id, approver(), 'The change window is open.');
  const claimed = await another(options).claim(id, CLAIM);
  // The approval was not used.
  expect(await approvals.claim(id, CLAIM)).toMatchObject({ ok: true });
  return claimed;
}

test.each([...NO_ANSWERS, undefined])(
  'T25 an approver is not clear where the kill switch answers %j',
  async (answer) => {
    const isRevoked = async () => answer as never;
    expect(await approveAndClaim({ isRevoked })).toMatchObject({ ok: false, code: 'approver_revoked' });
  },
);

test.each(NO_ANSWERS)('T25 an approval does not count where the log answers %j', async (answer) => {
  const latestVersion = async () => answer as never;
  expect(await approveAndClaim({ latestVersion })).toMatchObject({ ok: false, code: 'audit_unavailable' });
});
