import { describe, expect, test } from 'vitest';
import { identifyByName } from './caller.ts';

const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');
const spaced = Buffer.from('{ "alg": "none" }').toString('base64url');
const claims = Buffer.from('{"agent_id":"deploy-agent"}').toString('base64url');
const signature = 'c2lnbmF0dXJlLXRoYXQtaXMtbG9uZy1lbm91Z2gtdG8tYmUtb25l';
const token = `${header}.${claims}.${signature}`;

describe('T12 text that looks like a token is never a name', () => {
  test.each([
    ['a token', token],
    ['a token without signature', `${header}.${claims}.`],
    ['a token cut short', `${header}.${claims}`],
    ['a header alone', header],
    ['text in the form of a token', 'eyJabc.def.ghi'],
    ['the first letters of a token', 'eyJ'],
    ['the first letters of a Bearer token', 'Bearer eyJhb'],
    ['a Bearer token', `Bearer ${token}`],
    ['a token behind another word', `JWT ${token}`],
    ['a token behind two words', `Authorization: Bearer ${token}`],
    ['a token in brackets', `(${token})`],
    ['a token in typographic quotes', `“${token}”`],
    ['a token in JSON', `{"token":"${token}"}`],
    ['a token with a blank in its header', `${token.slice(0, 2)} ${token.slice(2)}`],
    ['a token in base64', Buffer.from(token).toString('base64')],
    ['a token without its first letter', token.slice(1)],
    ['a token without its header', `${claims}.${signature}`.slice(1)],
    ['a quoted token', `"${token}"`],
    ['a token with white space around it', ` ${token}\n`],
    ['a header with spaces', `${spaced}.${claims}.${signature}`],
    ['a token whose header was damaged', `X${header.slice(1)}.${claims}.${signature}`],
    [
      'a token whose header and claims were damaged',
      `X${header.slice(1)}.X${claims.slice(1)}.${signature}${signature}`,
    ],
    ['an encrypted token', `${header}.${'a'.repeat(40)}.${'b'.repeat(20)}.${'c'.repeat(40)}.${'d'.repeat(20)}`],
  ])('%s', (_, text) => {
    const identification = identifyByName(text, false);
    expect(identification).toMatchObject({ code: 'caller_invalid' });
    expect(JSON.stringify(identification)).not.toContain(claims.slice(5, 20));
  });
});

test.each([
  'deploy-agent',
  'team.deploy.agent-01',
  'spiffe://example.org/ns/dev/sa/agent',
  'agent@example.org',
  'eyes.on.prod',
  'svc.example.com',
  'rack.e30.prod',
  'principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/ci-pool/subject/deploy-agent',
  'arn:aws:sts::111122223333:assumed-role/deploy-agent/session-1',
  'dependabot[bot]',
  'auth0|5f7c8ec7c33c6c004bbafe82',
  'DOMAIN\\svc-agent',
  '@acme/deploy-agent',
  '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
  'Ägent 7',
])('%s is an unverified name', (name) => {
  expect(identifyByName(name, false)).toEqual({
    ok: true,
    caller: { agent_id: name, verified: false, roles: [], groups: [], delegation_chain: [] },
  });
});

test.each([
  ['empty', ''],
  ['white space', '  '],
  ['a name with white space around it', ' deploy-agent'],
  ['a line break', 'deploy\nagent'],
  ['a character that reverses text', 'deploy\u202eagent'],
  ['a name that is too long', 'a'.repeat(257)],
  ['half a character', 'a\ud800'],
  ['an invisible letter first', '\u3164deploy-agent'],
  ['an invisible character inside', 'deploy\u034f\u200b-agent'],
  ['JSON', '{"agent_id":"bot","roles":["ops"]}'],
  ['a quotation mark', 'deploy"agent'],
])('%s is refused', (_, text) => {
  expect(identifyByName(text, false)).toMatchObject({ code: 'caller_invalid' });
});

test('a missing caller is undefined', () => {
  expect(identifyByName(undefined, false)).toEqual({ ok: true, caller: undefined });
});

test('if callers must be verified, a bare name and a missing caller are refused', () => {
  expect(identifyByName('deploy-agent', true)).toMatchObject({ code: 'caller_unverified' });
  expect(identifyByName(undefined, true)).toMatchObject({ code: 'caller_unverified' });
});
