import { DEFAULT_DELEGATION, digestBundle, digestPolicies } from '@agent-safe/core';
import { sampleAction } from '@agent-safe/testkit';
import { expect, test } from 'vitest';
import { type DecidingSettings, makeBundle } from './bundle.ts';

const actions = [sampleAction({ name: 'stop' }), sampleAction({ name: 'restart' })];
const policySet = { actions, rules: [], targets: undefined, digest: digestPolicies(actions, [], null) };
const settings: DecidingSettings = { strict: true, requireVerifiedCallers: false, ticketPattern: undefined };

test('a bundle contains all documents, sorted and with a digest, and the defaults of unset options', () => {
  const bundle = makeBundle(policySet, settings, 7);
  expect(bundle).toMatchObject({
    revision: 7,
    strict: true,
    require_verified_callers: false,
    verifies_callers: false,
    delegation: DEFAULT_DELEGATION,
    ticket_pattern: null,
    policy_digest: policySet.digest,
    targets: null,
  });
  expect(bundle.actions.map(({ name }) => name)).toEqual(['restart', 'stop']);
  expect(bundle.digest).toBe(digestBundle(bundle));
});

test('T12 a bundle records whether callers are verified, and T13 the delegation grants', () => {
  const delegation = { max_depth: 2, grants: [{ parent: 'root', children: ['worker-*'] }] };
  const bundle = makeBundle(policySet, { ...settings, verifiesCallers: true, delegation }, 1);
  expect(bundle).toMatchObject({ verifies_callers: true, delegation });
  expect(bundle.digest).not.toBe(makeBundle(policySet, settings, 1).digest);
});
