import type { TargetScope } from '@agent-safe/core';
import { expect, test } from 'vitest';
import type { AccountSettings } from './account-settings.ts';
import { Accounts } from './accounts.ts';

const PROD: AccountSettings = { account_id: '111122223333', region: 'us-east-1', profile: 'prod' };
const scope = { account: '111122223333', region: 'us-east-1' };

test.each<[string, Readonly<Record<string, AccountSettings>>, TargetScope, RegExp]>([
  [
    'another account',
    { PROD },
    { ...scope, account: '444455556666' },
    /"444455556666" is not configured.*111122223333 us-east-1/,
  ],
  ['another region', { PROD }, { ...scope, region: 'eu-west-1' }, /not configured in the region "eu-west-1"/],
  ['no account', {}, scope, /Configured so far: none/],
  ['a scope without an account', { PROD }, { region: 'us-east-1' }, /has no account/],
  ['a scope without a region', { PROD }, { account: '111122223333' }, /has no region/],
  ['a scope with a cluster', { PROD }, { ...scope, cluster: 'dev' }, /"cluster" is not supported/],
  ['two entries for one place', { a: PROD, b: PROD }, scope, /twice/],
  [
    'a role in another account',
    { a: { ...PROD, role_arn: 'arn:aws:iam::444455556666:role/agent' } },
    scope,
    /is not in the account "111122223333"/,
  ],
  ['an address that is not a URL', { a: { ...PROD, endpoint_url: 'hunter2' } }, scope, /is not an http or https URL/],
  ['an address with a password', { a: { ...PROD, endpoint_url: 'https://me:hunter2@aws.example' } }, scope, /password/],
  [
    'an address of a file',
    { a: { ...PROD, endpoint_url: 'file:///etc/passwd' } },
    scope,
    /is not an http or https URL/,
  ],
  [
    'an address of another machine without encryption',
    { a: { ...PROD, endpoint_url: 'http://127.0.0.1.example:5000' } },
    scope,
    /http:\/\/127\.0\.0\.1\.example:5000 is not encrypted/,
  ],
])('T24 %s is refused', (_, accounts, given, reason) => {
  const found = new Accounts({ accounts }).find(given);
  expect(found).toMatchObject({ ok: false, code: 'scope_unknown', reason: expect.stringMatching(reason) });
});

test('options replace the address and the profile, and never the account', () => {
  const accounts = new Accounts({ accounts: { PROD }, endpointUrl: 'http://127.0.0.1:5000', profile: 'mine' });
  expect(accounts.find(scope)).toEqual({
    ok: true,
    account: { ...PROD, endpoint_url: 'http://127.0.0.1:5000', profile: 'mine' },
  });
});

test.each(['https://aws.example', 'http://localhost:4566', 'http://127.0.0.1:5000', 'http://[::1]:5000/'])(
  'the address %s is used',
  (endpoint_url) => {
    expect(new Accounts({ accounts: { a: { ...PROD, endpoint_url } } }).find(scope)).toMatchObject({ ok: true });
  },
);

test('T21 a refused address is not quoted, because it may have a password', () => {
  const accounts = new Accounts({ accounts: { a: { ...PROD, endpoint_url: 'https://me:hunter2@aws.example' } } });
  expect(JSON.stringify(accounts.find(scope))).not.toContain('hunter2');
});

test('an account in two regions has two entries', () => {
  const accounts = new Accounts({ accounts: { us: PROD, eu: { ...PROD, region: 'eu-west-1' } } });
  expect(accounts.find({ ...scope, region: 'eu-west-1' })).toMatchObject({
    ok: true,
    account: { region: 'eu-west-1' },
  });
});
