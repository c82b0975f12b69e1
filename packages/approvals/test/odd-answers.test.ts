import { expect, test } from 'vitest';
import { approver, ask, BASIS, makeWorld, WORKER } from './support/world.ts';

const CLAIM = { ...WORKER, ...BASIS, digest: 'digest-A', audit_id: 'evt-1' };

/** Wrong answers of an untyped implementation. */
const NO_ANSWERS: readonly unknown[] = [null, '', 'ok', 0, [], {}];

async function approveAndClaim(options: object) {
  const { another, approvals } = makeWorld();
  const { id } = await ask(approvals);
  await approvals.approve(id, approver(), 'The change window is open.');
  const claimed = await another(options).claim(id, CLAIM);
  // The refused claim did not use the approval.
  expect(await approvals.claim(id, CLAIM)).toMatchObject({ ok: true });
  return claimed;
}

test.each([...NO_ANSWERS, undefined])('T25 an approver counts as revoked if isRevoked returns %j', async (answer) => {
  const isRevoked = async () => answer as never;
  expect(await approveAndClaim({ isRevoked })).toMatchObject({ ok: false, code: 'approver_revoked' });
});

test.each(NO_ANSWERS)('T25 a claim is refused if latestVersion returns %j', async (answer) => {
  const latestVersion = async () => answer as never;
  expect(await approveAndClaim({ latestVersion })).toMatchObject({ ok: false, code: 'audit_unavailable' });
});
