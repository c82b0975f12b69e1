import { makeSecretNames } from '@agent-safe/core';
import { announceRandom } from '@agent-safe/testkit';
import { describe, expect, test } from 'vitest';
import { mayHoldSecret, redactSecrets, redactText } from './redact.ts';

const token = `${Buffer.from('{"alg":"EdDSA"}').toString('base64url')}.${Buffer.from('{"sub":"a"}').toString('base64url')}.c2lnbmF0dXJl`;

describe('T21 redaction replaces secrets that are recognized by their shape', () => {
  test.each<[string, string, string]>([
    ['a token', token, 'c2lnbmF0dXJl'],
    ['a token after Bearer', `Authorization: Bearer ${token}`, token.slice(0, 20)],
    ['an opaque bearer token', 'curl -H "Authorization: Bearer s3cr3t.t0ken-value"', 's3cr3t.t0ken-value'],
    ['the beginning of a token', token.slice(0, 24), token.slice(4, 24)],
    ['a webhook secret', 'secret whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw is wrong', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ['a private key', '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA\n-----END PRIVATE KEY-----', 'MC4CAQ'],
    ['a truncated private key', '-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIA', 'MHcCAQEEIA'],
    ['a password in a URL', 'postgres://app:hunter2@db.example.com/x', 'hunter2'],
    ['a Slack webhook', 'https://hooks.slack.com/services/T00/B00/XXXX1234', 'XXXX1234'],
    ['a Slack token', 'xoxb-1234567890-abcdef', '1234567890-abcdef'],
    ['a password with an @', 'postgres://app:p@ssw0rdX@db.example.com/x', 'ssw0rdX'],
    ['a password with a slash', 'postgres://app:ab/cdSECRET@db', 'cdSECRET'],
    ['a user name that is a token', 'https://TOKENTOKEN@example.com/x', 'TOKENTOKEN'],
    ['an encrypted private key', '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIEbody', 'MIIEbody'],
    ['a PGP key', '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQOYBF', 'lQOYBF'],
    ['an AWS access key', 'AKIAIOSFODNN7EXAMPLE', 'IOSFODNN7'],
    ['an AWS secret key', 'aws_secret_access_key=wJalrXUtnFEMI/K7MDENG', 'wJalrXUtnFEMI'],
    ['a key in a query', 'https://example.com/a?x=1&token=abcdef123456&sig=zzzz99', 'abcdef123456'],
    ['an API key', 'sk-proj-abcdefghijklmnop', 'abcdefghijklmnop'],
    ['a password after its name', 'password: "hunter2hunter2"', 'hunter2hunter2'],
    ['a GitHub token', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a', '16C7e42F'],
  ])('%s', (_, text, secret) => {
    const fields = { reason: text, result: { deep: [text], [text]: 1 }, action: 'restart-deployment' };
    const redacted = JSON.stringify(redactSecrets(fields));
    expect(redacted).not.toContain(secret);
    expect(redacted).toContain('***');
    expect(redacted).toContain('restart-deployment');
  });
});

describe('T21 redaction replaces known secrets', () => {
  test('in every text and name, also where JSON escapes them', () => {
    const secret = 'pass"word\\1';
    const redacted = redactSecrets({ reason: `it said ${secret}!`, list: [{ [secret]: secret }] }, [secret]);
    expect(redacted).toEqual({ reason: 'it said ***!', list: [{ '***': '***' }] });
  });

  test('also where a secret is truncated or quoted', () => {
    const secret = `S3C"RET\\${'x'.repeat(400)}`;
    const quoted = `${JSON.stringify(secret).slice(0, 80)}…`;
    expect(redactSecrets({ reason: `There is no target ${quoted}` }, [secret])).toEqual({
      reason: 'There is no target "***…',
    });
  });

  test('and keeps two secret names apart', () => {
    expect(Object.values(redactSecrets({ abcd1: 1, abcd2: 2 }, ['abcd1', 'abcd2']))).toEqual([1, 2]);
  });

  test('the longest first, so that no part of a secret remains', () => {
    expect(redactSecrets({ reason: 'abcd1234' }, ['abcd', 'abcd1234'])).toEqual({ reason: '***' });
  });

  test('but not one of fewer than 4 characters', () => {
    expect(redactSecrets({ reason: 'a prod target' }, ['a'])).toEqual({ reason: 'a prod target' });
  });
});

test('and returns a value without secrets unchanged', () => {
  const fields = {
    digest: 'q2Jv0m7Jx3kO1Qw8Zr5Tn4Yb6Uc9Vd0Fe1Gh2Ij3Kl4',
    reason: 'Development environment is unrestricted',
    url: 'https://example.com:8443/path?query=1&to=a@example.com',
  };
  expect(redactSecrets(fields, ['another secret'])).toEqual(fields);
});

// A quadratic search would exceed the time limit of a test.
test.each([
  ['spaces after Bearer', `Bearer${' '.repeat(2_000_000)}!`],
  ['words before a URL', `${'a-'.repeat(1_000_000)}://`],
  ['beginnings of keys', '-----BEGIN PRIVATE KEY-----'.repeat(100_000)],
  ['URLs in URLs', 'a://b:'.repeat(300_000)],
  ['beginnings of tokens', 'eyJ'.repeat(1_000_000)],
])('T21 %s take linear time', (_, reason) => {
  const redacted = redactSecrets({ reason });
  expect(JSON.stringify(redacted).length).toBeLessThanOrEqual(JSON.stringify({ reason }).length);
});

/** Parts of secrets and of ordinary texts. */
const PARTS = [
  ...[
    'eyJhbGciOi',
    'whsec_',
    '-----BEGIN PRIVATE KEY-----',
    'https://u:p@h/',
    'hooks.slack.com/services/T/B',
    'ghp_',
    'Bearer ',
  ],
  ...[
    'AKIAABCDEFGHIJKLMNOP',
    'sk-',
    'password',
    'PASS',
    '=',
    ': ',
    '"',
    '\\',
    '\n',
    ' ',
    '/',
    '.',
    'x1',
    'namespace',
    'dev',
    '?sig=',
  ],
  ...['DB_TOKEN=', '{"secret":"', '"}', '--pin', 'api_key', 'Ünï', '\u0001', 'basic '],
];

test('T21 a text that may hold no secret is never redacted, alone or among others: law', () => {
  const random = announceRandom('texts with parts of secrets');
  const counts = { clean: 0, redacted: 0 };
  for (let run = 0; run < 5_000; run++) {
    const texts = Array.from({ length: 1 + random.below(3) }, () =>
      Array.from({ length: random.below(5) }, () => random.pick(PARTS)).join(''),
    );
    const value = Object.fromEntries(texts.map((text, index) => [`field${index}`, text]));
    const isRedacted =
      JSON.stringify(redactSecrets(value)) !== JSON.stringify(value) || texts.some((text) => redactText(text) !== text);
    const joined = [JSON.stringify(value), ...texts].join('\n');
    if (isRedacted) expect(mayHoldSecret(joined)).toBe(true);
    counts[isRedacted ? 'redacted' : 'clean'] += 1;
  }
  expect(Math.min(counts.clean, counts.redacted)).toBeGreaterThan(200);
});

test('T21 a name that the project added counts', () => {
  const names = makeSecretNames(['internal_code']);
  expect(mayHoldSecret('internal_code=12345678', names)).toBe(true);
  expect(mayHoldSecret('internal_code=12345678')).toBe(false);
});
