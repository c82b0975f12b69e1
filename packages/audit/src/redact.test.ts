import { describe, expect, test } from 'vitest';
import { redactSecrets } from './redact.ts';

const token = `${Buffer.from('{"alg":"EdDSA"}').toString('base64url')}.${Buffer.from('{"sub":"a"}').toString('base64url')}.c2lnbmF0dXJl`;

describe('T21 what is a secret by its shape is in no record', () => {
  test.each<[string, string, string]>([
    ['a token', token, 'c2lnbmF0dXJl'],
    ['a token behind Bearer', `Authorization: Bearer ${token}`, token.slice(0, 20)],
    ['an opaque bearer token', 'curl -H "Authorization: Bearer s3cr3t.t0ken-value"', 's3cr3t.t0ken-value'],
    ['the beginning of a token', token.slice(0, 24), token.slice(4, 24)],
    ['a webhook secret', 'secret whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw is wrong', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ['a private key', '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA\n-----END PRIVATE KEY-----', 'MC4CAQ'],
    ['half of a private key', '-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIA', 'MHcCAQEEIA'],
    ['a password in an address', 'postgres://app:hunter2@db.example.com/x', 'hunter2'],
    ['a webhook of Slack', 'https://hooks.slack.com/services/T00/B00/XXXX1234', 'XXXX1234'],
    ['a token of Slack', 'xoxb-1234567890-abcdef', '1234567890-abcdef'],
    ['a password with an @', 'postgres://app:p@ssw0rdX@db.example.com/x', 'ssw0rdX'],
    ['a password with a slash', 'postgres://app:ab/cdSECRET@db', 'cdSECRET'],
    ['a name that is a token', 'https://TOKENTOKEN@example.com/x', 'TOKENTOKEN'],
    ['a key that is encrypted', '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIEbody', 'MIIEbody'],
    ['a key of PGP', '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQOYBF', 'lQOYBF'],
    ['a key of AWS', 'AKIAIOSFODNN7EXAMPLE', 'IOSFODNN7'],
    ['a secret of AWS', 'aws_secret_access_key=wJalrXUtnFEMI/K7MDENG', 'wJalrXUtnFEMI'],
    ['a key in a query', 'https://example.com/a?x=1&token=abcdef123456&sig=zzzz99', 'abcdef123456'],
    ['a key of an API', 'sk-proj-abcdefghijklmnop', 'abcdefghijklmnop'],
    ['a password that is named', 'password: "hunter2hunter2"', 'hunter2hunter2'],
    ['a token of GitHub', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a', '16C7e42F'],
  ])('%s', (_, text, secret) => {
    const fields = { reason: text, result: { deep: [text], [text]: 1 }, action: 'restart-deployment' };
    const redacted = JSON.stringify(redactSecrets(fields));
    expect(redacted).not.toContain(secret);
    expect(redacted).toContain('***');
    expect(redacted).toContain('restart-deployment');
  });
});

describe('T21 what is known to be a secret is in no record', () => {
  test('wherever it stands, also where JSON escapes it', () => {
    const secret = 'pass"word\\1';
    const redacted = redactSecrets({ reason: `it said ${secret}!`, list: [{ [secret]: secret }] }, [secret]);
    expect(redacted).toEqual({ reason: 'it said ***!', list: [{ '***': '***' }] });
  });

  test('as much of it as is there, where the rest was cut off; and quoted', () => {
    const secret = `S3C"RET\\${'x'.repeat(400)}`;
    const quoted = `${JSON.stringify(secret).slice(0, 80)}…`;
    expect(redactSecrets({ reason: `There is no target ${quoted}` }, [secret])).toEqual({
      reason: 'There is no target "***…',
    });
  });

  test('two names that are secrets stay two', () => {
    expect(Object.values(redactSecrets({ abcd1: 1, abcd2: 2 }, ['abcd1', 'abcd2']))).toEqual([1, 2]);
  });

  test('the longer one first, so that no rest of it stays', () => {
    expect(redactSecrets({ reason: 'abcd1234' }, ['abcd', 'abcd1234'])).toEqual({ reason: '***' });
  });

  test('one that is too short would be found everywhere, and stays', () => {
    expect(redactSecrets({ reason: 'a prod target' }, ['a'])).toEqual({ reason: 'a prod target' });
  });
});

test('what holds no secret is the same', () => {
  const fields = {
    digest: 'q2Jv0m7Jx3kO1Qw8Zr5Tn4Yb6Uc9Vd0Fe1Gh2Ij3Kl4',
    reason: 'Development environment is unrestricted',
    url: 'https://example.com:8443/path?query=1&to=a@example.com',
  };
  expect(redactSecrets(fields, ['another secret'])).toEqual(fields);
});

// A quadratic search would take longer than any test may.
test.each([
  ['blanks behind Bearer', `Bearer${' '.repeat(2_000_000)}!`],
  ['words before an address', `${'a-'.repeat(1_000_000)}://`],
  ['beginnings of keys', '-----BEGIN PRIVATE KEY-----'.repeat(100_000)],
  ['addresses in addresses', 'a://b:'.repeat(300_000)],
  ['beginnings of tokens', 'eyJ'.repeat(1_000_000)],
])('T21 %s are read in one go', (_, reason) => {
  const redacted = redactSecrets({ reason });
  expect(JSON.stringify(redacted).length).toBeLessThanOrEqual(JSON.stringify({ reason }).length);
});
